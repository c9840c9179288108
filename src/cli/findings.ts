import { readBaseline, withoutBaseline } from '../lint/baseline.ts';
import { suppress } from '../lint/suppressions.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { lintPlans, planSource } from '../pipeline.ts';
import { POLICIES } from '../../policies/index.ts';
import type { LintOptions, PlannedEnvironment } from '../pipeline.ts';

export interface Findings {
  readonly environments: readonly PlannedEnvironment[];
  readonly diagnostics: readonly Diagnostic[];
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
export function findings(source: SourceText, { base, baseline, timing, today = new Date().toISOString().slice(0, 10) }: FindingsOptions = {}): Findings {
  const planned = planSource(source, timing);
  const before = base === undefined || base.text === source.text ? undefined : planSource(base).value;
  const linted = lintPlans(planned.value, { base: before, timing });
  // Where an environment has no plan nothing was asked of it, so nothing can be called unused.
  if (planned.value.length === 0) return { environments: [], diagnostics: [...planned.diagnostics, ...linted] };
  const left = suppress(source, linted, { today, known: POLICY_IDS });
  const accepted = baseline === undefined ? undefined : readBaseline(baseline);
  const shown = accepted === undefined ? left : [...accepted.diagnostics, ...withoutBaseline(left, accepted.value, new Set(POLICY_IDS))];
  return { environments: planned.value, diagnostics: [...planned.diagnostics, ...shown] };
}

/** What can be suppressed or accepted: policies, never what the language or the compiler refuses. */
export const POLICY_IDS: readonly string[] = POLICIES.map(({ id }) => id);
