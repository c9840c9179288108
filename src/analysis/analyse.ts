import { parse } from '../config/parse.ts';
import type { Parsed } from '../config/parse.ts';
import { isOn } from '../lint/engine/active-policies.ts';
import { withoutBaseline } from '../lint/engine/baseline.ts';
import { besideIgnoredRules } from '../model/required-policies.ts';
import { suppress } from '../lint/engine/suppressions.ts';
import type { Suppressed } from '../lint/engine/suppressions.ts';
import { runOrganisationPolicies } from '../lint/organisation/run.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SuppressedFinding } from '../model/suppressed.ts';
import { POLICIES } from '../../policies/index.ts';
import { askedPolicies } from './asked-policies.ts';
import { lintPlans } from './lint-plans.ts';
import { readBaseline } from './read-baseline.ts';
import { planEnvironments } from './plan-environments.ts';
import type { PlannedEnvironment } from './plan-environments.ts';
import type { RequiredPolicies, Surroundings } from './surroundings.ts';
import type { Timing } from './timing.ts';

export interface Analysis {
  /** Those that have a plan. */
  readonly environments: readonly PlannedEnvironment[];
  readonly diagnostics: readonly Diagnostic[];
  /** What was found and is not reported: a comment says that it is meant, or the baseline accepts it. */
  readonly suppressed: readonly SuppressedFinding[];
  /**
   * What can be suppressed or accepted: policies, the organisation's own included, never what the language or the
   * compiler refuses.
   */
  readonly policyIds: readonly string[];
}

/**
 * Everything that is found in a configuration, whoever asks: `lint`, `build`, an editor and a test say the same of it.
 * Nothing is read here; the same values give the same answer.
 */
export function analyse(source: Parsed, surroundings: Surroundings, timing?: Timing): Analysis {
  const planned = planEnvironments(source, timing, surroundings.manifests);
  const before = baseOf(source, surroundings);
  const { required: demanded = NO_DEMANDS } = surroundings;
  const required = new Set([...demanded.ids, ...demanded.policies.map(({ id }) => id)]);
  const own = askedPolicies(planned.value, surroundings.policyFiles ?? new Map(), new Set(POLICY_IDS), demanded);
  const others = own.value.map(({ policy }) => policy.id);
  const policyIds = [...POLICY_IDS, ...others];
  const linted = besideIgnoredRules(
    [
      ...lintPlans(planned.value, { base: before, timing, others, required }),
      ...runOrganisationPolicies(own.value, planned.value, timing),
    ],
    planned.value.map(({ plan }) => plan.system),
    required,
  );
  // Where an environment has no plan nothing was asked of it, so nothing can be called unused.
  if (planned.value.length === 0)
    return { environments: [], diagnostics: [...planned.diagnostics, ...linted], suppressed: [], policyIds };
  // An environment without a plan was asked nothing, without a base no policy about history was, and nor was one above
  // the level of the configuration.
  const whole = !hasErrors(planned.diagnostics);
  const judged = (id: string): boolean =>
    whole && (before !== undefined || !ABOUT_HISTORY.has(id)) && (required.has(id) || !isAboveLevel(id, planned.value));
  const left = suppress(linted, {
    today: surroundings.today,
    known: policyIds,
    judged,
    comments: source.comments,
    required,
  });
  const shown = accepting(surroundings, left.diagnostics, policyIds, judged, required);
  return {
    environments: planned.value,
    diagnostics: [...planned.diagnostics, ...own.diagnostics, ...shown.diagnostics],
    suppressed: [...left.suppressed, ...shown.suppressed],
    policyIds,
  };
}

/**
 * Undefined where nothing changed: then there is no history to speak of. A manifest is read as it is now, so that what
 * it says is no change of the configuration.
 */
function baseOf(
  { source, budgets }: Parsed,
  { base, manifests }: Surroundings,
): readonly PlannedEnvironment[] | undefined {
  return base === undefined || base.text === source.text
    ? undefined
    : planEnvironments(parse(base, 'configuration', budgets), undefined, manifests).value;
}

/** Without what the baseline accepts. */
function accepting(
  { baseline }: Surroundings,
  findings: readonly Diagnostic[],
  policyIds: readonly string[],
  judged: (id: string) => boolean,
  required: ReadonlySet<string>,
): Suppressed {
  if (baseline === undefined) return { diagnostics: findings, suppressed: [] };
  const accepted = readBaseline(baseline);
  const left = withoutBaseline(findings, accepted.value, new Set(policyIds), judged, required);
  return { ...left, diagnostics: [...accepted.diagnostics, ...left.diagnostics] };
}

const NO_DEMANDS: RequiredPolicies = { policies: [], ids: [] };

/** A policy of the strict level or of a preset that no environment asks for, and of which `lint.rules` says nothing. */
function isAboveLevel(id: string, environments: readonly PlannedEnvironment[]): boolean {
  const policy = POLICIES.find(one => one.id === id);
  if (policy === undefined) return false;
  return environments.every(
    ({ plan: { system } }) => !isOn(policy, system) && !system.lint.rules.some(rule => rule.id === id),
  );
}

const ABOUT_HISTORY: ReadonlySet<string> = new Set(
  POLICIES.filter(({ onHistory }) => onHistory !== undefined).map(({ id }) => id),
);

/** The policies of this program. */
const POLICY_IDS: readonly string[] = POLICIES.map(({ id }) => id);
