import { runPolicies } from '../lint/engine/run-policies.ts';
import type { RunOptions } from '../lint/engine/run-policies.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { POLICIES } from '../../policies/index.ts';
import type { PlannedEnvironment } from './plan-environments.ts';

export interface LintOptions extends RunOptions {
  /** The same system at a base revision, for the policies about history. */
  readonly base?: readonly PlannedEnvironment[] | undefined;
}

/** lint, wherever there is a plan: what the policies say of it, nothing suppressed yet. */
export function lintPlans(
  environments: readonly PlannedEnvironment[],
  { base, ...options }: LintOptions = {},
): readonly Diagnostic[] {
  return runPolicies(
    environments.map(({ name, plan }) => ({ name, plan, base: base?.find(other => other.name === name)?.plan })),
    POLICIES,
    options,
  );
}
