import type { Diagnostic } from './diagnostic.ts';
import type { EcsPool } from './ecs-plan.ts';
import type { KubernetesPool } from './kubernetes-plan.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { CloudWatchSource, PrometheusSource, MetricSource } from './metric-source.ts';
import type {
  KafkaLagSignal,
  LatencySignal,
  PerReplicaSignal,
  QueueBacklogSignal,
  SignalName,
  UtilisationSignal,
} from './signals.ts';
import type { Pool } from './pool.ts';
import type { System } from './system.ts';
import type { TargetName } from './targets.ts';
import type { PerSecond } from './units.ts';

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
   * Replicas that the rung holds: on `fixed` and `observe`, and on `cpu` for a pool without a cpu signal; otherwise
   * undefined.
   */
  readonly hold: Sourced<number> | undefined;
  /** Bounds that the autoscaler is given on this rung. */
  readonly bounds: { readonly min: Sourced<number>; readonly max: Sourced<number> };
  /** Every declared signal, in the order of SIGNAL_NAMES. */
  readonly signals: readonly PlannedSignal[];
  /** The signals that act on this rung; while replicas are held all of them are kept, for observation. */
  readonly acting: readonly PlannedSignal[];
  /** A pool that may be at zero on this rung (min 0 and nothing held). */
  readonly mayBeAtZero: boolean;
  /** What may wake it from zero. Empty while `mayBeAtZero` means that it would never wake: an error, found by lint. */
  readonly wakeSources: readonly WakeSource[];
}

/** What is decided about a pool on each kind of target. */
export interface TargetPlan {
  readonly kubernetes: KubernetesPool;
  readonly ecs: EcsPool;
}

/** What planning a pool for a target gives: the decisions, what cannot be expressed there, and what is wrong. */
export interface TargetPlanned<P> {
  readonly value: P;
  readonly losses: readonly Loss[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PoolPlan extends NeutralPool {
  /** Undefined for a target that the pool does not run on. */
  readonly on: { readonly [T in TargetName]: TargetPlan[T] | undefined };
}

/** A signal with where it is read on each platform, defaults included; undefined where nothing emits it. */
export type PlannedSignal =
  | { readonly name: 'cpu' | 'memory'; readonly signal: UtilisationSignal }
  | {
      readonly name: 'kafkaLag';
      readonly signal: KafkaLagSignal;
      readonly prometheus: PrometheusSource | undefined;
      readonly cloudwatch: CloudWatchSource | undefined;
    }
  | { readonly name: 'queueBacklog'; readonly signal: QueueBacklogSignal }
  | {
      readonly name: 'requestQueue';
      readonly signal: PerReplicaSignal<number>;
      readonly prometheus: PrometheusSource | undefined;
      readonly cloudwatch: CloudWatchSource | undefined;
    }
  | {
      readonly name: 'requests';
      readonly signal: PerReplicaSignal<PerSecond>;
      readonly prometheus: PrometheusSource | undefined;
      readonly cloudwatch: CloudWatchSource | undefined;
    }
  | {
      readonly name: 'latency';
      readonly signal: LatencySignal;
      readonly prometheus: PrometheusSource | undefined;
      readonly cloudwatch: CloudWatchSource | undefined;
    };

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
