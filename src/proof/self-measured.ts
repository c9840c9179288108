import type { CloudWatchMetric } from '../model/metric-source.ts';
import type { Pool } from '../model/pool.ts';
import { runningOf } from '../model/sidecars.ts';
import type { System } from '../model/system.ts';
import { sideOf } from '../promql/metric-families.ts';
import type { Matcher, SelectorUse } from '../promql/read-query.ts';

/** What a pool is called, and what its neighbours are. */
export interface Names {
  readonly own: ReadonlySet<string>;
  readonly others: readonly string[];
}

export function namesOf(pool: Pool, { pools }: System): Names {
  const own = new Set(callsOf(pool));
  const all = known.get(pools) ?? [...pools.flatMap(callsOf), 'another-workload'];
  known.set(pools, all);
  return { own, others: all.filter(name => !own.has(name)) };
}

const known = new WeakMap<readonly Pool[], readonly string[]>();

function callsOf(pool: Pool): readonly string[] {
  const { key, name, existing } = pool;
  return [
    key,
    name.plain,
    ...(existing === undefined ? [] : [existing.name.plain]),
    ...runningOf(pool).map(({ container }) => container.name.plain),
  ];
}

/** Labels that say where a sample was taken; any other label may name the callee of somebody else's call. */
const WHERE: ReadonlySet<string> = new Set([
  'job',
  'exported_job',
  'instance',
  'pod',
  'exported_pod',
  'pod_name',
  'kubernetes_pod_name',
  'container',
  'exported_container',
  'container_name',
  'app',
  'application',
  'app_kubernetes_io_name',
  'k8s_app',
  'deployment',
  'statefulset',
  'workload',
  'service_name',
  'service_instance_id',
  'kubernetes_name',
  // OpenTelemetry's resource attributes, as its collector and its exporters write them.
  'k8s_deployment_name',
  'k8s_statefulset_name',
  'k8s_daemonset_name',
  'k8s_replicaset_name',
  'k8s_job_name',
  'k8s_pod_name',
  'k8s_container_name',
  'app_kubernetes_io_instance',
  'app_kubernetes_io_component',
  'kube_deployment',
  'kube_stateful_set',
]);

/** The label by which a series is the pool's own; undefined where nothing shows that it is. */
export function ownLabel(
  { name = '', matchers }: Pick<SelectorUse, 'name' | 'matchers'>,
  names: Names,
): string | undefined {
  const side = sideOf(name);
  // OpenTelemetry's labels have dots where Prometheus takes them.
  const placed = matchers.filter(({ label }) => WHERE.has(label.replaceAll('.', '_')));
  // A sidecar of the mesh counts at both ends, and says at which.
  const mine =
    placed.find(matcher => nameOnly(matcher, names.own, names.others)) ??
    (reportsAsServer(matchers) ? matchers.find(matcher => nameOnly(matcher, names.own, names.others)) : undefined);
  if (mine !== undefined) return said(mine);
  if (side === 'unknown' || placed.some(({ operator, value }) => operator === '=' && names.others.includes(value)))
    return undefined;
  const named = matchers.find(matcher => nameOnly(matcher, names.own, names.others));
  if (named !== undefined) return said(named);
  return side === 'worker' && !placed.some(({ operator }) => operator === '=') ? name : undefined;
}

function reportsAsServer(matchers: readonly Matcher[]): boolean {
  return matchers.some(
    ({ label, operator, value }) =>
      operator === '=' &&
      ((label === 'reporter' && value === 'destination') || (label === 'direction' && value === 'inbound')),
  );
}

function said({ label, operator, value }: Matcher): string {
  return `${label}${operator}${JSON.stringify(value)}`;
}

/** The matcher lets the pool through and no other pool. */
function nameOnly({ label, operator, value }: Matcher, own: ReadonlySet<string>, others: readonly string[]): boolean {
  if (operator === '=')
    return (
      [...own].some(name => isCalled(label, value, name)) &&
      !others.some(name => isCalled(label, value, name) && !own.has(value))
    );
  if (operator !== '=~') return false;
  // Each alternative by itself: `a|gateway` lets the gateway through, although it is no pool of this file.
  return alternatives(value).every(alternative => {
    const pattern = anchored(alternative);
    const passes = (name: string) => instancesOf(label, name).some(instance => pattern?.test(instance) === true);
    return [...own].some(passes) && !others.some(passes);
  });
}

/** `a|b` of a pattern that groups nothing; any other is one alternative. */
function alternatives(pattern: string): readonly string[] {
  return /[()[\]\\]/.test(pattern) ? [pattern] : pattern.split('|');
}

const INSTANCES: ReadonlySet<string> = new Set([
  'instance',
  'pod',
  'exported_pod',
  'pod_name',
  'kubernetes_pod_name',
  'service_instance_id',
  'k8s_pod_name',
  'k8s_replicaset_name',
]);

function isCalled(label: string, value: string, name: string): boolean {
  // The operator calls the job of a PodMonitor by its namespace and its name.
  if (label === 'job') return value === name || value.endsWith(`/${name}`);
  // Istio gives the host: `embedder.ml.svc.cluster.local`.
  if (label === 'destination_service') return value === name || value.startsWith(`${name}.`);
  if (!INSTANCES.has(label.replaceAll('.', '_'))) return value === name;
  return value === name || ['-', '.', ':'].some(end => value.startsWith(`${name}${end}`));
}

/**
 * What the label of a replica would hold: a pod's name has two hashes behind that of its Deployment, an ordinal behind
 * that of a StatefulSet.
 */
function instancesOf(label: string, name: string): readonly string[] {
  if (label === 'job') return [name, `another-namespace/${name}`];
  return INSTANCES.has(label.replaceAll('.', '_'))
    ? [name, `${name}-5d4f8c7b9d-x7k2p`, `${name}-0`, `${name}:8080`]
    : [name];
}

function anchored(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su');
  } catch {
    // Go's syntax has some things that JavaScript's has not; then nothing is claimed.
    return undefined;
  }
}

/** Namespaces in which AWS counts what the tasks of a service do. */
const OF_SERVICES: ReadonlySet<string> = new Set(['AWS/ECS', 'ECS/ContainerInsights']);
/** A load balancer counts these only for requests that a target took (Elastic Load Balancing, "CloudWatch metrics"). */
const OF_TARGETS: ReadonlySet<string> = new Set([
  'RequestCount',
  'RequestCountPerTarget',
  'TargetResponseTime',
  'HTTPCode_Target_2XX_Count',
  'HTTPCode_Target_3XX_Count',
  'HTTPCode_Target_4XX_Count',
  'HTTPCode_Target_5XX_Count',
]);
const WHO: ReadonlySet<string> = new Set([
  'service',
  'servicename',
  'service.name',
  'job',
  'app',
  'application',
  'taskdefinitionfamily',
  'containername',
  'container',
  'pod',
  'podname',
]);
const SERVING = ['latency', 'duration', 'responsetime', 'processingtime', 'cpuutil', 'memoryutil', 'gpuutil'] as const;

/** Why a metric of CloudWatch is the pool's own; undefined where nothing shows that it is. */
export function ownMetric({ namespace, metric, dimensions }: CloudWatchMetric, names: Names): string | undefined {
  const who = dimensions.find(({ key, value }) => WHO.has(key.plain.toLowerCase()) && names.own.has(value.plain));
  if (OF_SERVICES.has(namespace.plain)) return who && `${namespace.plain} publishes it only for running tasks`;
  if (namespace.plain === 'AWS/ApplicationELB')
    return OF_TARGETS.has(metric.plain) ? 'the load balancer counts it only if a task takes the request' : undefined;
  return who !== undefined && servedBy(metric.plain)
    ? `the tasks of ${who.key.plain} ${who.value.plain} publish ${metric.plain} themselves`
    : undefined;
}

/** Micrometer and OpenTelemetry keep their names in CloudWatch, with dots. */
function servedBy(metric: string): boolean {
  const plain = metric.toLowerCase();
  return (
    sideOf(plain.replaceAll('.', '_')) !== 'unknown' ||
    SERVING.some(part => plain.replaceAll(/[._-]/g, '').includes(part))
  );
}
