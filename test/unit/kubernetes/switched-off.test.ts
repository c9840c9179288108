import { describe, expect, test } from 'vitest';
import { completeExample } from '../../../src/lint/engine/example.ts';
import type { Load } from '../../../src/behaviour/load.ts';
import { queueSignals } from '../../../src/behaviour/signals.ts';
import { simulateEcs, simulateKubernetes } from '../../../src/behaviour/simulate.ts';
import type { Proof } from '../../../src/model/proof.ts';
import { planSource, sourceText } from '../../../src/pipeline.ts';
import { proofsOf } from '../../../src/proof/prove.ts';
import { aspectsOf } from '../../../src/proof/words.ts';
import { emittedHandler } from '../behaviour/handler.ts';
import { ecsOf, kubernetesOf, poolOf } from '../behaviour/planned.ts';

const QUEUE = 'queueBacklog: {perReplica: 10, sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"}}';
const WORKER = (rest: string) => `
coldStart: 30s
signals: {${QUEUE}}
${rest}`;
/** More than ten replicas take, for a quarter of an hour, and then nothing. */
const burst: Load = {
  seconds: 7200,
  arrivals: at => (at < 900 ? 45 : 0),
  perReplica: 4,
  signals: queueSignals(),
};
const counts = ({ points }: ReturnType<typeof simulateKubernetes>) => points.map(({ wanted }) => wanted);

/** What a proof says of a pool, by the names of its aspects. */
function said(body: string, target: Proof['target']): Readonly<Record<string, string | undefined>> {
  const yaml = `pools:\n  worker:\n    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }\n${body.trim().replace(/^/gm, '    ')}\n`;
  const [environment] = planSource(sourceText('test.yaml', completeExample(yaml, target))).value;
  const pool = environment?.plan.pools[0];
  const proof = environment && pool && proofsOf(environment.plan, pool).find(one => one.target === target);
  if (pool === undefined || proof === undefined) throw new Error('the example has no plan');
  return Object.fromEntries(aspectsOf(pool, proof).map(aspect => [aspect.name, aspect.said]));
}

describe('scale-in that is switched off', () => {
  const between = WORKER('kind: demand-driven\nreplicas: 2..10\nscaleDown: {select: disabled}');
  const zero = WORKER('kind: scale-to-zero\nreplicas: 0..10\nidle: 5m\nscaleDown: {select: disabled}');

  test('an HPA that KEDA makes never takes a replica away, and the proof says so', () => {
    const seen = counts(simulateKubernetes(kubernetesOf(poolOf(between)), burst, { start: 2, coldStart: 30 }));
    expect(seen.every((count, index) => index === 0 || count >= (seen[index - 1] ?? 0))).toBe(true);
    expect(seen.at(-1)).toBeGreaterThan(2);
    expect(said(between, 'kubernetes')['Back at 2']).toBe('never: scaleDown.select: scale-in is disabled');
  });

  test('KEDA takes a pool to zero from any count: no replica goes while there is work, and then all do', () => {
    const { events } = simulateKubernetes(kubernetesOf(poolOf(zero)), burst, { start: 0, coldStart: 30 });
    const down = events.filter(({ from, to }) => to < from);
    expect(down.map(({ to }) => to)).toEqual([0]);
    expect(down[0]?.from).toBeGreaterThan(1);
    expect(said(zero, 'kubernetes')['Back at zero']).toMatch(/^within /);
  });

  test('Application Auto Scaling takes no task away either, and the watcher stops only the last one', () => {
    const handler = emittedHandler();
    const tasks = counts(simulateEcs(ecsOf(poolOf(between)), burst, { start: 2, coldStart: 30, handler }));
    expect(tasks.every((count, index) => index === 0 || count >= (tasks[index - 1] ?? 0))).toBe(true);
    expect(tasks.at(-1)).toBeGreaterThan(2);
    expect(said(between, 'ecs')['Back at 2']).toBe('never: scaleDown.select: scale-in is disabled');

    const asleep = simulateEcs(ecsOf(poolOf(zero)), burst, { start: 0, coldStart: 30, handler });
    expect(asleep.points.at(-1)?.wanted).toBeGreaterThan(1);
    expect(said(zero, 'ecs')['Back at zero']).toBe(
      'never: scaleDown.select: scale-in is disabled, and the watcher stops only a task that is the last one',
    );
  });

  test('a window that ends leaves its replicas on both platforms', () => {
    const schedule = `kind: always-on\nreplicas: 2..10\nscaleDown: {select: disabled}\nschedule: {timezone: UTC, windows: [{from: "08:00", to: "20:00", min: 5}]}`;
    for (const signals of ['', '\nsignals: {cpu: 70%}'])
      for (const target of ['kubernetes', 'ecs'] as const)
        expect(said(schedule + signals, target)['When a window ends']).toBe(
          'the replicas stay: nothing takes them away',
        );
  });

  test('nobody is told that such a pool is at its maximum', () => {
    const pool = poolOf(between);
    expect(kubernetesOf(pool).alerts.map(({ name }) => name)).not.toContain('PoolPinnedAtMax');
    expect(ecsOf(pool).alarms.map(({ page }) => page)).not.toContain('PoolPinnedAtMax');
  });
});

describe('scale-out that is switched off', () => {
  const up = WORKER('kind: demand-driven\nreplicas: 2..10\nscaleUp: {select: disabled}');

  test('adds nothing on either platform, and takes away what somebody added', () => {
    const handler = emittedHandler();
    const overloaded = { ...burst, arrivals: () => 100 };
    expect(
      new Set(counts(simulateKubernetes(kubernetesOf(poolOf(up)), overloaded, { start: 2, coldStart: 30 }))),
    ).toEqual(new Set([2]));
    expect(new Set(counts(simulateEcs(ecsOf(poolOf(up)), overloaded, { start: 2, coldStart: 30, handler })))).toEqual(
      new Set([2]),
    );
    expect(counts(simulateKubernetes(kubernetesOf(poolOf(up)), burst, { start: 8, coldStart: 30 })).at(-1)).toBe(2);
    expect(said(up, 'kubernetes')['Next replica']).toBeUndefined();
    expect(said(up, 'ecs')['Next replica']).toBeUndefined();
  });

  test('a pool at zero gets its first replica from KEDA, and no other', () => {
    const zero = WORKER('kind: scale-to-zero\nreplicas: 0..10\nidle: 5m\nscaleUp: {select: disabled}');
    const { events } = simulateKubernetes(kubernetesOf(poolOf(zero)), burst, { start: 0, coldStart: 30 });
    expect(events.map(({ from, to }) => [from, to])[0]).toEqual([0, 1]);
    expect(Math.max(...events.map(({ to }) => to))).toBe(1);
  });

  test('a window is a metric of the HPA, and a scheduled action is none', () => {
    const text = `pools:
  web:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    scaleUp: { select: disabled }
    schedule: { timezone: UTC, windows: [{ from: "08:00", to: "20:00", min: 5 }] }
`;
    const [environment] = planSource(sourceText('test.yaml', completeExample(text, undefined))).value;
    const lost = environment?.plan.losses.filter(({ what }) => what.startsWith('schedule'));
    expect(lost?.map(({ target, what, instead }) => `${target} ${what}: ${instead}`)).toEqual([
      'kubernetes schedule.windows.0.min: at most 2 runs: a window is a metric of the HPA, whose scale-out is disabled by scaleUp.select',
    ]);
    const [pool] = environment?.plan.pools ?? [];
    const tops =
      environment && pool && proofsOf(environment.plan, pool).map(({ target, reach }) => [target, reach?.top]);
    expect(tops).toEqual([
      ['kubernetes', 2],
      ['ecs', 5],
    ]);
  });
});

test('nothing else of a direction counts where it is switched off', () => {
  const text = `pools:
  web:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    scaleDown: { select: disabled, percent: 20%, stabilizationWindow: 10m, tolerance: 5% }
`;
  const [environment] = planSource(sourceText('test.yaml', completeExample(text, undefined))).value;
  expect(environment?.plan.pools[0]?.withoutEffect.map(({ path }) => path.join('.'))).toEqual([
    'scaleDown.stabilizationWindow',
    'scaleDown.percent',
    'scaleDown.tolerance',
  ]);
});
