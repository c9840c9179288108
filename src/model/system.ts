import type { Severity } from './diagnostic.ts';
import type { Hardware } from './hardware.ts';
import type { Kafka } from './kafka.ts';
import type { MetricsConfig } from './metric-source.ts';
import type { Pool, Priority } from './pool.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { TargetConfig, TargetName } from './targets.ts';

/** The configuration of one environment with every overlay merged and every default given its reason. */
export interface System {
  readonly environment: string;
  readonly at: Origin;
  readonly name: Sourced<string>;
  readonly preset: Sourced<Preset> | undefined;
  readonly priority: Sourced<Priority>;
  readonly metrics: MetricsConfig;
  /** Undefined for a target that is not configured. */
  readonly targets: { readonly [T in TargetName]: TargetConfig[T] | undefined };
  readonly kafka: Kafka | undefined;
  readonly hardware: readonly Hardware[];
  readonly pools: readonly Pool[];
  readonly lint: LintSettings;
  /** Files of the organisation's own policies, relative to the configuration. */
  readonly policies: readonly Sourced<string>[];
}

export interface LintSettings {
  readonly level: Sourced<'recommended' | 'strict'>;
  readonly rules: readonly LintRule[];
}

export interface LintRule {
  readonly id: string;
  readonly at: Origin;
  readonly severity: Sourced<'off' | Severity> | undefined;
  readonly options: readonly { readonly name: string; readonly value: Sourced<unknown> }[];
}

export type Preset = 'pipestream';
