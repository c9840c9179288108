import type { Scenario } from '../../../scripts/docs/query-scenarios.ts';

/** Seconds between scrapes, and the time at which every scenario is asked: two hours after the first sample. */
export const INTERVAL = 30;
const LAST = 240;
export const ASKED_AT = LAST * INTERVAL;

/** Samples of an emitter, by what it counts; undefined where there is no such series. */
interface Told {
  readonly up: string | undefined;
  readonly counter: string | undefined;
  readonly gauge: string | undefined;
  /** Seconds of CPU, which the cluster counts of every container from its start; by default half a core at work. */
  readonly cpu?: string;
}

const BUSY: Told = { up: '1x240', counter: '0+30x240', gauge: '40x240' };
const IDLE: Told = { up: '1x240', counter: '900x240', gauge: '0x240' };

/** What each scenario does to whatever emits the series of a query; at work one call a second, and 40 that wait. */
const TOLD: { readonly [S in Scenario]: Told } = {
  busy: BUSY,
  idle: IDLE,
  gone: { up: '1x220 stale', counter: '0+30x220 stale', gauge: '40x220 stale' },
  down: { up: '1x220 0x20', counter: '0+30x220 stale', gauge: '40x220 stale' },
  lost: { ...BUSY, counter: '0+30x220 stale', gauge: '40x220 stale' },
  'lost for two hours': { ...BUSY, counter: undefined, gauge: undefined },
  'asleep since 30 min': { up: '1x180 stale', counter: '0+30x178 5340 5340 stale', gauge: '0x180 stale' },
  'never seen': { up: '1x240', counter: undefined, gauge: undefined },
  birth: { up: '1x240', counter: '_x239 1x2', gauge: '_x239 1x2' },
  'burst at birth': { up: '1x240', counter: '_x239 50x2', gauge: '_x239 50x2' },
  burst: { up: '1x240', counter: '900x238 950x2', gauge: '0x238 50x2' },
  restart: { up: '1x230 0x2 1x8', counter: '0+30x230 stale _x1 30+30x8', gauge: '40x230 stale _x1 40x8' },
  rollout: { up: '1x240', counter: '0+30x236 stale', gauge: '40x236 stale' },
  'rollout at rest': { up: '1x240', counter: '900x236 stale', gauge: '0x236 stale' },
  'counter reset': { ...BUSY, counter: '0+30x230 5+30x9' },
  'gap of Prometheus': { up: '1x228 _x8 1x4', counter: '0+30x228 _x8 7110+30x3', gauge: '40x228 _x8 40x4' },
  'gap at rest': { up: '1x228 _x8 1x4', counter: '900x228 _x8 900x4', gauge: '0x228 _x8 0x4' },
  'two environments': BUSY,
  'two clusters': BUSY,
  'two exporters': BUSY,
  'two kube-state-metrics': BUSY,
};

/** Pods that took over, whose series begin with the rollout. */
const AFTER_ROLLOUT: { readonly [S in Scenario]?: Told } = {
  rollout: { up: '_x237 1x3', counter: '_x237 10+30x3', gauge: '_x237 40x3' },
  'rollout at rest': { up: '_x237 1x3', counter: undefined, gauge: '_x237 0x3', cpu: '_x237 0x3' },
};

/** The labels by which a second copy of every series differs. */
const SECOND: { readonly [S in Scenario]?: Readonly<Record<string, string>> } = {
  'two environments': { namespace: 'staging' },
  'two clusters': { cluster: 'b' },
  'two exporters': { instance: 'second' },
};

/** The series of the shop in a scenario, in promtool's notation. */
export function storeOf(scenario: Scenario): Readonly<Record<string, string>> {
  const told = TOLD[scenario];
  if (scenario === 'asleep since 30 min')
    return Object.fromEntries([
      ...seriesOf(told, FIRST, (metric, labels) => !isCallers(metric, labels) && metric !== REPLICAS),
      [`${REPLICAS}{namespace="shop",deployment="api"}`, '1x180 0x60'],
      ...seriesOf(IDLE, FIRST, isCallers),
    ]);
  const later = AFTER_ROLLOUT[scenario];
  const second = SECOND[scenario];
  return Object.fromEntries([
    ...seriesOf(told, FIRST),
    ...(later === undefined ? [] : seriesOf(later, { pod: 'two', instance: 'two' })),
    ...(second === undefined ? [] : seriesOf(told, { pod: 'one', instance: 'one', ...second })),
    ...(scenario === 'two kube-state-metrics'
      ? seriesOf(told, { ...FIRST, instance: 'second' }, metric => metric.startsWith('kube_'))
      : []),
  ]);
}

const REPLICAS = 'kube_deployment_status_replicas';
const FIRST = { pod: 'one', instance: 'one' };

/** What waits and who calls is still there while the pool is at zero. */
function isCallers(metric: string, labels: Readonly<Record<string, string>> = {}): boolean {
  return metric.startsWith('gateway_') || metric.startsWith('kafka_') || labels['job'] === 'gateway';
}

type Row = readonly [metric: string, labels: Readonly<Record<string, string>>, of: keyof Told | 'there' | Bucket];
/** A share of the calls. */
interface Bucket {
  readonly share: number;
}

const GATEWAY = { job: 'gateway', namespace: 'edge' };
const POOL = { job: 'api', namespace: 'shop' };
const CONTAINER = { namespace: 'shop', container: 'api' };
const HPA = { namespace: 'shop', horizontalpodautoscaler: 'api' };
const BUCKETS: readonly (readonly [le: string, share: number])[] = [
  ['0.1', 0.5],
  ['0.2', 1],
  ['+Inf', 1],
];

/** In the units of their names: half of the calls take up to 0.1 s, the others up to 0.2 s. */
const ROWS: readonly Row[] = [
  ['up', { job: 'gateway', namespace: 'edge' }, 'up'],
  ['up', POOL, 'up'],
  ['kafka_consumergroup_lag', { consumergroup: 'api', topic: 'orders', partition: '0' }, 'gauge'],
  ['gateway_pending_requests', { ...GATEWAY, upstream: 'api' }, 'gauge'],
  ['gateway_requests_total', { ...GATEWAY, upstream: 'api' }, 'counter'],
  ['grpc_server_processing_duration_seconds_count', POOL, 'counter'],
  ...BUCKETS.map(([le, share]): Row => ['grpc_server_processing_duration_seconds_bucket', { ...POOL, le }, { share }]),
  ['istio_request_duration_milliseconds_count', { destination_app: 'api' }, 'counter'],
  ...BUCKETS.map(
    ([le, share]): Row => [
      'istio_request_duration_milliseconds_bucket',
      { destination_app: 'api', le: le === '+Inf' ? le : String(Number(le) * 1000) },
      { share },
    ],
  ),
];

function seriesOf(
  told: Told,
  labels: Readonly<Record<string, string>>,
  only: (metric: string, labels: Readonly<Record<string, string>>) => boolean = () => true,
): readonly (readonly [string, string])[] {
  return [...ROWS, ...CLUSTER].flatMap(([metric, own, of]) => {
    const samples = samplesOf(told, of);
    if (samples === undefined || !only(metric, own)) return [];
    // A pod has a name of the Deployment's, wherever it is asked for.
    const all: Record<string, string> = { ...own, ...labels };
    if (own['container'] !== undefined || metric.startsWith('kube_pod'))
      all['pod'] = `api-5d4f8c7b9d-${labels['pod'] ?? ''}xx`;
    const said = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
    return [[`${metric}{${said.join(',')}}`, samples]];
  });
}

function samplesOf(told: Told, of: Row[2]): string | undefined {
  const counted = (share: number) => told.counter && shared(told.counter, share);
  if (typeof of !== 'string') return counted(of.share);
  // A target that does not answer shows nothing.
  if (of === 'there') return told.up?.replace(/ 0x2\b/, ' stale _x1').replace(/ 0x20\b/, ' stale');
  return of === 'cpu' ? (told.cpu ?? counted(0.5)) : told[of];
}

/** One pod, which asked for a core, of a pool whose maximum it is. */
const CLUSTER: readonly Row[] = [
  ['container_cpu_usage_seconds_total', CONTAINER, 'cpu'],
  ['kube_pod_container_resource_requests', { ...CONTAINER, resource: 'cpu' }, 'there'],
  ['kube_pod_status_phase', { namespace: 'shop', phase: 'Running' }, 'there'],
  ['kube_horizontalpodautoscaler_status_current_replicas', HPA, 'there'],
  ['kube_horizontalpodautoscaler_spec_max_replicas', HPA, 'there'],
  [REPLICAS, { namespace: 'shop', deployment: 'api' }, 'there'],
];

/** Every number of a notation times a share: `0+30x240` becomes `0+15x240`. */
function shared(samples: string, share: number): string {
  return samples
    .split(' ')
    .map(part =>
      /^[_s]/.test(part)
        ? part
        : part.replace(/^(\d+)(\+\d+)?/, (_all, from: string, by: string | undefined) =>
            [String(Number(from) * share), ...(by === undefined ? [] : [`+${String(Number(by) * share)}`])].join(''),
          ),
    )
    .join(' ');
}
