import type * as Api from '#generated/types/index.ts';
import type { Replicas, Seconds } from '../../model/units.ts';
import type { InUnits } from '../in-units.ts';

/** Every Kubernetes object and custom resource that is emitted. The types are made from schema/kubernetes. */
export interface EmittedObjects {
  readonly Deployment: Described<Api.Deployment>;
  readonly Service: Described<Api.Service>;
  readonly ServiceAccount: Described<Api.ServiceAccount>;
  readonly PodDisruptionBudget: Described<Api.PodDisruptionBudget>;
  readonly HorizontalPodAutoscaler: Described<Api.HorizontalPodAutoscaler>;
  readonly ConfigMap: Described<Api.ConfigMap>;
  readonly ScaledObject: Described<Api.ScaledObject>;
  readonly TriggerAuthentication: Described<Api.TriggerAuthentication>;
  readonly PodMonitor: Described<Api.PodMonitor>;
  readonly PrometheusRule: Described<Api.PrometheusRule>;
  readonly Application: Described<Api.Application>;
  readonly GitRepository: Described<Api.GitRepository>;
  readonly Kustomization: Described<Api.Kustomization>;
}

export type EmittedKind = keyof EmittedObjects;

export type Metadata<K extends EmittedKind> = EmittedObjects[K]['metadata'];

export const API_VERSION: { readonly [K in EmittedKind]: EmittedObjects[K]['apiVersion'] } = {
  Deployment: 'apps/v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  PodDisruptionBudget: 'policy/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  ConfigMap: 'v1',
  ScaledObject: 'keda.sh/v1alpha1',
  TriggerAuthentication: 'keda.sh/v1alpha1',
  PodMonitor: 'monitoring.coreos.com/v1',
  PrometheusRule: 'monitoring.coreos.com/v1',
  Application: 'argoproj.io/v1alpha1',
  GitRepository: 'source.toolkit.fluxcd.io/v1',
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
};

/** The file that kustomize reads. It is not an object: it has no name, and no cluster sees it. */
export type KustomizationFile = Described<Api.KustomizeKustomization>;

// Parts that a separate function lays out: it names its type, since the type checker looks for unknown
// members only where an object is written down as what it is.
export type Labels = Readonly<Record<string, string>>;
type Item<List> = NonNullable<List> extends readonly (infer I)[] ? I : never;

export type Strategy = NonNullable<EmittedObjects['Deployment']['spec']['strategy']>;
export type RollingUpdate = NonNullable<NonNullable<EmittedObjects['Deployment']['spec']['strategy']>['rollingUpdate']>;
export type PodSpec = NonNullable<EmittedObjects['Deployment']['spec']['template']['spec']>;
export type Volume = Item<PodSpec['volumes']>;
export type VolumeProjection = Item<NonNullable<Volume['projected']>['sources']>;
export type KeyToPath = Item<NonNullable<Volume['configMap']>['items']>;
export type Toleration = Item<PodSpec['tolerations']>;
export type Affinity = NonNullable<PodSpec['affinity']>;
export type TopologySpread = Item<PodSpec['topologySpreadConstraints']>;
export type PullSecret = Item<PodSpec['imagePullSecrets']>;
export type PodContainer = Item<PodSpec['containers']>;
export type ContainerPort = Item<PodContainer['ports']>;
export type ContainerVariable = Item<PodContainer['env']>;
export type EnvironmentFrom = Item<PodContainer['envFrom']>;
export type VolumeMount = Item<PodContainer['volumeMounts']>;
export type Lifecycle = NonNullable<PodContainer['lifecycle']>;
export type Hook = NonNullable<NonNullable<PodContainer['lifecycle']>['preStop']>;
export type HttpHeader = Item<NonNullable<Hook['httpGet']>['httpHeaders']>;
export type Resources = NonNullable<PodContainer['resources']>;
export type Quantities = NonNullable<Resources['requests']>;
export type Probe = NonNullable<PodContainer['livenessProbe']>;

export type ServicePort = Item<EmittedObjects['Service']['spec']['ports']>;

export type AutoscalerSpec = EmittedObjects['HorizontalPodAutoscaler']['spec'];
export type ScalingBehavior = NonNullable<AutoscalerSpec['behavior']>;
export type ScalingRules = NonNullable<ScalingBehavior['scaleUp']>;
export type ScalingPolicy = Item<ScalingRules['policies']>;
export type MetricSpec = Item<AutoscalerSpec['metrics']>;
export type MetricIdentifier = NonNullable<MetricSpec['pods']>['metric'];
export type MetricTarget = NonNullable<MetricSpec['resource']>['target'];

export type ScaledObjectTrigger = Item<EmittedObjects['ScaledObject']['spec']['triggers']>;
export type TriggerAuthenticationSpec = EmittedObjects['TriggerAuthentication']['spec'];
export type SecretParameter = Item<EmittedObjects['TriggerAuthentication']['spec']['secretTargetRef']>;

export type MetricsEndpoint = Item<EmittedObjects['PodMonitor']['spec']['podMetricsEndpoints']>;
export type AlertRule = Item<Item<EmittedObjects['PrometheusRule']['spec']['groups']>['rules']>;

type Described<T> = InUnits<T, FieldUnits>;

/** What the numbers of these fields count. Kubernetes ends the names of durations in `Seconds`: its API conventions. */
interface FieldUnits {
  readonly [duration: `${string}Seconds`]: Seconds;
  readonly replicas: Replicas;
  readonly minReplicas: Replicas;
  readonly maxReplicas: Replicas;
  readonly minReplicaCount: Replicas;
  readonly maxReplicaCount: Replicas;
  readonly maxUnavailable: Replicas;
  readonly minAvailable: Replicas;
  readonly maxSurge: Replicas;
  readonly pollingInterval: Seconds;
  readonly cooldownPeriod: Seconds;
}
