import type { AlertName } from './alert-pages.ts';
import type { EcsSeries } from './cloudwatch.ts';
import type { Capabilities } from './container.ts';
import type { CountOwner } from './count-owner.ts';
import type { BalancedPort } from './load-balancer.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { LabelPair } from './label-pair.ts';
import type { SignalName } from './signals.ts';
import type { Replicas, Seconds } from './units.ts';
import type { WatcherPlan } from './watcher-plan.ts';

/** What is decided about a pool on ECS. The target only lays it out. */
export interface EcsPool {
  readonly at: Origin;
  readonly cluster: Sourced<string>;
  readonly serviceName: Sourced<string>;
  /** `service/<cluster>/<service>`, as Application Auto Scaling names it. */
  readonly resourceId: Sourced<string>;
  readonly owner: CountOwner;
  /** Absent for a workload that another team owns. */
  readonly service: EcsService | undefined;
  /** Absent where the count is held by hand: the stage `fixed`, or nothing to scale by. */
  readonly scaling: EcsScaling | undefined;
  /** Alarms for people, from the stage `observe` on. */
  readonly alarms: readonly EcsAlarm[];
  /** Alarms on a service that does not wake or return, whose times are those of its proof. */
  readonly watch: readonly EcsWatchAlarm[];
  readonly widgets: readonly EcsWidget[];
  readonly watcher: WatcherPlan | undefined;
  readonly tags: readonly LabelPair[];
}

/** Where tasks run; a strategy never mixes them. */
export type EcsCompute = 'FARGATE' | 'MANAGED_INSTANCES' | 'EC2';

export interface EcsService {
  readonly compute: EcsCompute;
  readonly task: EcsTask;
  /** What `create` states, since the API requires it. */
  readonly createCount: Sourced<Replicas>;
  /** What `update` and the stack state: only where nothing else sets the count. */
  readonly heldCount: Sourced<Replicas> | undefined;
  readonly strategy: readonly {
    readonly provider: Sourced<string>;
    readonly weight: Sourced<number>;
    readonly base: Sourced<Replicas> | undefined;
  }[];
  readonly subnets: readonly Sourced<string>[];
  readonly securityGroups: readonly Sourced<string>[];
  readonly assignPublicIp: Sourced<'ENABLED' | 'DISABLED'>;
  readonly minimumHealthyPercent: Sourced<number>;
  readonly maximumPercent: Sourced<number>;
  /** Whether ECS may stop tasks to even out the zones. */
  readonly zoneRebalancing: Sourced<'ENABLED' | 'DISABLED'>;
  /** Empty where no load balancer sends it requests. */
  readonly routes: readonly EcsRoute[];
  /** Time for which ECS leaves a new task alone, whatever health checks say; undefined without a load balancer. */
  readonly healthCheckGrace: Sourced<Seconds> | undefined;
  /** Undefined where services do not call each other by name. */
  readonly connect: EcsServiceConnect | undefined;
  /** Undefined where tasks are not registered in Cloud Map. */
  readonly registry: EcsServiceRegistry | undefined;
  readonly executeCommand: Sourced<boolean>;
  /** The stack keeps the service when it is taken out of the template (semantics 67). */
  readonly retained: boolean;
}

/** From a load balancer to a port of the service. */
export interface EcsRoute {
  /** Which of the load balancers of the pool it comes from. */
  readonly place: number;
  readonly container: Sourced<string>;
  readonly port: Sourced<number>;
  /** With words for its id where the group is made. */
  readonly groupArn: Sourced<string>;
  readonly made: EcsMadeGroup | undefined;
}

/** A target group with the rule of a listener that leads to it. */
export interface EcsMadeGroup {
  /** `-2` for the second of a pool, behind the names of its files; empty for the first. */
  readonly suffix: string;
  readonly name: Sourced<string>;
  /** `targetgroup/name/id`; both with words for the id that AWS gives it. */
  readonly fullName: Sourced<string>;
  readonly arn: Sourced<string>;
  readonly vpc: Sourced<string>;
  readonly port: Sourced<number>;
  readonly protocolVersion: Sourced<'HTTP1' | 'HTTP2' | 'GRPC'>;
  readonly check: {
    readonly path: Sourced<string>;
    readonly port: Sourced<string>;
    readonly interval: Sourced<Seconds>;
    readonly timeout: Sourced<Seconds>;
    readonly failures: Sourced<number>;
    readonly successes: Sourced<number>;
    readonly httpCodes: Sourced<string> | undefined;
    readonly grpcCodes: Sourced<string> | undefined;
  };
  /** Seconds, as an attribute has them. */
  readonly deregistrationDelay: Sourced<string>;
  readonly listener: Sourced<string>;
  readonly priority: Sourced<number>;
  /** All of them must hold. */
  readonly conditions: readonly {
    readonly field: Sourced<'host-header' | 'path-pattern'>;
    readonly hosts: readonly Sourced<string>[];
    readonly paths: readonly Sourced<string>[];
  }[];
}

/** How a service is called by others of its namespace, and may call them. */
export interface EcsServiceConnect {
  readonly namespace: Sourced<string>;
  readonly services: readonly {
    readonly port: Sourced<string>;
    /** Unique in the namespace. */
    readonly discoveryName: Sourced<string>;
    readonly alias: Sourced<string>;
    readonly number: Sourced<number>;
  }[];
}

/** A service of Cloud Map in which the tasks are registered. */
export interface EcsServiceRegistry {
  readonly arn: Sourced<string>;
  /** What its SRV records say; undefined for A records. */
  readonly target: BalancedPort | undefined;
}

export interface EcsTask {
  readonly family: Sourced<string>;
  /** CPU units, 1024 a vCPU. */
  readonly cpu: Sourced<string>;
  /** MiB */
  readonly memory: Sourced<string>;
  /**
   * CPU units and MiB that the containers ask for together; more than the size only where Fargate sells none so large.
   */
  readonly needed: { readonly cpu: Sourced<number>; readonly memory: Sourced<number> };
  readonly compatibility: Sourced<EcsCompute>;
  readonly executionRoleArn: Sourced<string>;
  readonly taskRoleArn: Sourced<string> | undefined;
  /** Undefined where ECS takes x86. */
  readonly architecture: Sourced<'X86_64' | 'ARM64'> | undefined;
  readonly logGroup: Sourced<string>;
  readonly logRetentionDays: Sourced<number>;
  /** Those that serve, and behind them those that run to their end first. */
  readonly containers: readonly EcsContainer[];
  /** Shared by its containers. */
  readonly volumes: readonly EcsVolume[];
  /** GiB, where it is more than Fargate gives anyway. */
  readonly ephemeralStorage: Sourced<number> | undefined;
  /** Cluster query language. */
  readonly placement: readonly Sourced<string>[];
}

export interface EcsContainer {
  readonly name: Sourced<string>;
  readonly image: Sourced<string>;
  /** The image is a stack parameter. */
  readonly imageParameter: boolean;
  /** The task ends with it; not so with one that runs to its end before the others. */
  readonly essential: boolean;
  /** Where it is restarted beside the others: seconds that it must have run for. */
  readonly restartPeriod: Sourced<Seconds> | undefined;
  /** What it waits for before it starts; each of these stops after it. */
  readonly dependsOn: readonly EcsDependency[];
  /** ARN of the secret that the image is pulled with. */
  readonly pullSecret: Sourced<string> | undefined;
  readonly mounts: readonly EcsMount[];
  /** Undefined for what the container runtime has by default. */
  readonly linux: EcsLinuxParameters | undefined;
  readonly cpu: Sourced<number> | undefined;
  readonly memory: Sourced<number> | undefined;
  readonly memoryReservation: Sourced<number> | undefined;
  readonly gpus: Sourced<string> | undefined;
  readonly ports: readonly {
    readonly name: Sourced<string>;
    readonly number: Sourced<number>;
    /** What Service Connect counts; undefined without it. */
    readonly protocol: Sourced<'http' | 'grpc'> | undefined;
  }[];
  readonly environment: readonly LabelPair[];
  /** ARNs of files in S3 whose lines become variables. */
  readonly environmentFiles: readonly Sourced<string>[];
  readonly secrets: readonly { readonly variable: Sourced<string>; readonly arn: Sourced<string> }[];
  readonly entryPoint: readonly Sourced<string>[] | undefined;
  readonly command: readonly Sourced<string>[] | undefined;
  readonly user: Sourced<string> | undefined;
  readonly readOnlyRootFilesystem: Sourced<boolean>;
  readonly stopTimeout: Sourced<Seconds>;
  readonly health: EcsHealthCheck | undefined;
  readonly logGroup: Sourced<string>;
  readonly region: Sourced<string>;
}

export interface EcsLinuxParameters {
  /** Undefined for those of the container runtime. */
  readonly capabilities: Capabilities | undefined;
  /** Undefined where it has no directory in memory of its own. */
  readonly memory: EcsMemoryDirectories | undefined;
}

export interface EcsMemoryDirectories {
  /** MiB of /dev/shm. */
  readonly shared: Sourced<number> | undefined;
  readonly tmpfs: readonly {
    readonly path: Sourced<string>;
    /** MiB. */
    readonly size: Sourced<number>;
    readonly option: Sourced<string>;
  }[];
}

export interface EcsDependency {
  readonly container: Sourced<string>;
  /** It has ended well, or it runs. */
  readonly condition: Sourced<'SUCCESS' | 'START'>;
}

export interface EcsVolume {
  readonly name: Sourced<string>;
  /** Undefined for a directory on the disk of the task. */
  readonly efs: EcsFileSystem | undefined;
}

export interface EcsFileSystem {
  readonly fileSystem: Sourced<string>;
  readonly rootDirectory: Sourced<string> | undefined;
  readonly transitEncryption: Sourced<'ENABLED'>;
  /** Undefined where neither an access point nor the task role is used. */
  readonly authorization: EcsFileSystemAuthorization | undefined;
}

export interface EcsFileSystemAuthorization {
  readonly accessPoint: Sourced<string> | undefined;
  readonly iam: Sourced<'ENABLED' | 'DISABLED'> | undefined;
}

export interface EcsMount {
  readonly volume: Sourced<string>;
  readonly path: Sourced<string>;
  readonly readOnly: Sourced<boolean>;
}

export interface EcsHealthCheck {
  readonly command: readonly Sourced<string>[];
  readonly interval: Sourced<Seconds>;
  readonly timeout: Sourced<Seconds>;
  readonly retries: Sourced<number>;
  readonly startPeriod: Sourced<Seconds>;
}

export interface EcsScaling {
  readonly min: Sourced<Replicas>;
  readonly max: Sourced<Replicas>;
  /** All three kinds of scaling on the stage `observe`; one direction of the policies where the pool says so. */
  readonly suspended: EcsSuspended;
  readonly policies: readonly EcsPolicy[];
  readonly schedules: readonly EcsSchedule[];
}

/** SuspendedState of a scalable target. */
export interface EcsSuspended {
  readonly in: Sourced<boolean>;
  readonly out: Sourced<boolean>;
  readonly scheduled: Sourced<boolean>;
}

export type EcsPolicy = EcsTrackingPolicy | EcsStepPolicy;

export interface EcsTrackingPolicy {
  readonly kind: 'tracking';
  /** Its file, and the end of its name. */
  readonly key: string;
  readonly name: Sourced<string>;
  readonly target: Sourced<number>;
  readonly predefined: Sourced<EcsPredefinedMetric> | undefined;
  /** Load balancer and target group, of the metric that needs them. */
  readonly resourceLabel: Sourced<string> | undefined;
  /** Metric math where there is no predefined metric; empty otherwise. */
  readonly queries: readonly EcsQuery[];
  readonly scaleInCooldown: Sourced<Seconds>;
  readonly scaleOutCooldown: Sourced<Seconds>;
  readonly disableScaleIn: Sourced<boolean>;
}

/** What Application Auto Scaling measures by itself. */
export type EcsPredefinedMetric =
  | 'ECSServiceAverageCPUUtilization'
  | 'ECSServiceAverageMemoryUtilization'
  | 'ALBRequestCountPerTarget';

export interface EcsStepPolicy {
  readonly kind: 'step';
  readonly key: string;
  readonly name: Sourced<string>;
  readonly cooldown: Sourced<Seconds>;
  /** At least so many tasks. */
  readonly minimum: Sourced<Replicas>;
  readonly steps: readonly {
    readonly lower: Sourced<number>;
    readonly upper: Sourced<number> | undefined;
    readonly percent: Sourced<number>;
  }[];
  /** What sets it off. */
  readonly alarm: EcsAlarm;
}

export interface EcsAlarm {
  readonly key: string;
  readonly name: Sourced<string>;
  readonly description: Sourced<string>;
  readonly queries: readonly EcsQuery[];
  readonly threshold: Sourced<number>;
  readonly comparison: Sourced<'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold'>;
  /** Minutes in a row. */
  readonly periods: Sourced<number>;
  readonly missing: Sourced<'notBreaching' | 'breaching'>;
  /** Topics that are told. */
  readonly notify: readonly Sourced<string>[];
  /** What people do about it; absent where only a policy is told. */
  readonly page?: AlertName;
}

/** An alarm but for its time. */
export interface EcsWatchAlarm extends Omit<EcsAlarm, 'description' | 'periods'> {
  readonly watches: { readonly what: 'wake'; readonly from: SignalName | 'wake' } | { readonly what: 'return' };
}

/** One line of a metric query; only the last one returns data. */
export interface EcsQuery {
  readonly id: string;
  readonly series: EcsSeries | undefined;
  readonly expression: Sourced<string> | undefined;
  readonly label: Sourced<string>;
  readonly returnData: boolean;
}

export interface EcsSchedule {
  readonly key: string;
  readonly name: Sourced<string>;
  /** `cron(0 6 ? * MON-FRI *)` */
  readonly cron: Sourced<string>;
  readonly timezone: Sourced<string>;
  readonly min: Sourced<Replicas>;
  /** Stated where nothing else takes the tasks away again when the minimum falls (semantics 44a). */
  readonly max: Sourced<Replicas> | undefined;
}

/** A graph of the dashboard. */
export interface EcsWidget {
  readonly title: Sourced<string>;
  readonly of: SignalName | 'tasks';
  readonly queries: readonly EcsQuery[];
  readonly line: Sourced<number>;
}
