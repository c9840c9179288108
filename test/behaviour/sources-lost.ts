import type { Signal, Signals } from '../../src/behaviour/load.ts';
import { lostBetween } from '../../src/behaviour/signals.ts';
import type { KubernetesPool } from '../../src/model/kubernetes-plan.ts';
import { half, holding, idle } from './levels.ts';
import type { PlannedPool } from './pools.ts';
import type { Property } from './property.ts';
import { MOST, simulated } from './simulated.ts';
import { readTogether, signalsOf, valueOfLost } from './signals-of.ts';
import type { EmittedSignal } from './signals-of.ts';

/** Seconds after which the sources are lost: longer than what the alarms of CloudWatch look back at. */
const LOST = 1500;
/** Seconds of the loss, beyond what the pool is declared to wait. */
const BEYOND = 1800;
const MOST_TO_WAIT = 2 * 3600;

/** Sources that are lost under load take no replica away, each that holds the count alone, and all together. */
export const SOURCES_LOST: Property = {
  name: 'sources lost under load take no replica away',
  saidBy: ['dangerous-loss', 'loss-looks-idle'],
  broken: planned => {
    const { min, max } = planned.pool.bounds;
    if (min.plain >= max.plain || max.plain > MOST) return undefined;
    const signals = signalsOf(planned);
    if (planned.pool.hold !== undefined || signals.length === 0) return undefined;
    const count = Math.min(max.plain, Math.max(1, min.plain) + 4);
    const alone = signals.flatMap(signal =>
      ways(planned, signal).flatMap(way => [
        { lost: readTogether(planned, signal), count, others: half, ...way },
        // Where it alone shows that there is work, it alone keeps the last replica from going.
        ...(signal.above === undefined
          ? []
          : [{ lost: readTogether(planned, signal), count: 1, others: () => idle, ...way }]),
      ]),
    );
    const together = { lost: signals, count, others: half, how: 'do not answer', value: undefined };
    return [...alone, ...(signals.length > 1 ? [together] : [])].flatMap(loss => {
      const taken = takenAway(planned, signals, loss);
      return taken === undefined ? [] : [`${loss.lost.map(({ purpose }) => purpose).join(', ')} ${loss.how}: ${taken}`];
    });
  },
};

interface Loss extends Way {
  readonly lost: readonly EmittedSignal[];
  /** Replicas that they hold. */
  readonly count: number;
  /** What the others show meanwhile. */
  readonly others: (signal: EmittedSignal, count: number) => Signal;
}

/** It does not answer; or it does, and has nothing of what it is made of. */
interface Way {
  readonly how: string;
  readonly value: number | undefined;
}

function ways(planned: PlannedPool, { purpose }: EmittedSignal): readonly Way[] {
  const left = valueOfLost(planned, purpose);
  return [
    { how: 'does not answer', value: undefined },
    ...(left === undefined ? [] : [{ how: `is read as ${String(left)} without its series`, value: left }]),
  ];
}

/** What the loss takes away; undefined for nothing, and where what is lost did not hold the count before. */
function takenAway(
  planned: PlannedPool,
  all: readonly EmittedSignal[],
  { lost, count, others, value }: Loss,
): string | undefined {
  const signals: Signals = Object.fromEntries(
    all.map((signal): [string, Signal] => [
      signal.purpose,
      lost.some(({ purpose }) => purpose === signal.purpose)
        ? lostAs(holding(signal, count), value)
        : others(signal, count),
    ]),
  );
  const load = { seconds: LOST + lengthOf(planned), arrivals: () => 0, perReplica: 1, signals };
  const { points } = simulated(planned, load, count);
  const before = points.findLast(({ at }) => at < LOST)?.wanted ?? 0;
  const least = points.reduce((low, { at, wanted }) => (at < LOST ? low : Math.min(low, wanted)), before);
  return before < count || least >= before ? undefined : `${String(before)} replicas become ${String(least)}`;
}

/** Longer than the pool waits before it takes anything away. */
function lengthOf({ on }: PlannedPool): number {
  return (
    BEYOND + Math.min(MOST_TO_WAIT, on.target === 'ecs' ? (on.planned.watcher?.quiet.plain ?? 0) : waitOf(on.planned))
  );
}

function waitOf({ autoscaler, behavior }: KubernetesPool): number {
  const cooldown = autoscaler.kind === 'scaled-object' ? autoscaler.cooldownPeriod.plain : 0;
  return Math.max(cooldown, behavior.scaleDown.stabilizationWindowSeconds.plain);
}

function lostAs(signal: Signal, value: number | undefined): Signal {
  return value === undefined
    ? lostBetween(signal, LOST, Number.POSITIVE_INFINITY)
    : world => (world.at < LOST ? signal(world) : value);
}
