import { Script, createContext } from 'node:vm';
import type { Context } from 'node:vm';
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
import { subjectsOf, systemInputs } from './subjects.ts';
import type { Subject } from './subjects.ts';
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

/** Milliseconds; only what cannot be counted in steps (the comparison of deeply shared lists) runs into it. */
const LONGEST_RUN = 10_000;

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
  return asked.flatMap(({ policy, environments: names, isRequired = false }) => {
    const start = performance.now();
    const { compiled, diagnostics: wrong } = compiledOnce(policy);
    const found = new MergedFindings();
    if (compiled !== undefined) {
      for (const name of policy.scope === 'system'
        ? names
            .filter(one => severityOf(policy.severity, ruleOf(policy, one, environments), isRequired) !== 'off')
            .slice(0, 1)
        : names) {
        const severity = severityOf(policy.severity, ruleOf(policy, name, environments), isRequired);
        if (severity === 'off') continue;
        steps.left = MOST_STEPS;
        const inTime = withinTime(() => {
          for (const subject of subjectsOf(policy.scope, name, inputs)) {
            const diagnostics = ask(compiled, subject, severity);
            // What comes out of an evaluation that was cut short is no answer.
            if (steps.left < 0) return;
            found.add(name, diagnostics);
          }
        });
        if (!inTime || steps.left < 0) found.add(name, [tooCostly(policy)]);
      }
    }
    timing?.(policy.id, performance.now() - start);
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

/** Another context of V8 takes as long to make as most policies take to answer. */
let timed: { readonly script: Script; readonly globals: { run?: () => void }; readonly context: Context } | undefined;

/** False where it took too long: V8 ends a script in time, whatever it is doing. */
function withinTime(run: () => void): boolean {
  if (timed === undefined) {
    const globals = {};
    timed = { script: new Script('run()'), globals, context: createContext(globals) };
  }
  try {
    timed.globals.run = run;
    timed.script.runInContext(timed.context, { timeout: LONGEST_RUN });
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return false;
    throw error;
  } finally {
    delete timed.globals.run;
  }
}
