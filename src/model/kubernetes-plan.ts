import type { Origin, Sourced } from './sourced.ts';

/** What is decided about a pool on Kubernetes. */
export interface KubernetesPool {
  readonly autoscaler: Autoscaler;
  readonly behavior: Behavior;
}

/** One autoscaler a workload; its kind follows from the declared signals and never from the rung. */
export type Autoscaler =
  /** No signals at all: the one case in which the Deployment has `spec.replicas`. */
  | { readonly kind: 'none'; readonly replicas: Sourced<number> }
  | { readonly kind: 'hpa'; readonly min: Sourced<number>; readonly max: Sourced<number>; readonly metrics: readonly ResourceMetric[] }
  | ScaledObjectDecision;

export interface ScaledObjectDecision {
  readonly kind: 'scaled-object';
  readonly min: Sourced<number>;
  readonly max: Sourced<number>;
  /** Replicas that `paused-replicas` holds, on the rung `fixed`. */
  readonly paused: Sourced<number> | undefined;
  readonly pollingInterval: Sourced<number>;
  readonly cooldownPeriod: Sourced<number>;
  readonly fallback: Sourced<number> | undefined;
  readonly triggers: readonly Trigger[];
  readonly authentications: readonly Authentication[];
}

export interface ResourceMetric {
  readonly at: Origin;
  readonly resource: 'cpu' | 'memory';
  readonly utilization: Sourced<number>;
  /** Named where the pod has several containers, whose sum would be measured otherwise. */
  readonly container: Sourced<string> | undefined;
}

export interface Trigger {
  readonly type: Sourced<string>;
  readonly name: Sourced<string>;
  readonly metricType: Sourced<'AverageValue' | 'Value' | 'Utilization'> | undefined;
  /** KEDA takes text only. */
  readonly metadata: Readonly<Record<string, Sourced<string> | undefined>>;
  /** Name of the TriggerAuthentication. */
  readonly authentication: Sourced<string> | undefined;
}

export interface Authentication {
  readonly name: Sourced<string>;
  readonly from:
    | { readonly kind: 'secret'; readonly secret: Sourced<string>; readonly keys: readonly string[] }
    | { readonly kind: 'pod-identity'; readonly provider: 'aws' };
}

/** `behavior` in full, always (semantics 5). */
export interface Behavior {
  readonly scaleUp: Rules;
  readonly scaleDown: Rules;
}

export interface Rules {
  readonly stabilizationWindowSeconds: Sourced<number>;
  readonly selectPolicy: Sourced<'Max' | 'Min' | 'Disabled'>;
  readonly policies: readonly { readonly type: 'Percent' | 'Pods'; readonly value: Sourced<number>; readonly periodSeconds: Sourced<number> }[];
  /** A ratio: `0.05`. */
  readonly tolerance: Sourced<string> | undefined;
}
