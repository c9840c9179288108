import type { LabelPair } from '../../../model/label-pair.ts';
import type { CloudWatchMetric } from '../../../model/metric-source.ts';
import type { Plan, PlannedSignal, PoolPlan } from '../../../model/plan.ts';
import { queueUrl } from '../../../model/queues.ts';
import { declaredOn } from '../../../proof/declared.ts';
import { queriesOf } from '../../../proof/queries.ts';
import type { AskedQuery } from '../../../proof/queries.ts';
import type { Matcher } from '../../../promql/read-query.ts';
import type { Declared } from '../../../model/proof.ts';

/** What a pool is scaled by, and where that is declared. */
export interface MetricRead extends Declared {
  readonly pool: PoolPlan;
  /** Whatever is made of them. */
  readonly series: readonly Series[];
  /** The names of their metrics, as one text. */
  readonly metrics: string;
  /** In words, for messages. */
  readonly name: string;
  /** Written by the user, or made by the compiler. */
  readonly written: boolean;
  /** The lag of a consumer group, which is a series of its exporter and not of the pool. */
  readonly lag: boolean;
}

interface Series {
  readonly name: string;
  readonly matchers: readonly Matcher[];
}

/** Whether everything that the other reads is read here too: the same metrics, by no matcher that the other has not. */
export function readsAllOf(read: MetricRead, other: MetricRead): boolean {
  return (
    read.metrics === other.metrics &&
    read.series.every(({ name, matchers }) =>
      other.series.some(one => one.name === name && matchers.every(matcher => holdsFor(matcher, one.matchers))),
    )
  );
}

/** Whether a matcher holds for every series that has the others. */
function holdsFor({ label, operator, value }: Matcher, others: readonly Matcher[]): boolean {
  return others.some(other => {
    if (other.label !== label) return false;
    if (other.operator === operator && other.value === value) return true;
    if (other.operator !== '=') return false;
    if (operator === '=~') return matchesWhole(value, other.value);
    return operator === '!=' && other.value !== value;
  });
}

function matchesWhole(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    // Syntax of Go that JavaScript does not have: nothing is claimed.
    return false;
  }
}

function namesOf(series: readonly Series[]): string {
  return [...new Set(series.map(({ name }) => name))].sort().join(' ');
}

/** The series that KEDA asks Prometheus for; none while the stage holds the replicas. */
export function readFromPrometheus({ pools }: Plan): readonly MetricRead[] {
  return pools
    .filter(({ hold }) => hold === undefined)
    .flatMap(pool =>
      queriesOf(pool).map(asked => {
        const series = seriesOf(asked);
        const written = asked.path.at(-1) === 'prometheus';
        const lag = asked.path.includes('kafkaLag');
        return { ...asked, pool, series, metrics: namesOf(series), name: asked.reading.text, written, lag };
      }),
    );
}

/** These tell whether there is something to read, and are no part of it. */
const STATES: ReadonlySet<string> = new Set([
  'up',
  'kube_deployment_status_replicas',
  'kube_statefulset_status_replicas',
]);

/** By selectors, so that another range or function around them makes no other series of them. */
function seriesOf({ reading: { selectors, text } }: AskedQuery): readonly Series[] {
  const read = selectors
    .filter(({ name = '' }) => !STATES.has(name))
    .map(({ name = '', matchers }) => ({ name, matchers }));
  return read.length === 0 ? [{ name: text, matchers: [] }] : read;
}

/** The metrics of CloudWatch that the service or its watcher scales by, but for what ECS says of the service itself. */
export function readFromCloudWatch(plan: Plan): readonly MetricRead[] {
  return plan.pools
    .filter(({ hold, on: { ecs } }) => hold === undefined && ecs !== undefined)
    .flatMap(pool => [
      ...pool.acting.flatMap(planned => {
        const read = signalRead(plan, planned);
        return read === undefined ? [] : [readBy(pool, planned.name, planned.signal.at, read)];
      }),
      ...pool.wakeSources.flatMap(({ from, at, source }) =>
        from !== 'wake' || source?.cloudwatch === undefined
          ? []
          : [readBy(pool, from, at, metricRead(source.cloudwatch))],
      ),
    ]);
}

type Read = Pick<MetricRead, 'series' | 'metrics' | 'name'>;

function readBy(pool: PoolPlan, from: string, at: Declared['at'], read: Read): MetricRead {
  const declared = declaredOn('ecs', pool, from, at);
  return { ...declared, ...read, pool, written: declared.path.at(-1) === 'cloudwatch', lag: from === 'kafkaLag' };
}

function signalRead({ system: { kafka } }: Plan, planned: PlannedSignal): Read | undefined {
  if (planned.cloudwatch !== undefined) return metricRead(planned.cloudwatch);
  switch (planned.kind) {
    case 'kafkaLag': {
      const { consumerGroup, topics } = planned.signal;
      if (kafka?.cloudwatch !== undefined)
        return metricRead({
          ...kafka.cloudwatch,
          dimensions: [{ key: kafka.cloudwatch.groupDimension, value: consumerGroup }],
        });
      if (kafka?.mskCluster === undefined || topics.kind !== 'listed') return undefined;
      const names = topics.names.map(({ plain }) => plain).sort();
      const name = `the lag of group ${consumerGroup.plain} on ${names.join(', ')}`;
      return exactly(name, `${kafka.mskCluster.plain} ${name}`);
    }
    case 'queueBacklog': {
      const url = queueUrl(planned.signal.queue).plain;
      return exactly(url);
    }
    case 'cpu':
    case 'memory':
    case 'requestQueue':
    case 'requests':
    case 'latency':
    case 'custom':
      return undefined;
  }
}

function metricRead({ namespace, metric, dimensions }: Omit<CloudWatchMetric, 'statistic'>): Read {
  const pairs = dimensions.map(({ key, value }: LabelPair) => `${key.plain}=${value.plain}`).sort();
  const name = `${namespace.plain} ${metric.plain} {${pairs.join(', ')}}`;
  return exactly(name);
}

/** A series of CloudWatch has the dimensions that are named, and no other. */
function exactly(name: string, series = name): Read {
  return { name, metrics: series, series: [{ name: series, matchers: [] }] };
}
