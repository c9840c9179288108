import type { EcsPool } from './ecs-plan.ts';
import { scalerFacts } from './keda-scalers.ts';
import type { KubernetesPool } from './kubernetes-plan.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { CloudWatchSource, PrometheusSource, MetricSource } from './metric-source.ts';
import type { NameOf, SignalFacts, SignalKind, SignalName, SignalTypes } from './signals.ts';
import type { Pool } from './pool.ts';
import type { System } from './system.ts';
import type { TargetName } from './targets.ts';
import type { Replicas } from './units.ts';

/** Every decision, for every target, of one environment. Emitters only lay it out. */
export interface Plan {
  readonly system: System;
  readonly pools: readonly PoolPlan[];
  readonly losses: readonly Loss[];
}

/** What is decided about a pool whatever it runs on, and then for each target it runs on. */
export interface NeutralPool {
  readonly pool: Pool;
  /**
   * Replicas that the stage holds: on `fixed` and `observe`, and on `cpu` for a pool without a cpu signal; otherwise
   * undefined.
   */
  readonly hold: Sourced<Replicas> | undefined;
  /** Nothing changes the count on any platform, so the manifests state it: `replicas.fixed`. */
  readonly still: boolean;
  /** Bounds that the autoscaler is given on this stage; of a pool that is still, its count. */
  readonly bounds: { readonly min: Sourced<Replicas>; readonly max: Sourced<Replicas> };
  /** Every declared signal, in the order of SIGNAL_NAMES, then the custom ones as they are written. */
  readonly signals: readonly PlannedSignal[];
  /** The signals that act on this stage; while replicas are held all of them are kept, for observation. */
  readonly acting: readonly PlannedSignal[];
  /** A pool that may be at zero on this stage (min 0 and nothing held). */
  readonly mayBeAtZero: boolean;
  /** What may wake it from zero. Empty while `mayBeAtZero` means that it would never wake: an error, found by lint. */
  readonly wakeSources: readonly WakeSource[];
  /** Signals that count waiting work, which wakes the pool and keeps it awake: a queue, a lag, a gauge of requests. */
  readonly waiting: readonly PlannedSignal[];
}

/** What is decided about a pool on each kind of target. */
export interface TargetPlan {
  readonly kubernetes: KubernetesPool;
  readonly ecs: EcsPool;
}

export interface PoolPlan extends NeutralPool {
  /** Undefined for a target that the pool does not run on. */
  readonly on: { readonly [T in TargetName]: TargetPlan[T] | undefined };
  /** Fields that were written and that change nothing on any target of the pool. */
  readonly withoutEffect: readonly FieldWithoutEffect[];
}

export interface FieldWithoutEffect {
  /** Below the pool. */
  readonly path: readonly string[];
  readonly at: Origin;
  /** Why, on each target of the pool. */
  readonly why: readonly { readonly target: TargetName; readonly reason: string }[];
  /** Where taking it away leaves a map that is still one. */
  readonly removable: Sourced<unknown> | undefined;
}

/** A signal with where it is read on each platform, defaults included; undefined where nothing emits it. */
export type PlannedSignal<K extends SignalKind = SignalKind> = { readonly [N in K]: PlannedOf<N> }[K];

interface PlannedOf<K extends SignalKind> {
  readonly kind: K;
  readonly name: NameOf<K>;
  readonly signal: SignalTypes[K];
  readonly facts: SignalFacts;
  readonly prometheus: PrometheusSource | undefined;
  readonly cloudwatch: CloudWatchSource | undefined;
}

/** An entry for each signal, called with what is planned of it. */
export type BySignal<C, R> = { readonly [K in SignalKind]: (planned: PlannedSignal<K>, context: C) => R };

/** Calls the entry of a table that belongs to the signal. */
export function bySignal<K extends SignalKind, C, R>(table: BySignal<C, R>, planned: PlannedSignal<K>, context: C): R {
  const kind: K = planned.kind;
  return table[kind](planned, context);
}

/** Where the activation of a signal is written, below the pool. */
export function activationPath(planned: PlannedSignal): readonly string[] {
  if (planned.kind !== 'custom') return ['signals', planned.name, 'activation'];
  const { key, reads } = planned.signal;
  const written = reads.kind === 'trigger' ? scalerFacts(reads.type.plain).activation : undefined;
  return ['signals', 'custom', key, ...(written === undefined ? [] : ['metadata', written])];
}

/** One way in which the first unit of work is noticed while nothing runs. */
export interface WakeSource {
  readonly at: Origin;
  /** A declared signal, or `wake` for a source of its own. */
  readonly from: SignalName | 'wake';
  /** The source where `from` is `wake`; a signal's own is in its PlannedSignal. */
  readonly source: MetricSource | undefined;
  /** Work is noticed strictly above this. */
  readonly activation: Sourced<number>;
  /** Work waits where it is safe (a queue, a log, an interceptor), so callers need no retry budget. */
  readonly holdsWork: boolean;
}

/** Something that was asked for and that a platform cannot express. */
export interface Loss {
  readonly pool: string;
  readonly target: TargetName;
  /** What was asked for, as in the configuration: `signals.cpu.for`. */
  readonly what: string;
  /** What happens instead; one sentence. */
  readonly instead: string;
  readonly at: Origin;
  /** A dangerous loss is a diagnostic too. */
  readonly dangerous: boolean;
}
