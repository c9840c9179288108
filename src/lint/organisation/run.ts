import { organisationProblem } from '../../model/catalogue/organisation.ts';
import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import { inEnvironments, MergedFindings } from '../../model/merged-findings.ts';
import type { MergedFinding } from '../../model/merged-findings.ts';
import type { OrganisationPolicy } from '../../model/organisation.ts';
import type { Plan } from '../../model/plan.ts';
import { severityOf } from '../../model/required-policies.ts';
import { compiledOnce, steps } from './compiled-once.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { MOST_STEPS } from './cost.ts';
import { notACondition } from './expression.ts';
import { findingAt } from './finding.ts';
import { askInTime, LONGEST_RUN } from './in-time.ts';
import type { Timed } from './in-time.ts';
import { subjectsOf, systemInputs } from './subjects.ts';
import type { Subject, SystemInputs } from './subjects.ts';
import { kindOf } from './values.ts';

export interface AskedEnvironment {
  readonly name: string;
  readonly plan: Plan;
}

/** A policy, and the environments whose configuration names its file. */
export interface AskedPolicy {
  readonly policy: OrganisationPolicy;
  readonly environments: readonly string[];
  /** By the command line: then `lint.rules` may raise its severity, and nothing else. */
  readonly isRequired?: boolean;
}

/**
 * Asks the organisation's policies of every environment.
 *
 * What is wrong with a policy itself is an error at its place in the policy file; a finding has its place in the
 * configuration, and the policy beside it. Findings common to several environments are reported once, naming them.
 */
export function runOrganisationPolicies(
  asked: readonly AskedPolicy[],
  environments: readonly AskedEnvironment[],
  timing?: (policy: string, milliseconds: number) => void,
): readonly Diagnostic[] {
  if (asked.length === 0) return [];
  const inputs = systemInputs(environments);
  const policies = asked.map(({ policy, environments: names, isRequired = false }) => {
    const start = performance.now();
    const { compiled, diagnostics: wrong } = compiledOnce(policy);
    const severities = names.flatMap(name => {
      const severity = severityOf(policy.severity, ruleOf(policy, name, environments), isRequired);
      return severity === 'off' ? [] : [{ name, severity }];
    });
    const inScope = policy.scope === 'system' ? severities.slice(0, 1) : severities;
    const questions =
      compiled === undefined ? [] : inScope.map(({ name, severity }) => new Question(compiled, name, severity, inputs));
    return { policy, wrong, questions, compiling: performance.now() - start };
  });
  askInTime(policies.flatMap(({ questions }) => questions));
  return policies.flatMap(({ policy, wrong, questions, compiling }) => {
    timing?.(
      policy.id,
      questions.reduce((sum, { took }) => sum + took, compiling),
    );
    const found = new MergedFindings();
    for (const { name, diagnostics } of questions) found.add(name, diagnostics);
    return [
      ...wrong,
      ...found
        .entries()
        .map(entry =>
          isOfOneEnvironment(policy, entry) ? inEnvironments(entry, environments.length) : entry.diagnostic,
        ),
    ];
  });
}

/** A policy that is asked of one environment. */
class Question implements Timed {
  readonly name: string;
  diagnostics: readonly Diagnostic[] = [];
  /** Milliseconds. */
  took = 0;
  readonly #compiled: CompiledPolicy;
  readonly #severity: Severity;
  readonly #inputs: SystemInputs;

  constructor(compiled: CompiledPolicy, name: string, severity: Severity, inputs: SystemInputs) {
    this.name = name;
    this.#compiled = compiled;
    this.#severity = severity;
    this.#inputs = inputs;
  }

  ask(): void {
    const start = performance.now();
    const found: Diagnostic[] = [];
    this.diagnostics = found;
    steps.left = MOST_STEPS;
    for (const subject of subjectsOf(this.#compiled.policy.scope, this.name, this.#inputs)) {
      const diagnostics = ask(this.#compiled, subject, this.#severity);
      // What comes out of an evaluation that was cut short is no answer.
      if (steps.left < 0) {
        this.giveUp();
        break;
      }
      found.push(...diagnostics);
    }
    this.took = performance.now() - start;
  }

  giveUp(): void {
    this.diagnostics = [...this.diagnostics, tooCostly(this.#compiled.policy)];
  }
}

/** The system is one, and a policy that fails does so at one place, however many environments show it. */
function isOfOneEnvironment({ scope }: OrganisationPolicy, { diagnostic }: MergedFinding): boolean {
  return scope !== 'system' && diagnostic.path !== undefined;
}

function ask(compiled: CompiledPolicy, subject: Subject, severity: Severity): readonly Diagnostic[] {
  const { assertion, message, help, policy } = compiled;
  const answer = assertion.ask(subject.bindings);
  const beside =
    subject.place === undefined ? {} : { related: [{ message: `asked of ${subject.says}`, span: subject.place }] };
  if (answer.kind === 'problem') return [{ ...assertion.diagnose(answer.problem), ...beside }];
  if (answer.value === true) return [];
  if (answer.value !== false)
    return [{ ...assertion.diagnose(notACondition(kindOf(answer.value), policy.assert.plain)), ...beside }];
  const said = message.fill(subject.bindings);
  const mend = help?.fill(subject.bindings);
  return [
    findingAt(compiled, subject, severity, { text: said.text, ...(mend === undefined ? {} : { help: mend.text }) }),
    ...said.diagnostics,
    ...(mend?.diagnostics ?? []),
  ];
}

/** What `lint.rules` of an environment says of a policy. */
function ruleOf(
  { id }: OrganisationPolicy,
  environment: string,
  environments: readonly AskedEnvironment[],
): Severity | 'off' | undefined {
  const rules = environments.find(({ name }) => name === environment)?.plan.system.lint.rules;
  return rules?.find(rule => rule.id === id)?.severity?.plain;
}

function tooCostly({ id, assert: written }: OrganisationPolicy): Diagnostic {
  return organisationProblem('policy-too-costly', 'steps', {
    data: { policy: id, steps: MOST_STEPS, seconds: LONGEST_RUN / 1000 },
    span: written.span,
  });
}
