import type { Container } from './container.ts';
import type { Hardware } from './hardware.ts';
import type { LabelPair } from './label-pair.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { WorkloadManifest } from './manifest.ts';
import type { MetricSource } from './metric-source.ts';
import type { PodSettings, RolloutSettings } from './pod.ts';
import type { ScalingDirection, Schedule } from './scaling.ts';
import type { SignalName, Signals } from './signals.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { TargetName } from './targets.ts';
import type { Percent, Replicas, Seconds } from './units.ts';
import type { WorkTime } from './work.ts';

export type Priority = 'low-cost' | 'balanced' | 'low-latency';

/** The stages of "start simple", lowest first. */
export type Stage = 'fixed' | 'observe' | 'cpu' | 'full';

export type PoolKind = 'always-on' | 'demand-driven' | 'scale-to-zero';

export interface Pool extends PodSettings {
  readonly key: string;
  readonly at: Origin;
  /** What is emitted; the key may change without it. */
  readonly name: Sourced<string>;
  readonly kind: Sourced<PoolKind>;
  readonly stage: Sourced<Stage>;
  readonly priority: Sourced<Priority>;
  readonly targets: readonly Sourced<TargetName>[];
  readonly replicas: {
    readonly min: Sourced<Replicas>;
    readonly max: Sourced<Replicas>;
    /** N of the stage `fixed`. */
    readonly fixed: Sourced<Replicas>;
  };
  /**
   * At least one, in the order written; for an existing workload the one that its signals are measured on, and then the
   * others of its manifest.
   */
  readonly containers: readonly Container[];
  readonly existing: ExistingWorkload | undefined;
  readonly hardware: Hardware | undefined;
  readonly signals: Signals;
  readonly idle: Sourced<Seconds>;
  /** How often KEDA asks, where it is written. */
  readonly pollingInterval: Sourced<Seconds> | undefined;
  /** Time from the decision to add a replica until it takes work. */
  readonly coldStart: Sourced<Seconds>;
  readonly wake: Wake | undefined;
  /** How long callers keep trying before work is lost. */
  readonly retryBudget: Sourced<Seconds> | undefined;
  readonly schedule: Schedule | undefined;
  readonly scaleUp: ScalingDirection;
  readonly scaleDown: ScalingDirection;
  readonly capacity: Capacity;
  /** Everything that the pool says of how long its work takes. */
  readonly workTimes: readonly WorkTime[];
  /** The longest of them, which everything that waits for work reads. */
  readonly longestWork: Sourced<Seconds> | undefined;
  readonly gracePeriod: Sourced<Seconds>;
  /** What a rollout does first: start a replica, which takes room, or stop one, which costs its cold start. */
  readonly rolloutFirst: Sourced<'start' | 'stop'>;
  readonly rollout: RolloutSettings;
  /** Of the tasks that are wanted on ECS, as they were written. */
  readonly deploymentPercent: {
    readonly minimumHealthy: Sourced<Percent> | undefined;
    readonly maximum: Sourced<Percent> | undefined;
  };
  readonly headlessService: Sourced<boolean>;
  readonly disruption:
    | { readonly maxUnavailable: Sourced<Replicas | string> }
    | { readonly minAvailable: Sourced<Replicas | string> };
  /** In the order written; most pools have one or none. */
  readonly loadBalancers: readonly LoadBalancer[];
  /** Names under which clients in the namespace call its ports, where they are not the usual ones. */
  readonly serviceConnect: readonly ServiceConnectAlias[];
  /** Undefined where tasks are not registered in Cloud Map. */
  readonly serviceRegistry: ServiceRegistry | undefined;
  /** Of the nodes and the image, as Kubernetes names it; undefined where the platform chooses. */
  readonly architecture: Sourced<'amd64' | 'arm64'> | undefined;
  /** A shell can be opened in its tasks on ECS. */
  readonly executeCommand: Sourced<boolean>;
  readonly labels: readonly LabelPair[];
  readonly taskRoleArn: Sourced<string> | undefined;
  readonly fallbackReplicas: Sourced<Replicas> | undefined;
  /** Failures in a row of a metric after which the fallback counts. */
  readonly fallbackFailures: Sourced<number> | undefined;
}

/** `catalogue:80` for the port `http`. */
export interface ServiceConnectAlias {
  /** Name of the container port. */
  readonly port: Sourced<string>;
  readonly name: Sourced<string>;
  readonly number: Sourced<number>;
}

/** A service of AWS Cloud Map that exists. */
export interface ServiceRegistry {
  readonly at: Origin;
  readonly arn: Sourced<string>;
  /** Name of the container port that its SRV records say; undefined for A records. */
  readonly port: Sourced<string> | undefined;
}

export interface ExistingWorkload {
  readonly at: Origin;
  readonly apiVersion: Sourced<string>;
  /** Deployment, StatefulSet, or any other kind with a scale subresource. */
  readonly kind: Sourced<string>;
  readonly name: Sourced<string>;
  /** What a rendered manifest says of it; undefined where none is named, and nothing more is known. */
  readonly manifest: WorkloadManifest | undefined;
}

export interface Wake {
  readonly at: Origin;
  /** A declared signal that wakes, or a source of its own. */
  readonly signal: Sourced<SignalName> | undefined;
  readonly source: MetricSource | undefined;
  readonly activation: Sourced<number>;
  /** An interceptor in front of the pool holds requests while it starts. */
  readonly holdsRequests: Sourced<boolean>;
}

/** What ECS tasks run on. */
export interface Capacity {
  readonly at: Origin | undefined;
  readonly providers: readonly CapacityProvider[];
}

export interface CapacityProvider {
  readonly kind: 'fargate' | 'fargateSpot' | 'managedInstances' | 'ec2';
  /** FARGATE, FARGATE_SPOT, or the provider's own name. */
  readonly name: Sourced<string>;
  /** Tasks that are placed on it before weights count. */
  readonly base: Sourced<Replicas>;
  readonly weight: Sourced<number>;
}
