import type { Severity } from './diagnostic.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { Bytes, MilliCpu, PerSecond, Percent, Seconds } from './units.ts';

/** The configuration of one environment with every overlay merged and every default given its reason. */
export interface System {
  readonly environment: string;
  readonly at: Origin;
  readonly name: Sourced<string>;
  readonly preset: Sourced<Preset> | undefined;
  readonly priority: Sourced<Priority>;
  readonly metrics: MetricsConfig;
  readonly kubernetes: KubernetesTarget | undefined;
  readonly ecs: EcsTarget | undefined;
  readonly kafka: Kafka | undefined;
  readonly hardware: readonly Hardware[];
  readonly pools: readonly Pool[];
  readonly lint: LintSettings;
  /** Files of the organisation's own policies, relative to the configuration. */
  readonly policies: readonly Sourced<string>[];
}

export interface LintSettings {
  readonly level: Sourced<'recommended' | 'strict'>;
  readonly rules: readonly LintRule[];
}

export interface LintRule {
  readonly id: string;
  readonly at: Origin;
  readonly severity: Sourced<'off' | Severity> | undefined;
  readonly options: readonly { readonly name: string; readonly value: Sourced<unknown> }[];
}

export type Preset = 'pipestream';
export type Priority = 'low-cost' | 'balanced' | 'low-latency';
/** The rungs of "start simple", lowest first. */
export type Stage = 'fixed' | 'observe' | 'cpu' | 'full';
export type PoolKind = 'always-on' | 'demand-driven' | 'scale-to-zero';
export type TargetName = 'kubernetes' | 'ecs';
export type MetricsRuntime = 'micrometer' | 'grpc-prometheus' | 'otel';
export type Provisioner = 'karpenter' | 'cluster-autoscaler' | 'gke';

/** What the running system emits about itself. */
export interface MetricsConfig {
  readonly runtime: Sourced<MetricsRuntime>;
  /** Whether `_bucket` series exist: Micrometer emits them only with percentile histograms on. */
  readonly histograms: Sourced<boolean>;
  readonly scrapeInterval: Sourced<Seconds>;
}

export interface KubernetesTarget {
  readonly at: Origin;
  /** `1.32` */
  readonly version: Sourced<string>;
  readonly namespace: Sourced<string>;
  /** `2.18` */
  readonly keda: Sourced<string>;
  readonly provisioner: Sourced<Provisioner>;
  readonly prometheus: Prometheus | undefined;
  readonly monitoring: Sourced<'prometheus-operator' | 'none'>;
  readonly gitops: GitOps | undefined;
}

export interface Prometheus {
  readonly at: Origin;
  readonly url: Sourced<string>;
  readonly auth: { readonly mode: Sourced<'bearer' | 'basic'>; readonly secret: Sourced<string> } | undefined;
  readonly unsafeSsl: Sourced<boolean>;
}

export interface GitOps {
  readonly at: Origin;
  readonly tool: Sourced<'argocd' | 'flux'>;
  readonly repoURL: Sourced<string>;
  readonly revision: Sourced<string>;
  /** Folder of `out/` in the repository. */
  readonly path: Sourced<string>;
  /** Where the Application or Kustomization itself lives: `argocd` or `flux-system`. */
  readonly namespace: Sourced<string>;
  readonly project: Sourced<string>;
  readonly destination: { readonly server: Sourced<string> } | { readonly name: Sourced<string> };
  readonly interval: Sourced<Seconds>;
}

export interface EcsTarget {
  readonly at: Origin;
  readonly region: Sourced<string>;
  readonly accountId: Sourced<string>;
  readonly cluster: Sourced<string>;
  readonly subnets: readonly Sourced<string>[];
  readonly securityGroups: readonly Sourced<string>[];
  readonly assignPublicIp: Sourced<boolean>;
  readonly executionRoleArn: Sourced<string>;
  readonly taskRoleArn: Sourced<string> | undefined;
  readonly containerInsights: Sourced<boolean>;
  /** SNS topic told of alarms that people should see. */
  readonly alarmTopicArn: Sourced<string> | undefined;
  readonly logRetentionDays: Sourced<number>;
  /** aws, aws-cn or aws-us-gov, from the region. */
  readonly partition: Sourced<string>;
}

export interface Kafka {
  readonly at: Origin;
  readonly bootstrapServers: Sourced<string>;
  readonly lagMetrics: Sourced<'kafka-exporter' | 'kminion' | 'burrow' | 'msk'>;
  /** Name of the MSK cluster, for lag in CloudWatch. */
  readonly mskCluster: Sourced<string> | undefined;
  /** The group's total lag where something publishes it to CloudWatch. */
  readonly cloudwatch: LagMetric | undefined;
  readonly auth: KafkaAuth | undefined;
}

export interface LagMetric {
  readonly namespace: Sourced<string>;
  readonly metric: Sourced<string>;
  /** Name of the dimension that holds the consumer group. */
  readonly groupDimension: Sourced<string>;
  readonly statistic: Sourced<string>;
}

export interface KafkaAuth {
  readonly at: Origin;
  readonly sasl: Sourced<'none' | 'plaintext' | 'scram_sha256' | 'scram_sha512' | 'aws_msk_iam'>;
  readonly tls: Sourced<boolean>;
  /** Kubernetes Secret with the keys `username` and `password` (and `ca`, `cert`, `key` for mutual TLS). */
  readonly secret: Sourced<string> | undefined;
  readonly awsRegion: Sourced<string> | undefined;
}

export interface Hardware {
  readonly key: string;
  readonly at: Origin;
  /** As the vendor names it: `NVIDIA-A10G`. */
  readonly gpu: Sourced<string>;
  readonly count: Sourced<number>;
  readonly instanceTypes: readonly Sourced<string>[];
  /** From no node to the first request served: node, image, model. */
  readonly coldStart: Sourced<Seconds>;
  readonly sharing: Sourced<'none' | 'time-slicing' | 'mig'>;
  /** `1g.5gb` */
  readonly migProfile: Sourced<string> | undefined;
  readonly memory: Sourced<Bytes> | undefined;
  /** Extra node labels to select on, as written. */
  readonly nodeSelector: readonly LabelPair[];
}

export interface LabelPair {
  readonly key: Sourced<string>;
  readonly value: Sourced<string>;
}

export interface Pool {
  readonly key: string;
  readonly at: Origin;
  /** What is emitted; the key may change without it. */
  readonly name: Sourced<string>;
  readonly kind: Sourced<PoolKind>;
  readonly stage: Sourced<Stage>;
  readonly priority: Sourced<Priority>;
  readonly targets: readonly Sourced<TargetName>[];
  readonly replicas: {
    readonly min: Sourced<number>;
    readonly max: Sourced<number>;
    /** N of the rung `fixed`. */
    readonly fixed: Sourced<number>;
  };
  /** At least one, in the order written; for an existing workload the one that its signals are measured on. */
  readonly containers: readonly Container[];
  readonly existing: ExistingWorkload | undefined;
  readonly hardware: Hardware | undefined;
  readonly signals: Signals;
  readonly idle: Sourced<Seconds>;
  /** Time from the decision to add a replica until it takes work. */
  readonly coldStart: Sourced<Seconds>;
  readonly wake: Wake | undefined;
  /** How long callers keep trying before work is lost. */
  readonly retryBudget: Sourced<Seconds> | undefined;
  readonly schedule: Schedule | undefined;
  readonly scaleUp: ScalingDirection;
  readonly scaleDown: ScalingDirection;
  readonly capacity: Capacity;
  readonly longestWork: Sourced<Seconds> | undefined;
  readonly gracePeriod: Sourced<Seconds>;
  readonly headlessService: Sourced<boolean>;
  readonly disruption: { readonly maxUnavailable: Sourced<number | string> } | { readonly minAvailable: Sourced<number | string> };
  readonly labels: readonly LabelPair[];
  readonly taskRoleArn: Sourced<string> | undefined;
  readonly fallbackReplicas: Sourced<number> | undefined;
}

export interface Container {
  readonly name: Sourced<string>;
  readonly at: Origin;
  readonly image: Image;
  readonly cpu: RequestLimit<MilliCpu> | undefined;
  readonly memory: RequestLimit<Bytes> | undefined;
  readonly ports: readonly Port[];
  readonly environment: readonly LabelPair[];
  readonly secrets: readonly SecretReference[];
  readonly command: readonly Sourced<string>[] | undefined;
  readonly args: readonly Sourced<string>[] | undefined;
  readonly user: Sourced<number> | undefined;
  readonly readOnlyRootFilesystem: Sourced<boolean>;
  readonly probes: { readonly startup?: Probe; readonly readiness?: Probe; readonly liveness?: Probe };
  /** Scraped at this port and path; absent where nothing is to be scraped. */
  readonly metrics: { readonly port: Sourced<string>; readonly path: Sourced<string> } | undefined;
}

export type Image =
  | { readonly kind: 'pinned'; readonly reference: Sourced<string> }
  /** Left to a Kustomize overlay or a stack parameter; `name` is what stands in for it. */
  | { readonly kind: 'parameter'; readonly name: Sourced<string> };

export interface RequestLimit<T> {
  readonly request: Sourced<T>;
  readonly limit: Sourced<T> | undefined;
}

export interface Port {
  readonly name: Sourced<string>;
  readonly number: Sourced<number>;
}

export interface SecretReference {
  readonly variable: Sourced<string>;
  /** Kubernetes Secret name and key. */
  readonly kubernetes: { readonly name: Sourced<string>; readonly key: Sourced<string> } | undefined;
  /** ARN in Secrets Manager or Parameter Store. */
  readonly arn: Sourced<string> | undefined;
}

export interface Probe {
  readonly at: Origin;
  readonly check:
    | { readonly kind: 'http'; readonly path: Sourced<string>; readonly port: Sourced<string> }
    | { readonly kind: 'grpc'; readonly port: Sourced<string> }
    | { readonly kind: 'tcp'; readonly port: Sourced<string> }
    | { readonly kind: 'command'; readonly command: readonly Sourced<string>[] };
  readonly period: Sourced<Seconds>;
  readonly timeout: Sourced<Seconds>;
  readonly failures: Sourced<number>;
}

export interface ExistingWorkload {
  readonly at: Origin;
  readonly kind: Sourced<'Deployment' | 'StatefulSet'>;
  readonly name: Sourced<string>;
}

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
export const SIGNAL_NAMES = ['cpu', 'memory', 'kafkaLag', 'queueBacklog', 'requestQueue', 'requests', 'latency'] as const satisfies readonly SignalName[];

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
  readonly leases: { readonly at: Origin; readonly perReplica: Sourced<number>; readonly handBack: Sourced<boolean> } | undefined;
  readonly growth: { readonly at: Origin; readonly over: Sourced<Seconds>; readonly perReplica: Sourced<PerSecond> } | undefined;
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

/** Where a number is read, for each platform. */
export interface MetricSource {
  readonly at: Origin;
  readonly prometheus: PrometheusSource | undefined;
  readonly cloudwatch: CloudWatchSource | undefined;
}

/** `query` is taken as it is; of the others the compiler makes a query that is safe for its kind (semantics 26). */
export type PrometheusSource =
  | { readonly kind: 'query'; readonly query: Sourced<string> }
  | { readonly kind: 'gauge'; readonly series: Sourced<string> }
  | { readonly kind: 'counter'; readonly series: Sourced<string>; readonly job: Sourced<string> }
  | { readonly kind: 'histogram'; readonly series: Sourced<string> };

export interface CloudWatchSource extends CloudWatchMetric {
  readonly at: Origin;
  /** A metric of the same source that is always there; beside a sparse one it tells idle from unknown. */
  readonly heartbeat: CloudWatchMetric | undefined;
}

export interface CloudWatchMetric {
  readonly namespace: Sourced<string>;
  readonly metric: Sourced<string>;
  readonly dimensions: readonly LabelPair[];
  readonly statistic: Sourced<string>;
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

export interface Schedule {
  readonly at: Origin;
  readonly timezone: Sourced<string>;
  readonly windows: readonly ScheduleWindow[];
}

export interface ScheduleWindow {
  readonly at: Origin;
  /** `06:00` */
  readonly from: Sourced<string>;
  readonly to: Sourced<string>;
  /** Sunday is 0; empty means every day. */
  readonly days: readonly Sourced<Weekday>[];
  readonly min: Sourced<number>;
}
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** How fast a pool moves one way. */
export interface ScalingDirection {
  readonly stabilizationWindow: Sourced<Seconds>;
  readonly percent: Sourced<Percent> | undefined;
  readonly replicas: Sourced<number> | undefined;
  readonly every: Sourced<Seconds>;
  readonly select: Sourced<'max' | 'min'>;
  readonly tolerance: Sourced<Percent> | undefined;
  /** ECS: pause after a step. */
  readonly cooldown: Sourced<Seconds>;
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
  readonly base: Sourced<number>;
  readonly weight: Sourced<number>;
}
