import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EcsSeries } from '../../model/ecs-plan.ts';
import type { Loss, NeutralPool, WakeSource } from '../../model/plan.ts';
import { because, derive, mapped, text, writtenAt } from '../../model/sourced.ts';
import type { EcsTarget, KafkaLagSignal, System } from '../../model/system.ts';
import { seconds } from '../../model/units.ts';
import type { WatcherPlan } from '../../model/watcher-plan.ts';
import { declaredSeries, groupLagSeries, mskLagSeries, queueSeries } from './series.ts';

interface Planned {
  readonly value: WatcherPlan | undefined;
  readonly losses: readonly Loss[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Of roles, functions and schedules alike. */
const LONGEST_NAME = 64;

/** A watcher for each pool whose declared minimum is 0, on every rung but `fixed`; it polls metrics and joins no consumer group (semantics 43). */
export function planWatcher(system: System, neutral: NeutralPool): Planned {
  const { pool, hold } = neutral;
  const target = system.ecs;
  if (target === undefined || pool.existing !== undefined || pool.replicas.min.plain > 0 || pool.stage.plain === 'fixed') return { value: undefined, losses: [], diagnostics: [] };
  const read = neutral.wakeSources.map(source => ({ source, series: seriesOf(system, neutral, source) }));
  const diagnostics = read.filter(({ series }) => series === undefined).map(({ source }) => unseen(neutral, source));
  const longest = `${target.cluster.plain}-${pool.name.plain}-scaler-schedule`;
  if (longest.length > LONGEST_NAME) {
    const written = writtenAt(pool.name.origin);
    diagnostics.push({
      id: 'name-too-long',
      severity: 'error',
      message: `the watcher's role would be called "${longest}", and IAM takes ${String(LONGEST_NAME)} characters`,
      ...(written === undefined ? {} : { span: written.span }),
      path: ['pools', pool.key, 'name'],
      help: 'Give the pool a shorter name',
    });
  }
  const queue = neutral.wakeSources.some(({ from }) => from === 'queueBacklog') ? pool.signals.queueBacklog : undefined;
  const service = pool.name;
  const heartbeat = neutral.wakeSources.map(source => cloudwatchOf(neutral, source)?.heartbeat).find(found => found !== undefined);
  const first = neutral.wakeSources[0];
  return {
    value: {
      name: text`${target.cluster}-${service}-scaler`,
      service,
      cluster: target.cluster,
      serviceArn: arn(target, 'ecs', text`service/${target.cluster}/${service}`),
      wakeCount: because('one task takes the first work, and Application Auto Scaling adds the rest', 1, pool.at),
      activation: first?.activation ?? because('any work at all wakes it', 0, pool.at),
      window: derive('asleep after idle + cold start without work, in whole minutes', { idle: pool.idle, coldStart: pool.coldStart }, v => seconds(Math.ceil((v.idle + v.coldStart) / 60) * 60)),
      work: read.flatMap(({ series }) => series ?? []),
      heartbeat: heartbeat === undefined ? undefined : declaredSeries(heartbeat),
      queue: queue === undefined ? undefined : {
        url: queue.url,
        arn: arn(target, 'sqs', mapped(queue.url, url => url.slice(url.lastIndexOf('/') + 1))),
        inFlight: queue.inFlight,
      },
      enabled: because(hold === undefined ? 'it alone wakes the pool' : `the rung ${pool.stage.plain} holds the replicas`, hold === undefined, pool.stage.origin),
    },
    losses: [],
    diagnostics,
  };
}

function arn({ partition, region, accountId }: EcsTarget, service: string, resource: ReturnType<typeof text>) {
  return text`arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

function cloudwatchOf({ signals }: NeutralPool, { from, source }: WakeSource) {
  if (from === 'wake') return source?.cloudwatch;
  const planned = signals.find(({ name }) => name === from);
  return planned !== undefined && 'cloudwatch' in planned ? planned.cloudwatch : undefined;
}

/** What CloudWatch shows of the work; undefined where it shows nothing. */
function seriesOf(system: System, neutral: NeutralPool, wake: WakeSource): readonly EcsSeries[] | undefined {
  const declared = cloudwatchOf(neutral, wake);
  if (declared !== undefined) return [declaredSeries(declared)];
  const { queueBacklog, kafkaLag } = neutral.pool.signals;
  if (wake.from === 'queueBacklog' && queueBacklog !== undefined) return queueSeries(queueBacklog);
  if (wake.from === 'kafkaLag' && kafkaLag !== undefined) return lagSeries(system, kafkaLag);
  return undefined;
}

function lagSeries({ kafka }: System, { consumerGroup, topics }: KafkaLagSignal): readonly EcsSeries[] | undefined {
  if (kafka?.cloudwatch !== undefined) return [groupLagSeries(kafka.cloudwatch, consumerGroup)];
  const cluster = kafka?.mskCluster;
  if (cluster === undefined || topics.kind !== 'listed') return undefined;
  return topics.names.map(topic => mskLagSeries(cluster, consumerGroup, topic));
}

function unseen({ pool }: NeutralPool, { from, at }: WakeSource): Diagnostic {
  const written = writtenAt(at);
  return {
    id: 'wake-source-missing',
    severity: 'error',
    message: `nothing in CloudWatch shows ${from === 'wake' ? 'the wake source' : `signals.${from}`} of pool "${pool.key}", so on ECS it would never wake`,
    ...(written === undefined ? {} : { span: written.span }),
    path: ['pools', pool.key, from === 'wake' ? 'wake' : 'signals'],
    help: from === 'kafkaLag' ? 'Write kafka.cloudwatch, or kafka.msk with listed topics' : 'Write source.cloudwatch with its namespace, metric and dimensions',
  };
}
