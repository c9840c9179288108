import type { AlertName } from './alert-pages.ts';
import type { CountOwner } from './count-owner.ts';
import type { LabelPair } from './label-pair.ts';
import type { Patch } from './patch.ts';
import type { AdapterMetric } from './custom-signals.ts';
import type { ScalerType } from './keda-scalers.ts';
import type { CustomName, SignalName } from './signals.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { AuthenticationKind, PodIdentity, SecretParameter } from './trigger-authentication.ts';
import type { Replicas, Seconds } from './units.ts';

/** What is decided about a pool on Kubernetes. */
export interface KubernetesPool {
  readonly owner: CountOwner;
  readonly autoscaler: Autoscaler;
  readonly behavior: Behavior;
  /** Undefined where somebody else deploys. */
  readonly rollout: KubernetesRollout | undefined;
  readonly placement: Placement;
  /** Whether the kubelet can sleep in a hook by itself; a command of the image does otherwise. */
  readonly nativeSleep: boolean;
  /** Those whose object is emitted; the others are losses. */
  readonly patches: readonly Patch[];
  /** Empty on the stage `fixed`, without an autoscaler, and where nothing evaluates rules. */
  readonly alerts: readonly Alert[];
  /** Whether it wakes and returns, for rules whose times are those of its proof; undefined where nothing watches. */
  readonly watch: Watch | undefined;
  /** What the dashboard shows of the pool; empty on the stage `fixed` and where nothing scrapes. */
  readonly panels: readonly Panel[];
}

/** `strategy` of the Deployment. */
export interface KubernetesRollout {
  readonly first: Sourced<'start' | 'stop'>;
  readonly strategy: Sourced<'RollingUpdate' | 'Recreate'>;
  /** Replicas beside those that are wanted: a count, or `25%` of them. */
  readonly maxSurge: Sourced<Replicas | string>;
  /** Replicas that may be away, likewise. */
  readonly maxUnavailable: Sourced<Replicas | string>;
}

/** Which nodes the pods may run on, of the hardware and of the pool's own scheduling together. */
export interface Placement {
  readonly nodeSelector: readonly LabelPair[];
  /** Required by a node affinity; empty for any. */
  readonly instanceTypes: readonly Sourced<string>[];
}

/** A rule that tells people what an autoscaler cannot fix; its severity is that of its page. */
export interface Alert {
  readonly name: AlertName;
  /** PromQL; it holds while it returns anything. */
  readonly expression: Sourced<string>;
  /** How long it must hold: `15m`. */
  readonly for: Sourced<string>;
  readonly summary: Sourced<string>;
  readonly description: string;
  /** Key of the pool's panel that shows what it is about. */
  readonly panel: string;
}

/** PromQL that holds while a pool at zero should be elsewhere; undefined where nothing shows it. */
export interface Watch {
  /** Work that wakes it is there, and no replica takes it. */
  readonly asleepWithWork: Sourced<string> | undefined;
  /** Everything that keeps it awake says that there is no work, and a replica runs. */
  readonly awakeWithoutWork: Sourced<string> | undefined;
}

/** One graph of the dashboard. */
export interface Panel {
  /** Unique in its pool; ids are made of it. */
  readonly key: string;
  readonly title: Sourced<string>;
  readonly shows: 'lines' | 'at-max' | 'changes';
  /** What somebody must know to read it right. */
  readonly note?: string;
  /** Unit as Grafana calls it. */
  readonly unit: PanelUnit;
  readonly queries: readonly { readonly legend: string; readonly expression: Sourced<string> }[];
  /** Value that is drawn as a line: the declared threshold. */
  readonly threshold: Sourced<number> | undefined;
}
export type PanelUnit = 'short' | 'percent' | 's' | 'reqps' | 'cps' | 'mbytes';

/** One autoscaler a workload; its kind follows from the declared signals and never from the stage. */
export type Autoscaler =
  /** No signals at all: the one case in which the Deployment has `spec.replicas`. */
  | { readonly kind: 'none'; readonly replicas: Sourced<Replicas> }
  | {
      readonly kind: 'hpa';
      readonly min: Sourced<Replicas>;
      readonly max: Sourced<Replicas>;
      readonly metrics: readonly ResourceMetric[];
      /** Metrics that an adapter serves. */
      readonly adapted: readonly AdaptedMetric[];
    }
  | ScaledObjectDecision;

export interface ScaledObjectDecision {
  readonly kind: 'scaled-object';
  readonly min: Sourced<Replicas>;
  readonly max: Sourced<Replicas>;
  /** Replicas that `paused-replicas` holds, on the stage `fixed`. */
  readonly paused: Sourced<Replicas> | undefined;
  readonly pollingInterval: Sourced<Seconds>;
  readonly cooldownPeriod: Sourced<Seconds>;
  /** Whether both are stated: the webhook of KEDA 2.20 warns of them where a pool is never at zero. */
  readonly statesTimes: boolean;
  readonly fallback: FallbackDecision | undefined;
  readonly triggers: readonly Trigger[];
  readonly authentications: readonly Authentication[];
}

/** What KEDA reports while a metric cannot be read: `replicas` times the threshold. */
export interface FallbackDecision {
  /** Failures in a row after which it counts. */
  readonly failureThreshold: Sourced<number>;
  readonly replicas: Sourced<Replicas>;
  /**
   * `currentReplicasIfHigher` takes no replica away; undefined where KEDA does not have it, which is then `static`: an
   * outage takes a busy pool down to `replicas` (keda, `pkg/fallback/fallback.go`).
   */
  readonly behavior: Sourced<'currentReplicasIfHigher'> | undefined;
}

export interface ResourceMetric {
  readonly at: Origin;
  readonly resource: 'cpu' | 'memory';
  readonly utilization: Sourced<number>;
  /** Always named: an injected sidecar without a request makes the sum of the pod undefined (semantics 3). */
  readonly container: Sourced<string>;
}

export interface AdaptedMetric extends AdapterMetric {
  readonly at: Origin;
  readonly for: CustomName;
}

/**
 * What a trigger is there for: a signal, how fast a lag grows, a wake source of its own, or a window of the schedule.
 */
export type TriggerPurpose = SignalName | 'growth' | 'wake' | 'schedule';

/** Metadata of a trigger in the order in which it is printed; KEDA takes text only. */
type Metadata<Key extends string> = { readonly [K in Key]?: Sourced<string> | undefined };
/** A trigger that is written may have more of it. */
type Open<M> = M & WrittenMetadata;
export type WrittenMetadata = Readonly<Record<string, Sourced<string> | undefined>>;

/** Scalers of KEDA that are used here: their types, and what each takes. */
export interface Scalers {
  readonly resource: { readonly type: 'cpu' | 'memory'; readonly metadata: Metadata<'value' | 'containerName'> };
  readonly kafka: { readonly type: 'kafka' | 'apache-kafka'; readonly metadata: Open<KafkaMetadata> };
  readonly sqs: {
    readonly type: 'aws-sqs-queue';
    readonly metadata: Metadata<'queueURL' | 'queueLength' | 'awsRegion' | 'scaleOnInFlight' | 'activationQueueLength'>;
  };
  readonly rabbitmq: {
    readonly type: 'rabbitmq';
    readonly metadata: Metadata<
      'protocol' | 'host' | 'vhostName' | 'queueName' | 'mode' | 'value' | 'activationValue' | 'excludeUnacknowledged'
    >;
  };
  readonly prometheus: {
    readonly type: 'prometheus';
    readonly metadata: Open<
      Metadata<
        'serverAddress' | 'query' | 'threshold' | 'activationThreshold' | 'ignoreNullValues' | 'authModes' | 'unsafeSsl'
      >
    >;
  };
  /** Any other that a custom signal names. */
  readonly custom: { readonly type: ScalerType; readonly metadata: WrittenMetadata };
  readonly cron: {
    readonly type: 'cron';
    readonly metadata: Metadata<'timezone' | 'start' | 'end' | 'desiredReplicas'>;
  };
}

export type KafkaMetadata = Metadata<
  | 'bootstrapServers'
  | 'consumerGroup'
  | 'topic'
  | 'lagThreshold'
  | 'activationLagThreshold'
  | 'offsetResetPolicy'
  | 'allowIdleConsumers'
  | 'sasl'
  | 'saslTokenProvider'
  | 'tls'
  | 'awsRegion'
>;

export type Scaler = keyof Scalers;

/** One trigger of a ScaledObject. */
export type Trigger<S extends Scaler = Scaler> = { readonly [K in S]: TriggerOf<K> }[S];

interface TriggerOf<S extends Scaler> {
  readonly scaler: S;
  readonly for: TriggerPurpose;
  /** As KEDA calls the scaler. */
  readonly type: Sourced<Scalers[S]['type']>;
  readonly name: Sourced<string>;
  readonly metricType: Sourced<'AverageValue' | 'Value' | 'Utilization'> | undefined;
  readonly metadata: Scalers[S]['metadata'];
  /** Name of the object by which it signs in. */
  readonly authentication: Sourced<string> | undefined;
  /** Kind of the object, where it exists already. */
  readonly authenticationKind?: Sourced<AuthenticationKind> | undefined;
}

export interface Authentication {
  readonly name: Sourced<string>;
  readonly from:
    | { readonly kind: 'secret'; readonly secret: Sourced<string>; readonly keys: readonly string[] }
    | { readonly kind: 'pod-identity'; readonly provider: 'aws' }
    | {
        readonly kind: 'written';
        readonly identity: PodIdentity | undefined;
        readonly secrets: readonly SecretParameter[];
      };
}

/** `behavior` in full, always (semantics 5). */
export interface Behavior {
  readonly scaleUp: Rules;
  readonly scaleDown: Rules;
}

export interface Rules {
  readonly stabilizationWindowSeconds: Sourced<Seconds>;
  readonly selectPolicy: Sourced<'Max' | 'Min' | 'Disabled'>;
  readonly policies: readonly {
    readonly type: 'Percent' | 'Pods';
    readonly value: Sourced<number>;
    readonly periodSeconds: Sourced<Seconds>;
  }[];
  /** A ratio as a quantity: `50m` is 5 %. */
  readonly tolerance: Sourced<string> | undefined;
}
