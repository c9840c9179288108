import { groupPods, readyPods } from './pods.ts';
import type { MeasuredResource, Pod, PodUsage, Startup } from './pods.ts';
import { isWithin } from './tolerance.ts';
import type { Tolerance } from './tolerance.ts';

/** What one metric asks for, with the numbers that it was worked out from. */
export interface Proposal {
  readonly replicas: number;
  /** Mean of a pod in thousandths, or the total where the metric is not divided. */
  readonly usage: number;
  /** Whole percent of the requests, cut; for utilization only. */
  readonly utilization?: number;
}

export interface MetricFailure {
  readonly error: string;
}

export type Calculated = Proposal | MetricFailure;

export function isFailure(calculated: Calculated): calculated is MetricFailure {
  return 'error' in calculated;
}

/** What every calculation is given. */
export interface Scene {
  readonly current: number;
  readonly pods: readonly Pod[];
  readonly tolerance: Tolerance;
  readonly startup: Startup;
  /** Seconds. */
  readonly now: number;
}

/** Go's int32 and int64, at which upstream saturates. */
const MAX_INT32 = 2 ** 31 - 1;
const MAX_INT64 = 2 ** 63 - 1;

/**
 * Replicas by percent of requests.
 *
 * `requests` are thousandths by pod; `target` is whole percent. Source: replica_calculator.go, `GetResourceReplicas`.
 */
export function replicasByUtilization(
  scene: Scene,
  usage: readonly PodUsage[],
  requests: ReadonlyMap<string, number>,
  resource: MeasuredResource,
  target: number,
): Calculated {
  return replicasByPods(scene, usage, resource, {
    missingOnTheWayDown: pod => Math.trunc(((requests.get(pod) ?? 0) * Math.max(100, target)) / 100),
    measure: values => {
      const known = [...values].filter(([pod]) => requests.has(pod));
      const requested = sum(known.map(([pod]) => requests.get(pod) ?? 0));
      if (requested === 0) return { error: 'no metrics returned matched known pods' };
      const used = sum(known.map(([, value]) => value));
      const utilization = Math.trunc((used * 100) / requested);
      return { ratio: utilization / target, usage: Math.trunc(used / known.length), utilization };
    },
  });
}

/** Replicas by the mean of a metric over pods. Source: replica_calculator.go, `calcPlainMetricReplicas`. */
export function replicasByPodMetric(
  scene: Scene,
  usage: readonly PodUsage[],
  resource: MeasuredResource,
  target: number,
): Calculated {
  return replicasByPods(scene, usage, resource, {
    missingOnTheWayDown: () => target,
    measure: values => {
      const mean = Math.trunc(sum([...values.values()]) / values.size);
      return { ratio: mean / target, usage: mean };
    },
  });
}

interface Measured {
  readonly ratio: number;
  readonly usage: number;
  readonly utilization?: number;
}

interface PodMeasure {
  readonly measure: (values: ReadonlyMap<string, number>) => Measured | MetricFailure;
  readonly missingOnTheWayDown: (pod: string) => number;
}

/** Missing and unready pods are filled in so that they slow a move in either direction and never turn it. */
function replicasByPods(
  { current, pods, tolerance, startup, now }: Scene,
  usage: readonly PodUsage[],
  resource: MeasuredResource,
  { measure, missingOnTheWayDown }: PodMeasure,
): Calculated {
  if (usage.length === 0) return { error: 'no metrics returned from resource metrics API' };
  if (pods.length === 0) return { error: 'no pods returned by selector while calculating replica count' };
  const samples = new Map(usage.map(sample => [sample.pod, sample]));
  const { ready, unready, missing, ignored } = groupPods(pods, samples, resource, startup, now);
  const values = new Map(
    usage.filter(({ pod }) => !ignored.has(pod) && !unready.has(pod)).map(({ pod, value }) => [pod, value]),
  );
  if (values.size === 0) return { error: 'did not receive metrics for targeted pods (pods might be unready)' };
  const first = measure(values);
  if ('error' in first) return first;

  const { ratio, ...measured } = first;
  const hold = { replicas: current, ...measured };
  const upWithUnready = unready.size > 0 && ratio > 1;
  if (!upWithUnready && missing.size === 0)
    return isWithin(tolerance, ratio) ? hold : { ...hold, replicas: Math.ceil(ratio * ready) };

  for (const pod of missing) {
    if (ratio < 1) values.set(pod, missingOnTheWayDown(pod));
    else if (ratio > 1) values.set(pod, 0);
  }
  if (upWithUnready) for (const pod of unready) values.set(pod, 0);

  const second = measure(values);
  if ('error' in second) return second;
  if (isWithin(tolerance, second.ratio) || (ratio < 1 && second.ratio > 1) || (ratio > 1 && second.ratio < 1))
    return hold;
  const replicas = Math.ceil(second.ratio * values.size);
  const turned = (second.ratio < 1 && replicas > current) || (second.ratio > 1 && replicas < current);
  return turned ? hold : { ...hold, replicas };
}

/**
 * Replicas by a total that is compared as it is: an external or object metric of type Value.
 *
 * `total` and `target` are thousandths. Source: replica_calculator.go, `GetExternalMetricReplicas` and
 * `getUsageRatioReplicaCount`.
 */
export function replicasByValue(
  { current, pods, tolerance }: Scene,
  levels: readonly number[],
  target: number,
): Calculated {
  const usage = Math.min(MAX_INT64, sum(levels));
  const ratio = usage / target;
  if (current === 0) return { replicas: Math.ceil(ratio), usage };
  if (isWithin(tolerance, ratio)) return { replicas: current, usage };
  if (pods.length === 0) return { error: 'unable to calculate ready pods' };
  return { replicas: Math.min(MAX_INT32, Math.ceil(ratio * readyPods(pods))), usage };
}

/**
 * Replicas by a total that they share: an external or object metric of type AverageValue.
 *
 * `statusReplicas` counts the pods that exist, ready or not. Source: replica_calculator.go,
 * `GetExternalPerPodMetricReplicas`.
 */
export function replicasByAverageValue(
  { tolerance }: Pick<Scene, 'tolerance'>,
  statusReplicas: number,
  levels: readonly number[],
  target: number,
): Proposal {
  const total = Math.min(MAX_INT64, sum(levels));
  const usage = total >= MAX_INT64 ? MAX_INT64 : Math.ceil(total / statusReplicas);
  if (isWithin(tolerance, total / (target * statusReplicas))) return { replicas: statusReplicas, usage };
  return { replicas: Math.min(MAX_INT32, Math.ceil(total / target)), usage };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
