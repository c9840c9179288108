import type { PoolPlan } from '../../model/plan.ts';
import type { KafkaLagSignal, Topics } from '../../model/signals.ts';

/** What leases make of a pool's bounds: a topic has one consumer, whatever its partitions (pipestream.md, "Kafka"). */
export interface LeasedPool {
  readonly signal: KafkaLagSignal;
  readonly leases: NonNullable<KafkaLagSignal['leases']>;
  /** undefined where nothing says how many topics the group has. */
  readonly topics: number | undefined;
  /** Replicas that run whatever the load, while the pool is awake. */
  readonly min: number;
  /** Replicas that the stage ever lets it have. */
  readonly max: number;
}

/** undefined for a pool without leases. */
export function leasedPool({ pool, hold, bounds }: PoolPlan): LeasedPool | undefined {
  const signal = pool.signals.kafkaLag;
  if (signal?.leases === undefined) return undefined;
  return {
    signal,
    leases: signal.leases,
    topics: topicCount(signal.topics),
    min: Math.max(1, (hold ?? bounds.min).plain),
    max: (hold ?? bounds.max).plain,
  };
}

/** How many topics were named or counted. */
export function topicCount(topics: Topics): number | undefined {
  switch (topics.kind) {
    case 'all':
      return undefined;
    case 'count':
      return topics.count.plain;
    case 'listed':
      return topics.names.length;
  }
}

/**
 * Replicas that take every topic, each as many as it may: ceil(topics / leases). More find nothing left (semantics 54).
 */
export function usefulReplicas(topics: number, leasesPerReplica: number): number {
  return Math.ceil(topics / leasesPerReplica);
}

/** `1 topic`, `20 topics`. */
export function counted(count: number, one: string): string {
  return `${String(count)} ${one}${count === 1 ? '' : 's'}`;
}
