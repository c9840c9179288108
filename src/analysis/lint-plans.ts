import { runPolicies } from '../lint/engine/run-policies.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { POLICIES } from '../../policies/index.ts';
import type { PlannedEnvironment } from './plan-environments.ts';
import type { Timing } from './timing.ts';

export interface LintOptions {
  /** The same system at a base revision, for the policies about history. */
  readonly base?: readonly PlannedEnvironment[] | undefined;
  readonly timing?: Timing | undefined;
  /** Ids that `lint.rules` may name beside those of the catalogue: an organisation's own. */
  readonly others?: readonly string[] | undefined;
}

/** lint, wherever there is a plan: what the policies say of it, nothing suppressed yet. */
export function lintPlans(
  environments: readonly PlannedEnvironment[],
  { base, timing, others }: LintOptions = {},
): readonly Diagnostic[] {
  return runPolicies(
    environments.map(({ name, plan }) => ({ name, plan, base: base?.find(other => other.name === name)?.plan })),
    POLICIES,
    timing,
    others,
  );
}
