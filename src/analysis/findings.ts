import { readBaseline, withoutBaseline } from '../lint/engine/baseline.ts';
import { runOrganisationPolicies } from '../lint/organisation/run.ts';
import { suppress } from '../lint/engine/suppressions.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { lintPlans, planSource } from '../pipeline.ts';
import { POLICIES } from '../../policies/index.ts';
import type { LintOptions, PlannedEnvironment } from '../pipeline.ts';
import { askedPolicies } from '../surroundings/policy-files.ts';

export interface Findings {
  readonly environments: readonly PlannedEnvironment[];
  readonly diagnostics: readonly Diagnostic[];
  /**
   * What can be suppressed or accepted: policies, the organisation's own included, never what the language or the
   * compiler refuses.
   */
  readonly policyIds: readonly string[];
}

export interface FindingsOptions extends Pick<LintOptions, 'timing'> {
  /** The same file at a base revision; without it the policies about history are silent. */
  readonly base?: SourceText | undefined;
  /** The baseline beside it, where there is one. */
  readonly baseline?: SourceText | undefined;
  /** `2026-11-24`, for suppressions with a date; by default the day it is in UTC. */
  readonly today?: string;
}

/**
 * Everything that is found in a configuration, whoever asks: `lint`, `build` and an editor say the same of it.
 */
export function findings(
  source: SourceText,
  { base, baseline, timing, today = new Date().toISOString().slice(0, 10) }: FindingsOptions = {},
): Findings {
  const planned = planSource(source, timing);
  const before = base === undefined || base.text === source.text ? undefined : planSource(base).value;
  const own = askedPolicies(source.name, planned.value, new Set(POLICY_IDS));
  const others = own.value.map(({ policy }) => policy.id);
  const policyIds = [...POLICY_IDS, ...others];
  const linted = [
    ...lintPlans(planned.value, { base: before, timing, others }),
    ...runOrganisationPolicies(own.value, planned.value, timing),
  ];
  // Where an environment has no plan nothing was asked of it, so nothing can be called unused.
  if (planned.value.length === 0)
    return { environments: [], diagnostics: [...planned.diagnostics, ...linted], policyIds };
  // An environment without a plan was asked nothing, and without a base no policy about history was.
  const whole = !hasErrors(planned.diagnostics);
  const judged = (id: string): boolean => whole && (before !== undefined || !ABOUT_HISTORY.has(id));
  const left = suppress(source, linted, { today, known: policyIds, judged, comments: planned.comments });
  const accepted = baseline === undefined ? undefined : readBaseline(baseline);
  const shown =
    accepted === undefined
      ? left
      : [...accepted.diagnostics, ...withoutBaseline(left, accepted.value, new Set(policyIds), judged)];
  return {
    environments: planned.value,
    diagnostics: [...planned.diagnostics, ...own.diagnostics, ...shown],
    policyIds,
  };
}

const ABOUT_HISTORY: ReadonlySet<string> = new Set(
  POLICIES.filter(({ onHistory }) => onHistory !== undefined).map(({ id }) => id),
);

/** The catalogue. */
const POLICY_IDS: readonly string[] = POLICIES.map(({ id }) => id);
