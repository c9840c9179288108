import type { EcsSeries } from './ecs-plan.ts';
import type { Sourced } from './sourced.ts';
import type { Seconds } from './units.ts';

/** What takes an ECS service from zero and back; Application Auto Scaling owns everything between 1 and max. */
export interface WatcherPlan {
  /** Name of the function, its role and its schedule: `<service>-scaler`. */
  readonly name: Sourced<string>;
  readonly service: Sourced<string>;
  readonly cluster: Sourced<string>;
  readonly serviceArn: Sourced<string>;
  /** Tasks that it starts with. */
  readonly wakeCount: Sourced<number>;
  /** Work is anything strictly above this. */
  readonly activation: Sourced<number>;
  /** Time without work after which the service sleeps: idle + cold start, in whole minutes. */
  readonly window: Sourced<Seconds>;
  /** Each alone is work. */
  readonly work: readonly EcsSeries[];
  readonly heartbeat: EcsSeries | undefined;
  /** A queue is asked itself: CloudWatch knows only active queues, and late (semantics 41b). */
  readonly queue: { readonly url: Sourced<string>; readonly arn: Sourced<string>; readonly inFlight: Sourced<boolean> } | undefined;
  /** The schedule is off where the rung holds the replicas. */
  readonly enabled: Sourced<boolean>;
}
