import { describe, expect, test } from 'vitest';
import { EXTRA_POINTS, alarmState } from '../../../../src/behaviour/ecs/alarm.ts';
import type { AlarmState } from '../../../../src/behaviour/ecs/alarm.ts';
import { cloudWatchOf, isTaskCount } from '../../../../src/behaviour/ecs/cloudwatch-series.ts';
import { ecsControllers } from '../../../../src/behaviour/ecs/ecs-controllers.ts';
import { queriesValue } from '../../../../src/behaviour/ecs/metric-queries.ts';
import type { Load } from '../../../../src/behaviour/load.ts';
import { run } from '../../../../src/behaviour/run.ts';
import type { Controller } from '../../../../src/behaviour/run.ts';
import { queueSignals } from '../../../../src/behaviour/signals.ts';
import type { EcsAlarm, EcsPool } from '../../../../src/model/ecs-plan.ts';
import { watchedAlarms } from '../../../../src/proof/ecs/watched.ts';
import { emittedHandler } from '../handler.ts';
import { ecsOf, poolOf, proofOf } from '../planned.ts';

const handler = emittedHandler();
const SLEEPER = 'kind: scale-to-zero\nidle: 5m\ncoldStart: 4m\nreplicas: {min: 0, max: 5}\n';
const MSK = 'kafka: {bootstrapServers: "kafka:9092", lagMetrics: msk, msk: {cluster: events}}';
const SQS = 'queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/videos"}, perReplica: 20}';
const LAG = 'kafkaLag: {perReplica: 1000, consumerGroup: web, topics: [orders, refunds]}';
const calls = (heartbeat: string) =>
  `wake: {source: {cloudwatch: {namespace: Edge, metric: Calls, statistic: Sum${heartbeat}}}, retryBudget: 20m}`;
const BEAT = ', heartbeat: {namespace: Edge, metric: Up, statistic: SampleCount}';

const pools = {
  queue: poolOf(`${SLEEPER}signals: {${SQS}}`),
  lag: poolOf(`${SLEEPER}signals: {${LAG}}`, MSK),
  calls: poolOf(`${SLEEPER}signals: {cpu: 70%}\n${calls(BEAT)}`),
} as const;
type Source = keyof typeof pools;

const alarmsOf = (pool: (typeof pools)[Source]) => watchedAlarms(pool, proofOf(pool, 'ecs'));
function alarmOf(source: Source, key: RegExp): EcsAlarm {
  const found = alarmsOf(pools[source]).find(alarm => key.test(alarm.key));
  if (found === undefined) throw new Error(`${source} has no alarm ${String(key)}`);
  return found;
}

interface Scene {
  readonly load: Partial<Load>;
  readonly start: number;
  readonly coldStart?: number;
  /** Nothing moves the count. */
  readonly stuck?: boolean;
  /** Minutes by which the samples of tasks are late. */
  readonly late?: number;
}

/** The states that the alarm had, each once in a row, while the pool ran. */
function states(source: Source, key: RegExp, scene: Scene): readonly AlarmState[] {
  const alarm = alarmOf(source, key);
  const ecs = ecsOf(pools[source]);
  const seen: AlarmState[] = ['OK'];
  const { load, start, coldStart = 240, stuck = false, late = 0 } = scene;
  const watched: Load = { seconds: 3 * 3600, arrivals: () => 0, perReplica: 10, signals: queueSignals(), ...load };
  run(watched, [...(stuck ? [] : ecsControllers(ecs, handler)), watching(ecs, alarm, late, seen)], {
    start,
    coldStart,
  });
  return seen;
}

function watching(ecs: EcsPool, alarm: EcsAlarm, late: number, seen: AlarmState[]): Controller {
  const cloudwatch = cloudWatchOf(ecs);
  const value = queriesValue(alarm.queries);
  const periods = alarm.periods.plain;
  const rule = {
    threshold: alarm.threshold.plain,
    comparison: alarm.comparison.plain,
    missing: alarm.missing.plain,
    periods,
    datapoints: periods,
  };
  return scene => {
    const minute = Math.floor(scene.world.at / 60);
    if (scene.world.at % 60 === 0 && minute > periods + EXTRA_POINTS) {
      const points = Array.from({ length: periods + EXTRA_POINTS }, (_, index) =>
        value(minute - periods - EXTRA_POINTS + index, (series, at) =>
          isTaskCount(series) && at >= minute - late ? undefined : cloudwatch.published(series, at),
        ),
      );
      const state = alarmState(rule, points, seen.at(-1) ?? 'OK');
      if (state !== seen.at(-1)) seen.push(state);
    }
    cloudwatch.sample(scene);
    return undefined;
  };
}

const WAKE = /^does-not-wake/;
const RETURN = /^does-not-return$/;
const SOURCES: readonly Source[] = ['queue', 'lag', 'calls'];
/** Work a second that comes at a moment, and goes on for a time: `100` is more than all replicas do. */
const burst =
  (from: number, seconds: number, work = 1) =>
  (at: number) =>
    at >= from && at < from + seconds ? work : 0;

describe.each(SOURCES)('an ECS service at zero that wakes by its %s', source => {
  test.each([0, 2])('is not told of while it wakes in time, with samples %i minutes late', late => {
    // Work that comes early, late and in the middle of a minute, again and again.
    for (const offset of [0, 25, 55])
      expect(states(source, WAKE, { load: { arrivals: burst(3600 + offset, 3600) }, start: 0, late })).toEqual(['OK']);
  });

  test('is told of where nothing wakes it, and no more once it runs', () => {
    expect(states(source, WAKE, { load: { arrivals: burst(3600, 7200) }, start: 0, stuck: true })).toEqual([
      'OK',
      'ALARM',
    ]);
    expect(states(source, WAKE, { load: { arrivals: burst(3600, 7200, 100) }, start: 0, coldStart: 1500 })).toEqual([
      'OK',
      'ALARM',
      'OK',
    ]);
  });

  test('is not told of without work, however long it sleeps', () => {
    expect(states(source, WAKE, { load: {}, start: 0 })).toEqual(['OK']);
  });

  test.each([0, 2])('is not told of when it returns in time, with samples %i minutes late', late => {
    const load = { arrivals: burst(1800, 1800) };
    expect(states(source, RETURN, { load, start: 0, late })).toEqual(['OK']);
    expect(states(source, RETURN, { load: {}, start: 5, late })).toEqual(['OK']);
  });

  test('is told of where it does not return, and never while it works', () => {
    const load = { arrivals: burst(0, 3600) };
    expect(states(source, RETURN, { load, start: 2, stuck: true, late: 2 })).toEqual(['OK', 'ALARM']);
    expect(states(source, RETURN, { load: { arrivals: () => 100 }, start: 2, stuck: true })).toEqual(['OK']);
  });

  test('is not told of by a source that publishes nothing: that is not known to be work, nor to be none', () => {
    const load = { arrivals: () => 1, signals: {} };
    expect(states(source, WAKE, { load, start: 0, stuck: true })).toEqual(['OK']);
    expect(states(source, RETURN, { load, start: 2, stuck: true })).toEqual(['OK']);
  });
});

describe('the alarms on waking and returning', () => {
  test('wait for the time of the proof, three minutes more, and count tasks without Container Insights', () => {
    const wake = proofOf(pools.lag, 'ecs').wake?.paths[0]?.longest.plain ?? 0;
    const back = proofOf(pools.lag, 'ecs').back?.after?.plain ?? 0;
    expect(alarmOf('lag', WAKE).periods.plain).toBe(Math.ceil(wake / 60) + 3);
    expect(alarmOf('lag', RETURN).periods.plain).toBe(Math.ceil(back / 60) + 3);
    for (const alarm of alarmsOf(pools.lag)) {
      const tasks = alarm.queries.find(({ series }) => series !== undefined && isTaskCount(series))?.series;
      expect([tasks?.namespace.plain, tasks?.metric.plain, tasks?.statistic.plain]).toEqual([
        'AWS/ECS',
        'CPUUtilization',
        'SampleCount',
      ]);
    }
  });

  test('read each source as the watcher does', () => {
    const expressions = (source: Source) =>
      alarmsOf(pools[source]).map(({ key, queries }) => `${key}: ${queries.at(-1)?.expression?.plain ?? ''}`);
    expect(expressions('queue')).toEqual([
      'does-not-wake-queue-backlog: IF((m1+m2) > 0 AND FILL(m3, 0) < 1, 1, 0)',
      'does-not-return: IF(m6 >= 1 AND (FILL(m1, 0)+FILL(m2, 0)+0*m3) <= 0 AND (m4+m5) <= 0, 1, 0)',
    ]);
    expect(expressions('lag')).toEqual([
      'does-not-wake-kafka-lag: IF((m1+m2) > 0 AND FILL(m3, 0) < 1, 1, 0)',
      'does-not-return: IF(m3 >= 1 AND (m1+m2) <= 0, 1, 0)',
    ]);
    expect(expressions('calls')).toEqual([
      'does-not-wake: IF((FILL(m1, 0)+0*m2) > 0 AND FILL(m3, 0) < 1, 1, 0)',
      'does-not-return: IF(m3 >= 1 AND (FILL(m1, 0)+0*m2) <= 0, 1, 0)',
    ]);
  });

  test('are none where the proof has no time, a schedule needs no work, or a limit of CloudWatch is passed', () => {
    const keys = (body: string, top = '') => alarmsOf(poolOf(`${SLEEPER}${body}`, top)).map(({ key }) => key);
    // Without a heartbeat nobody knows when the calls end.
    expect(keys(calls(''))).toEqual(['does-not-wake']);
    const schedule = 'schedule: {timezone: UTC, windows: [{from: "06:00", to: "20:00", min: 1}]}';
    expect(keys(`signals: {${LAG}}\n${schedule}`, MSK)).toEqual(['does-not-wake-kafka-lag']);
    const topics = (count: number) =>
      `signals: {kafkaLag: {perReplica: 1000, consumerGroup: web, topics: [${Array.from({ length: count }, (_, index) => `t${String(index)}`).join()}]}}`;
    expect(keys(topics(9), MSK)).toEqual(['does-not-wake-kafka-lag', 'does-not-return']);
    expect(keys('coldStart: 25h', '').length).toBe(0);
    const slow = poolOf(
      `kind: scale-to-zero\nidle: 5m\ncoldStart: 25h\nreplicas: {min: 0, max: 5}\nsignals: {${LAG}}`,
      MSK,
    );
    expect(alarmsOf(slow)).toEqual([]);
    expect(alarmsOf(poolOf(`replicas: {min: 1, max: 5}\nsignals: {${LAG}}`, MSK))).toEqual([]);
    expect(alarmsOf(poolOf(`stage: observe\n${SLEEPER}signals: {${LAG}}`, MSK))).toEqual([]);
  });

  test('say what they hold, and when they are silent', () => {
    expect(alarmOf('lag', WAKE).description.plain).toBe(
      'web has had work for 10 minutes, and no task runs; it wakes within 7m (kafkaLag). The alarm is silent while the metric of the work is not published. A task that starts and stops again counts as running.',
    );
    expect(alarmOf('lag', RETURN).description.plain).toMatch(
      /^web has had no work for \d+ minutes, and tasks run; it is back at zero within [0-9hms]+\. The alarm is silent/,
    );
  });
});
