import { describe, expect, test } from 'vitest';
import type { Load } from '../../../../src/behaviour/load.ts';
import { lostBetween, queueSignals, stepwise } from '../../../../src/behaviour/signals.ts';
import { simulateKubernetes } from '../../../../src/behaviour/simulate.ts';
import type { Trace } from '../../../../src/behaviour/trace.ts';
import { kubernetesOf, poolOf } from '../planned.ts';

const KAFKA = 'kafka: {bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter}';
const quiet: Load = { seconds: 3600, arrivals: () => 0, perReplica: 1, signals: {} };
const at = ({ points }: Trace, time: number): number => points.find(point => point.at === time)?.wanted ?? -1;

describe('a ScaledObject under a load', () => {
  test('an error beside activity lets the cooldown run out, and both ending together puts it to sleep at once', () => {
    const plan = kubernetesOf(
      poolOf(`
kind: scale-to-zero
idle: 5m
replicas: {min: 0, max: 4}
signals:
  requestQueue: {perReplica: 10, source: {prometheus: {gauge: waiting}}}
  latency: {p99: 500ms, source: {prometheus: {histogram: web_seconds}}}`),
    );
    const signals = (lost: boolean): Load['signals'] => ({
      requestQueue: stepwise([0, 0], [60, 5], [1200, 0]),
      latency: lost ? stepwise([0, 0], [120, undefined], [1200, 0]) : () => 0,
    });
    const asleep = ({ events }: Trace) => events.find(({ to }) => to === 0)?.at;
    const options = { start: 0, coldStart: 30 };
    expect(asleep(simulateKubernetes(plan, { ...quiet, signals: signals(false) }, options))).toBe(1500);
    expect(asleep(simulateKubernetes(plan, { ...quiet, signals: signals(true) }, options))).toBe(1200);
  });

  test('a fallback takes nothing away from a busy pool, and a static one takes it down to its replicas (20)', () => {
    const plan = kubernetesOf(
      poolOf(`
replicas: {min: 2, max: 30}
fallback: {replicas: 3}
signals: {requestQueue: {perReplica: 10, source: {prometheus: {gauge: waiting}}}}`),
    );
    const signals = { requestQueue: lostBetween(() => 300, 900, 10_000) };
    const { autoscaler } = plan;
    if (autoscaler.kind !== 'scaled-object' || autoscaler.fallback === undefined) throw new Error('no fallback');
    const { fallback } = autoscaler;
    const isStatic = { ...plan, autoscaler: { ...autoscaler, fallback: { ...fallback, behavior: undefined } } };
    const ends = [plan, isStatic].map(each => {
      const trace = simulateKubernetes(each, { ...quiet, seconds: 7200, signals }, { start: 30, coldStart: 30 });
      return [at(trace, 885), at(trace, 7185)];
    });
    expect(ends).toEqual([
      [30, 30],
      [30, 3],
    ]);
  });

  test('brokers that are away hold it, whatever the fallback is: no scaler can be built (1a)', () => {
    const plan = kubernetesOf(
      poolOf(
        `
replicas: {min: 2, max: 30}
fallback: {replicas: 3}
signals: {kafkaLag: {perReplica: 10, consumerGroup: web, topics: [orders]}}`,
        KAFKA,
      ),
    );
    const signals = { kafkaLag: lostBetween(() => 300, 900, 10_000) };
    const trace = simulateKubernetes(plan, { ...quiet, seconds: 7200, signals }, { start: 30, coldStart: 30 });
    expect([at(trace, 885), at(trace, 7185)]).toEqual([30, 30]);
  });

  test('a window of a schedule is a minimum that comes and goes (61)', () => {
    const plan = kubernetesOf(
      poolOf(`
replicas: {min: 1, max: 10}
signals: {cpu: 70%}
schedule: {timezone: UTC, windows: [{from: "01:00", to: "02:00", min: 5}]}`),
    );
    const load: Load = { ...quiet, seconds: 4 * 3600, signals: { cpu: () => 10 } };
    const trace = simulateKubernetes(plan, load, { start: 1, coldStart: 30 });
    expect([at(trace, 3585), at(trace, 3660), at(trace, 7185), at(trace, 7200 + 1800)]).toEqual([1, 5, 5, 1]);
  });

  test('is held at its paused replicas on the stage fixed, and not moved on the stage observe', () => {
    const body =
      'replicas: {min: 1, max: 10, fixed: 3}\nsignals: {kafkaLag: {perReplica: 10, consumerGroup: web, topics: [orders]}}';
    const load: Load = { ...quiet, signals: { kafkaLag: () => 1000 } };
    const ends = (stage: string, start: number) => {
      const trace = simulateKubernetes(kubernetesOf(poolOf(`stage: ${stage}\n${body}`, KAFKA)), load, {
        start,
        coldStart: 30,
      });
      return trace.events.map(({ from, to, by }) => ({ from, to, by }));
    };
    expect(ends('fixed', 1)).toEqual([{ from: 1, to: 3, by: 'keda' }]);
    expect(ends('observe', 3)).toEqual([]);
    expect(ends('full', 3).at(-1)).toMatchObject({ to: 10, by: 'hpa' });
  });

  test('lag on few partitions asks for no more replicas than there are partitions', () => {
    const plan = kubernetesOf(
      poolOf(
        'replicas: {min: 1, max: 10}\nsignals: {kafkaLag: {perReplica: 10, consumerGroup: web, topics: [orders]}}',
        KAFKA,
      ),
    );
    const load: Load = { ...quiet, partitions: 4, signals: { kafkaLag: () => 1000 } };
    expect(at(simulateKubernetes(plan, load, { start: 1, coldStart: 30 }), 3585)).toBe(4);
  });
});

describe('a plain HPA under a load', () => {
  test('adds replicas that are cold, does not count them, and comes down in ten percents', () => {
    const plan = kubernetesOf(poolOf('replicas: {min: 2, max: 20}\nsignals: {cpu: 70%}'));
    const load: Load = {
      seconds: 7200,
      arrivals: time => (time < 2400 ? 100 : 5),
      perReplica: 10,
      signals: queueSignals(),
    };
    const trace = simulateKubernetes(plan, load, { start: 2, coldStart: 120 });
    const most = Math.max(...trace.points.map(({ wanted }) => wanted));
    expect(most).toBeGreaterThanOrEqual(14);
    expect(at(trace, 7185)).toBe(2);
    const down = trace.events.filter(({ from, to }) => to < from);
    expect(down.every(({ from, to }) => from - to <= Math.max(1, Math.ceil(from / 10)))).toBe(true);
  });
});
