import type { Probe } from './container.ts';
import type { Origin, Path, Sourced } from './sourced.ts';
import type { Seconds } from './units.ts';

/** How requests come to a pool on ECS. */
export interface LoadBalancer {
  readonly at: Origin;
  /** Below the pool: `loadBalancer`, and its place where a list was written. */
  readonly path: Path;
  /** Port that takes them; undefined where no container has one. */
  readonly port: Sourced<string> | undefined;
  readonly group: TargetGroup;
  /** Time for which ECS leaves a new task alone, whatever health checks say. */
  readonly gracePeriod: Sourced<Seconds>;
  /** Whether `requests` follows what it counts; undefined where nothing was written. */
  readonly countsRequests: Sourced<boolean> | undefined;
}

export type TargetGroup = ExistingGroup | MadeGroup;

/** Somebody else's. */
export interface ExistingGroup {
  readonly kind: 'existing';
  readonly arn: Sourced<string>;
  /** Of the load balancer: `app/name/id`; undefined where nothing says which one it is. */
  readonly balancer: Sourced<string> | undefined;
}

/** Made with a rule of a listener that exists. */
export interface MadeGroup {
  readonly kind: 'made';
  readonly listener: Sourced<string>;
  /** `app/name/id`, as the ARN of the listener has it. */
  readonly balancer: Sourced<string>;
  readonly priority: Sourced<number>;
  readonly hosts: readonly Sourced<string>[];
  readonly paths: readonly Sourced<string>[];
  readonly protocol: Sourced<'http' | 'http2' | 'grpc'>;
  readonly healthCheck: {
    /** The probe of the container that it asks too; undefined where it asks something else. */
    readonly probe: Probe | undefined;
    readonly path: Sourced<string>;
    /** Name of the port that is asked; undefined for the one that takes the requests. */
    readonly port: Sourced<string> | undefined;
    /** HTTP or gRPC status codes that mean well. */
    readonly codes: Sourced<string>;
    readonly period: Sourced<Seconds>;
    readonly timeout: Sourced<Seconds>;
    readonly failures: Sourced<number>;
    readonly successes: Sourced<number>;
  };
  /** Time in which requests that a task has already may end, before it is stopped. */
  readonly deregistrationDelay: Sourced<Seconds>;
}

/** The number of a container port, and whose it is; undefined where no container has it. */
export interface BalancedPort {
  readonly container: Sourced<string>;
  readonly number: Sourced<number>;
}
