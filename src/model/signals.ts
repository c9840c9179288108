import type { CustomSignal } from './custom-signals.ts';
import type { MetricSource } from './metric-source.ts';
import { namesIn } from './names-in.ts';
import type { Queue } from './queues.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { PerSecond, Percent, Seconds } from './units.ts';

/**
 * What is declared of each signal. A signal is a key here: TypeScript then names every table that has to know it
 * (docs/contributing/signal-source.md).
 */
export interface SignalTypes {
  readonly cpu: UtilisationSignal;
  readonly memory: UtilisationSignal;
  readonly kafkaLag: KafkaLagSignal;
  readonly queueBacklog: QueueBacklogSignal;
  readonly requestQueue: PerReplicaSignal<number>;
  readonly requests: PerReplicaSignal<PerSecond>;
  readonly latency: LatencySignal;
  readonly custom: CustomSignal;
}

/** What a signal is; of the kind `custom` a pool may have several. */
export type SignalKind = keyof SignalTypes;

/** Kinds of which a pool has one signal at most. */
export type TypedSignal = Exclude<SignalKind, 'custom'>;

/** As in the file, below `signals`: `kafkaLag`, `custom.orders`. */
export type SignalName = TypedSignal | CustomName;
export type CustomName = `custom.${string}`;

export type NameOf<K extends SignalKind> = K extends TypedSignal ? K : CustomName;

export type TypedSignals = { readonly [N in TypedSignal]?: SignalTypes[N] };

export interface Signals extends TypedSignals {
  readonly custom?: readonly CustomSignal[];
}

/** What is true of a signal on every target. */
export interface SignalFacts {
  /** As in names of triggers and graphs: `kafka-lag`. */
  readonly slug: string;
  /** What its number is, with the unit. */
  readonly counts: SignalUnit;
  /** Work is seen while no replica runs, so it may wake a pool at zero. */
  readonly wakes: boolean;
  /**
   * Work waits until a replica takes it, and counts while it is being worked on: nothing is lost while the pool starts.
   */
  readonly holdsWork: boolean;
  /** Work still counts while a replica works on it. */
  readonly inFlight: boolean;
  /** A total that the replicas share; otherwise it is compared as it is, however many replicas there are. */
  readonly shared: boolean;
  /** Where no source is written, the pool itself counts it: then it is silent while the pool is at zero. */
  readonly selfMeasured: boolean;
}

export type SignalUnit =
  | 'percent'
  | 'messages'
  | 'requests'
  | 'requests a second'
  | 'seconds'
  | 'units of work'
  | 'events a second'
  | 'a level';

/** Every kind but `custom`, in the order in which triggers, metrics and policies are emitted. */
export const SIGNAL_FACTS: { readonly [N in TypedSignal]: SignalFacts } = {
  cpu: {
    slug: 'cpu',
    counts: 'percent',
    wakes: false,
    holdsWork: false,
    inFlight: false,
    shared: false,
    selfMeasured: true,
  },
  memory: {
    slug: 'memory',
    counts: 'percent',
    wakes: false,
    holdsWork: false,
    inFlight: false,
    shared: false,
    selfMeasured: true,
  },
  kafkaLag: {
    slug: 'kafka-lag',
    counts: 'messages',
    wakes: true,
    holdsWork: true,
    inFlight: true,
    shared: true,
    selfMeasured: false,
  },
  queueBacklog: {
    slug: 'queue-backlog',
    counts: 'messages',
    wakes: true,
    holdsWork: true,
    inFlight: true,
    shared: true,
    selfMeasured: false,
  },
  requestQueue: {
    slug: 'request-queue',
    counts: 'requests',
    wakes: true,
    holdsWork: false,
    inFlight: false,
    shared: true,
    selfMeasured: true,
  },
  requests: {
    slug: 'requests',
    counts: 'requests a second',
    wakes: true,
    holdsWork: false,
    inFlight: false,
    shared: true,
    selfMeasured: true,
  },
  latency: {
    slug: 'latency',
    counts: 'seconds',
    wakes: false,
    holdsWork: false,
    inFlight: false,
    shared: false,
    selfMeasured: true,
  },
};

export const SIGNAL_NAMES = namesIn(SIGNAL_FACTS);

/** What is true of a custom signal, by what is declared of it. */
export function customFacts({ key, counts, total, own, inFlight }: CustomSignal): SignalFacts {
  const what = counts?.plain ?? 'level';
  return {
    slug: customSlug(key),
    counts: CUSTOM_UNITS[what],
    wakes: what !== 'level',
    holdsWork: what === 'work' && !own.plain,
    inFlight: inFlight.plain,
    shared: total.plain,
    selfMeasured: own.plain,
  };
}

const CUSTOM_UNITS = { work: 'units of work', rate: 'events a second', level: 'a level' } as const;

export function customName(key: string): CustomName {
  return `custom.${key}`;
}

export function isCustomName(name: string): name is CustomName {
  return name.startsWith('custom.');
}

/** As in names of triggers, policies and alarms. */
export function slugOf(name: SignalName): string {
  return isCustomName(name) ? customSlug(name.slice('custom.'.length)) : SIGNAL_FACTS[name].slug;
}

/** A prefix, so that no trigger, graph or policy of another signal has the name. */
function customSlug(key: string): string {
  return `custom-${key}`;
}

export function kindOf(name: SignalName): SignalKind {
  return isCustomName(name) ? 'custom' : name;
}

/** Whether a pool has the signal of a name. */
export function isDeclared(signals: Signals, name: SignalName): boolean {
  if (isCustomName(name)) return signals.custom?.some(({ key }) => customName(key) === name) === true;
  return signals[name] !== undefined;
}

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
  readonly queue: Queue;
  /** Messages waiting for each replica; may be derived from acceptable latency and work time. */
  readonly perReplica: Sourced<number>;
  /** Longest that a message may wait, where that was declared. */
  readonly acceptableLatency: Sourced<Seconds> | undefined;
  /** Count messages that are being worked on. */
  readonly inFlight: Sourced<boolean>;
  readonly activation: Sourced<number>;
}
