import type { EcsSeries } from './cloudwatch.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { Replicas, Seconds } from './units.ts';

/** What takes an ECS service from zero and back; Application Auto Scaling owns everything between 1 and max. */
export interface WatcherPlan {
  readonly at: Origin;
  /** Function and schedule, of the region. */
  readonly name: Sourced<string>;
  /** Roles are of the account, so the region is in their names. */
  readonly roleName: Sourced<string>;
  readonly scheduleRoleName: Sourced<string>;
  readonly service: Sourced<string>;
  readonly cluster: Sourced<string>;
  readonly serviceArn: Sourced<string>;
  readonly clusterArn: Sourced<string>;
  /** Tasks that it starts with. */
  readonly wakeCount: Sourced<Replicas>;
  /** Time without work after which the service sleeps. */
  readonly quiet: Sourced<Seconds>;
  readonly sources: readonly WatcherSource[];
  /** Queues are asked themselves: CloudWatch knows only active ones, and late (semantics 41b). */
  readonly queues: readonly WatcherQueue[];
  /** The schedule is off where the stage holds the replicas. */
  readonly enabled: Sourced<boolean>;
  /** The handler's configuration, as JSON. */
  readonly configuration: Sourced<string>;
}

export interface WatcherSource {
  readonly name: string;
  /** Added up. */
  readonly series: readonly EcsSeries[];
  readonly heartbeat: EcsSeries | undefined;
  /** Work is anything strictly above this, in the unit of the series. */
  readonly above: Sourced<number>;
  /** False for what only keeps the service awake. */
  readonly wakes: boolean;
  /** Each point counts what happened in its minute; otherwise only the newest says how things are. */
  readonly counts: boolean;
}

export interface WatcherQueue {
  readonly url: Sourced<string>;
  readonly arn: Sourced<string>;
  /** What CloudWatch shows of it, late, and only while something asks it: waiting and in flight, added up. */
  readonly series: readonly EcsSeries[];
  readonly above: Sourced<number>;
}
