import type { MetricSource } from './metric-source.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { PerSecond, Percent, Seconds } from './units.ts';

export interface Signals {
  readonly cpu?: UtilisationSignal;
  readonly memory?: UtilisationSignal;
  readonly kafkaLag?: KafkaLagSignal;
  readonly latency?: LatencySignal;
  readonly requestQueue?: PerReplicaSignal<number>;
  readonly requests?: PerReplicaSignal<PerSecond>;
  readonly queueBacklog?: QueueBacklogSignal;
}

export type SignalName = keyof Signals;

/** Every signal, in the order in which triggers, metrics and policies are emitted. */
export const SIGNAL_NAMES = [
  'cpu',
  'memory',
  'kafkaLag',
  'queueBacklog',
  'requestQueue',
  'requests',
  'latency',
] as const satisfies readonly SignalName[];

export interface UtilisationSignal {
  readonly at: Origin;
  /** Of the container's request on Kubernetes, of the task's size on ECS. */
  readonly target: Sourced<Percent>;
  readonly container: Sourced<string>;
  /** Only after it has been above the target for so long. */
  readonly for: Sourced<Seconds> | undefined;
}

export interface KafkaLagSignal {
  readonly at: Origin;
  /** Messages waiting for each replica. */
  readonly perReplica: Sourced<number>;
  readonly consumerGroup: Sourced<string>;
  readonly topics: Topics;
  readonly partitions: Sourced<number> | undefined;
  readonly offsetReset: Sourced<'earliest' | 'latest'> | undefined;
  readonly leases:
    | { readonly at: Origin; readonly perReplica: Sourced<number>; readonly handBack: Sourced<boolean> }
    | undefined;
  readonly growth:
    | { readonly at: Origin; readonly over: Sourced<Seconds>; readonly perReplica: Sourced<PerSecond> }
    | undefined;
  /** False for growth without an absolute backlog, which `growth-rate-alone` refuses. */
  readonly absolute: boolean;
  readonly activation: Sourced<number>;
  readonly source: MetricSource | undefined;
}

export type Topics =
  | { readonly kind: 'all'; readonly at: Origin }
  /** All of the group; how many there are is known, for leases. */
  | { readonly kind: 'count'; readonly at: Origin; readonly count: Sourced<number> }
  | { readonly kind: 'listed'; readonly at: Origin; readonly names: readonly Sourced<string>[] };

export interface LatencySignal {
  readonly at: Origin;
  /** 0.99 */
  readonly quantile: Sourced<number>;
  readonly target: Sourced<Seconds>;
  /** Range of the rate. */
  readonly over: Sourced<Seconds>;
  readonly source: MetricSource | undefined;
}

export interface PerReplicaSignal<T> {
  readonly at: Origin;
  readonly perReplica: Sourced<T>;
  /** Range of a rate. */
  readonly over: Sourced<Seconds>;
  readonly activation: Sourced<number>;
  readonly source: MetricSource | undefined;
}

export interface QueueBacklogSignal {
  readonly at: Origin;
  readonly url: Sourced<string>;
  /** Messages waiting for each replica; may be derived from acceptable latency and work time. */
  readonly perReplica: Sourced<number>;
  /** Longest that a message may wait, where that was declared. */
  readonly acceptableLatency: Sourced<Seconds> | undefined;
  /** Count messages that are being worked on. */
  readonly inFlight: Sourced<boolean>;
  readonly activation: Sourced<number>;
}
