import type { Autoscaler, TriggerPurpose } from '../../model/kubernetes-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { because, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { ownLabels, storeLabels } from '../own-labels.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { UtilisationSignal } from '../../model/signals.ts';
import { formatDuration, seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

type Workload = Pick<NeutralPool, 'pool'>;

/** The autoscaler is called as the workload is, whoever makes it (semantics 15). */
function autoscaler(target: KubernetesTarget, { pool }: Workload): Sourced<string> {
  return text`${ownLabels(target)},horizontalpodautoscaler="${pool.existing?.name ?? pool.name}"`;
}

/**
 * A gauge of kube-state-metrics about the HPA; these four are stable metrics
 * (docs/metrics/workload/horizontalpodautoscaler-metrics.md). Where two of it run, or one store has several clusters,
 * each series is there twice, so each is made one.
 */
export function ofAutoscaler(
  target: KubernetesTarget,
  workload: Workload,
  gauge: 'spec_min_replicas' | 'spec_max_replicas' | 'status_current_replicas' | 'status_desired_replicas',
): Sourced<string> {
  return oneEach(text`kube_horizontalpodautoscaler_${gauge}{${autoscaler(target, workload)}}`);
}

function oneEach(gauge: Sourced<string>): Sourced<string> {
  return text`max by (namespace, horizontalpodautoscaler) (${gauge})`;
}

/** Holds while the autoscaler can read none of its metrics; an HPA at zero replicas reads none either, and rightly. */
export function readsNothing(target: KubernetesTarget, workload: Workload): Sourced<string> {
  const inactive = oneEach(
    text`kube_horizontalpodautoscaler_status_condition{${autoscaler(target, workload)},condition="ScalingActive",status="false"}`,
  );
  return text`${inactive} == 1 and on () (max(${replicas(target, workload)}) > 0)`;
}

/**
 * What kube-state-metrics calls the workload's series; of a kind that it has none of, the autoscaler knows the count,
 * which it reads from the scale subresource.
 */
type Counted = 'deployment' | 'statefulset' | 'other';

function countedAs({ existing }: Workload['pool']): Counted {
  switch (existing?.kind.plain) {
    case undefined:
    case 'Deployment':
      return 'deployment';
    case 'StatefulSet':
      return 'statefulset';
    default:
      return 'other';
  }
}

/** Replicas of the workload. */
export function replicas(target: KubernetesTarget, workload: Workload): Sourced<string> {
  const { pool } = workload;
  const name = pool.existing?.name ?? pool.name;
  switch (countedAs(pool)) {
    case 'statefulset':
      return text`kube_statefulset_status_replicas{${ownLabels(target)},statefulset="${name}"}`;
    case 'deployment':
      return text`kube_deployment_status_replicas{${ownLabels(target)},deployment="${name}"}`;
    case 'other':
      return text`kube_horizontalpodautoscaler_status_current_replicas{${autoscaler(target, workload)}}`;
  }
}

/** Replicas that were asked for, whoever did; kube-state-metrics calls those of a StatefulSet otherwise. */
function asked(target: KubernetesTarget, workload: Workload): Sourced<string> {
  const { pool } = workload;
  const name = pool.existing?.name ?? pool.name;
  switch (countedAs(pool)) {
    case 'statefulset':
      return text`kube_statefulset_replicas{${ownLabels(target)},statefulset="${name}"}`;
    case 'deployment':
      return text`kube_deployment_spec_replicas{${ownLabels(target)},deployment="${name}"}`;
    case 'other':
      return text`kube_horizontalpodautoscaler_status_desired_replicas{${autoscaler(target, workload)}}`;
  }
}

/**
 * By how much the count changed since the point before, up or down. Grafana's interval is the distance of two points,
 * so the changes that are shown add up to what happened, however far away one looks.
 */
export function changeOfCount(target: KubernetesTarget, workload: Workload): Sourced<string> {
  const now = asked(target, workload);
  return text`max(${now}) - max(${now} offset $__interval)`;
}

/** Replicas that take work; where nothing says how many, those that there are. */
export function available(target: KubernetesTarget, workload: Workload): Sourced<string> {
  const { pool } = workload;
  const name = pool.existing?.name ?? pool.name;
  const kind = countedAs(pool);
  if (kind === 'other') return text`max(${replicas(target, workload)})`;
  const of = text`${ownLabels(target)},${kind}="${name}"`;
  return text`(max(kube_${kind}_status_replicas_available{${of}}) or max(kube_${kind}_status_replicas{${of}}))`;
}

/** A total for each replica, as AverageValue divides it (semantics 2); a pool at zero counts as one. */
export function perReplica(total: Sourced<string>, target: KubernetesTarget, workload: Workload): Sourced<string> {
  return text`(${total}) / scalar(clamp_min(max(${replicas(target, workload)}), 1))`;
}

/** Compares the current count with the maximum; with `bool` it is 0 or 1 instead of something or nothing. */
export function atMax(target: KubernetesTarget, workload: Workload, bool: '' | 'bool ' = ''): Sourced<string> {
  return text`${ofAutoscaler(target, workload, 'status_current_replicas')} >= ${bool}on (namespace, horizontalpodautoscaler) ${ofAutoscaler(target, workload, 'spec_max_replicas')}`;
}

/** Holds while the autoscaler wants something that its bounds or its behaviour forbid. */
export function limited(target: KubernetesTarget, workload: Workload): Sourced<string> {
  const held = oneEach(
    text`kube_horizontalpodautoscaler_status_condition{${autoscaler(target, workload)},condition="ScalingLimited",status="true"}`,
  );
  return text`${held} == 1`;
}

/** What KEDA's operator says of a scaler: its value, since 2.14 under this name (prommetrics.go). */
export function scalerValue(target: KubernetesTarget, workload: Workload, trigger: string): Sourced<string> {
  return ofKeda('keda_scaler_metrics_value', target, workload, {
    within: series => text`sum(${series})`,
    more: `,scaler="${trigger}"`,
  });
}

/** Goes on where KEDA cannot build the scalers at all, when no scaler counts anything (semantics 1a). */
export function objectErrors(target: KubernetesTarget, workload: Workload): Sourced<string> {
  return ofKeda('keda_scaled_object_errors_total', target, workload, {
    within: series => text`sum(rate(${series}[5m]))`,
  });
}

interface KedaSeries {
  readonly within: (series: Sourced<string>) => Sourced<string>;
  readonly more?: string;
}

/**
 * A gauge of NVIDIA's exporter, for each GPU of each pod. Its labels `namespace` and `pod` are the pod that has the
 * GPU; scraped without `honorLabels`, as its chart and NVIDIA's operator do, they are `exported_`, and the others are
 * the exporter's own.
 */
export function ofGpus(
  metric: 'DCGM_FI_DEV_GPU_UTIL' | 'DCGM_FI_PROF_GR_ENGINE_ACTIVE' | 'DCGM_FI_DEV_FB_USED',
  target: KubernetesTarget,
  workload: Workload,
): Sourced<string> {
  const { namespace } = target;
  const pods = podsOf(workload);
  const more = storeLabels(target);
  const exported = text`${metric}{exported_namespace="${namespace}",exported_pod=~"${pods}"${more}}`;
  const honored = text`${metric}{namespace="${namespace}",pod=~"${pods}",exported_pod=""${more}}`;
  // A MIG instance is a part of a GPU; elsewhere the label is absent.
  return text`max by (exported_pod, gpu, GPU_I_ID) (${exported}) or max by (pod, gpu, GPU_I_ID) (${honored})`;
}

/**
 * A pod of a Deployment adds a hash and a random part to its name, as one of a Rollout of Argo does, and one of a
 * StatefulSet a number; any other kind adds what it likes.
 */
function podsOf({ pool }: Workload): Sourced<string> {
  const name = pool.existing?.name ?? pool.name;
  switch (pool.existing?.kind.plain) {
    case undefined:
    case 'Deployment':
    case 'Rollout':
      return text`${name}-[a-z0-9]+-[a-z0-9]+`;
    case 'StatefulSet':
      return text`${name}-[0-9]+`;
    default:
      return text`${name}-[a-z0-9-]+`;
  }
}

/**
 * A series of KEDA's operator about the object. Its namespace is `exported_namespace`, since `namespace` is the
 * operator's own, as on KEDA's own dashboard; where the operator is scraped with `honorLabels` it is `namespace`, and
 * there is no other.
 */
function ofKeda(
  metric: string,
  target: KubernetesTarget,
  { pool }: Workload,
  { within, more = '' }: KedaSeries,
): Sourced<string> {
  const { namespace } = target;
  const rest = text`scaledObject="${pool.name}"${storeLabels(target)}${more}`;
  const exported = text`${metric}{exported_namespace="${namespace}",${rest}}`;
  const honored = text`${metric}{namespace="${namespace}",exported_namespace="",${rest}}`;
  return text`(${within(exported)} or ${within(honored)})`;
}

/** Holds while the workload exists and no HPA scales it; undefined where only the HPA shows that it exists. */
export function isAbsent(target: KubernetesTarget, workload: Workload): Sourced<string> | undefined {
  if (countedAs(workload.pool) === 'other') return undefined;
  return text`absent(${ofAutoscaler(target, workload, 'spec_max_replicas')}) and on () count(${replicas(target, workload)}) > 0`;
}

export function scalerErrors(target: KubernetesTarget, workload: Workload): Sourced<string> {
  return ofKeda('keda_scaler_detail_errors_total', target, workload, {
    within: series => text`sum by (scaler) (rate(${series}[5m]))`,
  });
}

/** The query of a trigger that reads Prometheus; undefined where the signal is read otherwise. */
export function queryOf(autoscaler: Autoscaler, purpose: TriggerPurpose): Sourced<string> | undefined {
  if (autoscaler.kind !== 'scaled-object') return undefined;
  const trigger = autoscaler.triggers.find(other => other.for === purpose);
  return trigger?.scaler === 'prometheus' ? trigger.metadata.query : undefined;
}

const FIVE_MINUTES = because('what people look at need not be as fast as what scales', seconds(300));

/** What the container uses, in percent of its request: what the HPA scales on, from cAdvisor and kube-state-metrics. */
export function utilisation(
  resource: 'cpu' | 'memory',
  { container }: UtilisationSignal,
  target: KubernetesTarget,
  workload: Workload,
  range: Sourced<Seconds> = FIVE_MINUTES,
): Sourced<string> {
  const pods = podsOf(workload);
  const of = text`${ownLabels(target)},pod=~"${pods}",container="${container}"`;
  const used =
    resource === 'cpu'
      ? text`rate(container_cpu_usage_seconds_total{${of}}[${mapped(range, formatDuration)}])`
      : text`container_memory_working_set_bytes{${of}}`;
  // A pod that failed or was evicted keeps its request, and no longer uses it, as kubernetes-mixin has it.
  const requested = text`max by (namespace, pod, container) (kube_pod_container_resource_requests{${of},resource="${resource}"})`;
  const alive = text`max by (namespace, pod) (kube_pod_status_phase{${ownLabels(target)},pod=~"${pods}",phase=~"Pending|Running"} == 1)`;
  // Twice where the kubelets are scraped twice, as what is requested is where kube-state-metrics is.
  const once = text`max by (namespace, pod, container) (${used})`;
  return text`100 * sum(${once}) / sum(${requested} * on (namespace, pod) group_left () ${alive})`;
}
