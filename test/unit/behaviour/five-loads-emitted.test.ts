import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Signal } from '../../../src/behaviour/load.ts';
import { backlog, utilization } from '../../../src/behaviour/signals.ts';
import { simulateKubernetes } from '../../../src/behaviour/simulate.ts';
import type { TriggerPurpose } from '../../../src/model/kubernetes-plan.ts';
import { planSource, sourceText } from '../../../src/pipeline.ts';
import { ENGINE_BEFORE } from './engine-before.ts';
import type { EmittedEngine } from './engine-before.ts';
import { COLD_START, FIVE_LOADS, MIN, PER_REPLICA, SECONDS } from './five-loads.ts';
import { kubernetesOf } from './planned.ts';

/**
 * The engine of the root example under the five loads, as it is emitted and as it was (`engine-before.ts`). It was
 * given the lag by the brokers, and is given it by Prometheus: how far a scrape and a sync of the HPA are apart nobody
 * chooses, so each result is the worst of six such distances.
 */
const root = join(import.meta.dirname, '../../..');
const engine = planSource(
  sourceText('pipestream-scaling.yaml', readFileSync(join(root, 'pipestream-scaling.yaml'), 'utf8')),
)
  .value.find(({ name }) => name === 'production')
  ?.plan.pools.find(({ pool }) => pool.key === 'engine');
if (engine === undefined) throw new Error('the root example has no engine');
const kubernetes = kubernetesOf(engine);

const SCRAPE = 30;
const PHASES = [0, 5, 10, 15, 20, 25];

interface Result {
  readonly peak: number;
  /** Seconds after which the first replica more was asked for. */
  readonly first: number;
  readonly most: number;
}

type LoadName = keyof typeof FIVE_LOADS;

function under(name: LoadName, emitted: EmittedEngine, lag: Signal): Result {
  const { arrivals } = FIVE_LOADS[name];
  const signals = { kafkaLag: lag, cpu: utilization(), latency: () => 0 };
  const trace = simulateKubernetes(
    { ...kubernetes, ...emitted },
    { seconds: SECONDS, arrivals, perReplica: PER_REPLICA, signals },
    { start: MIN, coldStart: COLD_START, keda: '2.18' },
  );
  return {
    peak: Math.round(trace.peakBacklog),
    first: trace.events.find(({ from, to }) => to > from)?.at ?? Infinity,
    most: Math.max(...trace.points.map(({ wanted }) => wanted)),
  };
}

function before(name: LoadName, without: readonly TriggerPurpose[] = []): Result {
  return under(name, less(ENGINE_BEFORE, without), backlog);
}

function now(name: LoadName, without: readonly TriggerPurpose[] = []): Result {
  const { autoscaler, behavior } = kubernetes;
  if (autoscaler.kind !== 'scaled-object') throw new Error('the engine has no ScaledObject');
  const emitted = less({ autoscaler, behavior }, without);
  const results = PHASES.map(phase =>
    under(name, emitted, world => backlog(world.earlier((world.at + phase) % SCRAPE))),
  );
  return {
    peak: Math.max(...results.map(({ peak }) => peak)),
    first: Math.max(...results.map(({ first }) => first)),
    most: Math.max(...results.map(({ most }) => most)),
  };
}

function less({ autoscaler, behavior }: EmittedEngine, without: readonly TriggerPurpose[]): EmittedEngine {
  return {
    autoscaler: { ...autoscaler, triggers: autoscaler.triggers.filter(trigger => !without.includes(trigger.for)) },
    behavior,
  };
}

const NAMES = ['A', 'B', 'C', 'D', 'E'] as const satisfies readonly LoadName[];

describe('the engine under five loads, as it was emitted and as it is', () => {
  test('a burst peaks under 20,000', () => {
    expect(now('B').peak).toBeLessThan(20_000);
    expect(before('B').peak).toBeGreaterThan(80_000);
  });

  test('under a slow growth the first replica comes at least a cold start earlier', () => {
    expect(before('A').first - now('A').first).toBeGreaterThanOrEqual(COLD_START);
    expect(before('A', ['cpu']).first - now('A', ['cpu']).first).toBeGreaterThanOrEqual(COLD_START);
  });

  test.each(NAMES)('load %s peaks nowhere more than a tenth above what it did', name => {
    expect(now(name).peak).toBeLessThanOrEqual(1.1 * before(name).peak);
    expect(now(name, ['cpu']).peak).toBeLessThanOrEqual(1.1 * before(name, ['cpu']).peak);
  });

  test('growth leads the lag by a cold start where nothing else would: without it the first replica is later', () => {
    const [withGrowth, withoutGrowth] = [now('A', ['cpu']), now('A', ['cpu', 'growth'])];
    expect(withoutGrowth.first - withGrowth.first).toBeGreaterThanOrEqual(COLD_START);
    expect(withGrowth.peak).toBeLessThan(withoutGrowth.peak);
  });

  test('a slope against a rate led nothing, and beside CPU growth asks for no first replica', () => {
    const firsts = (run: typeof now, without: readonly TriggerPurpose[]) => NAMES.map(name => run(name, without).first);
    expect(firsts(before, ['cpu'])).toEqual(firsts(before, ['cpu', 'growth']));
    expect(firsts(now, [])).toEqual(firsts(now, ['growth']));
  });

  test('the table in docs/decisions says so', () => {
    const document = readFileSync(join(root, 'docs/decisions/0011-five-loads.md'), 'utf8');
    expect(document).toContain(table([]));
    expect(document).toContain(table(['cpu']));
  });
});

function table(without: readonly TriggerPurpose[]): string {
  const rows = NAMES.map(name => {
    const [was, is] = [before(name, without), now(name, without)];
    const cells = [count(was.peak), count(is.peak), `${count(was.first)} s`, `${count(is.first)} s`, was.most, is.most];
    return `| ${name}: ${FIVE_LOADS[name].what} | ${cells.join(' | ')} |`;
  });
  return [
    '| Load | Peak lag before | now | First replica before | now | Most replicas before | now |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
