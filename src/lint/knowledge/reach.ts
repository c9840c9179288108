import type { PlannedSignal, PoolPlan } from '../../model/plan.ts';
import type { Origin, Path, Sourced } from '../../model/sourced.ts';
import type { TargetName } from '../../model/targets.ts';
import type { UtilisationSignal } from '../../model/signals.ts';
import { queriesOf } from './proof/queries.ts';
import type { AskedQuery } from './proof/queries.ts';

/** Something that asks for replicas, and never for more than `asks` of them. */
export interface ReachLimit {
  readonly kind: 'utilisation' | 'query' | 'wake' | 'schedule';
  readonly asks: number;
  readonly detail: string;
  readonly at: Origin;
  readonly path: Path;
  /** A utilisation that never gets above its target, and the highest one, in whole percent, that it does get above. */
  readonly utilisation?: { readonly target: Sourced<number>; readonly highest: number };
}

/** On a target nothing ever asks for more than `top` replicas. */
export interface Reach {
  readonly target: TargetName;
  readonly top: number;
  readonly limits: readonly ReachLimit[];
}

/** For each target where all that moves the pool is bounded; one without anything that moves it is not among them. */
export function reachesOf(plan: PoolPlan): readonly Reach[] {
  const always = [...wakeLimits(plan), ...scheduleLimits(plan)];
  // Where a rung leaves only the wake source, the bounds are for the rungs above it.
  const moving = plan.acting.length > 0 ? plan.acting : plan.signals;
  return LIMITED.flatMap(({ target, limitOf }): readonly Reach[] => {
    if (plan.on[target] === undefined) return [];
    const signals = moving.map(signal => limitOf(plan, signal));
    const limits = [...signals.filter(limit => limit !== undefined), ...always];
    // One signal without a limit asks for as many replicas as there is work.
    if (signals.includes(undefined) || limits.length === 0) return [];
    return [{ target, limits, top: Math.max(1, plan.bounds.min.plain, ...limits.map(({ asks }) => asks)) }];
  });
}

const LIMITED = [
  { target: 'kubernetes', limitOf: kubernetesLimit },
  { target: 'ecs', limitOf: ecsLimit },
] as const;

/** Percent of deviation that an HPA leaves alone unless it is told otherwise (semantics 1). */
const HPA_TOLERANCE = 10;

function kubernetesLimit(plan: PoolPlan, planned: PlannedSignal): ReachLimit | undefined {
  if (planned.name !== 'cpu' && planned.name !== 'memory') return queryLimit(plan, planned);
  const { name, signal } = planned;
  const range = plan.pool.containers.find(container => container.name.plain === signal.container.plain)?.[name];
  if (range?.limit === undefined) return undefined;
  const ceiling = (100 * range.limit.plain) / range.request.plain;
  const slack = 1 + (plan.pool.scaleUp.tolerance?.plain ?? HPA_TOLERANCE) / 100;
  const above = signal.target.plain * slack;
  if (ceiling > above) return undefined;
  return utilisationLimit(
    plan,
    name,
    signal,
    Math.ceil(ceiling / slack) - 1,
    `${name} gets to ${percent(ceiling)} of the request at most, where the limit is, and the HPA adds replicas above ${percent(above)}`,
  );
}

/** A task is given its size and no more, and an alarm needs a value above the target. */
function ecsLimit(plan: PoolPlan, planned: PlannedSignal): ReachLimit | undefined {
  if (planned.name !== 'cpu' && planned.name !== 'memory') return undefined;
  const { name, signal } = planned;
  if (signal.target.plain < 100) return undefined;
  return utilisationLimit(
    plan,
    name,
    signal,
    99,
    `${name} gets to 100% of the task's size at most, and tasks are added above ${percent(signal.target.plain)}`,
  );
}

function utilisationLimit(
  { pool }: PoolPlan,
  name: 'cpu' | 'memory',
  signal: UtilisationSignal,
  highest: number,
  detail: string,
): ReachLimit {
  return {
    kind: 'utilisation',
    asks: 0,
    detail,
    at: signal.target.origin,
    path: ['pools', pool.key, 'signals', name],
    utilisation: { target: signal.target, highest },
  };
}

/** Kafka and SQS are not asked by a query, and a backlog has no bound. */
function queryLimit(plan: PoolPlan, { name }: PlannedSignal): ReachLimit | undefined {
  const declared = name === 'queueBacklog' ? undefined : plan.pool.signals[name];
  // What the compiler asks of a gauge, a counter or a histogram has no bound; only a query of one's own may have.
  if (declared === undefined || !('source' in declared) || declared.source?.prometheus?.kind !== 'query')
    return undefined;
  const asked = queriesOf(plan)
    .filter(({ from }) => from === name)
    .map(query => ({ query, asks: replicasAsked(query) }));
  const most = asked.reduce<(typeof asked)[number] | undefined>(
    (best, one) => (best === undefined || one.asks > best.asks ? one : best),
    undefined,
  );
  if (most === undefined || most.asks === Infinity) return undefined;
  const {
    query: { reading, trigger, at, path },
    asks,
  } = most;
  return {
    kind: 'query',
    asks,
    detail: `the query of ${name} returns ${String(reading.most)} at most, for a threshold of ${trigger.metadata.threshold?.plain ?? ''}`,
    at,
    path,
  };
}

/**
 * A total is divided by the threshold; anything else is compared with it, and asks for more as long as it is above
 * (semantics 2).
 */
function replicasAsked({ reading, trigger }: AskedQuery): number {
  const ratio = reading.most / Number(trigger.metadata.threshold?.plain ?? 0);
  if (trigger.metricType?.plain === 'AverageValue') return Math.max(0, Math.ceil(ratio));
  return ratio > 1 + HPA_TOLERANCE / 100 ? Infinity : 0;
}

function wakeLimits({ pool, wakeSources }: PoolPlan): readonly ReachLimit[] {
  return wakeSources
    .filter(({ from }) => from === 'wake' && pool.replicas.min.plain === 0)
    .map(({ at }) => ({
      kind: 'wake',
      asks: 1,
      detail: 'wake.source starts the first replica and no other',
      at,
      path: ['pools', pool.key, 'wake'],
    }));
}

function scheduleLimits({ pool: { schedule, key } }: PoolPlan): readonly ReachLimit[] {
  if (schedule === undefined) return [];
  const asks = Math.max(...schedule.windows.map(({ min }) => min.plain));
  return [
    {
      kind: 'schedule',
      asks,
      detail: `the schedule asks for ${String(asks)} at most`,
      at: schedule.at,
      path: ['pools', key, 'schedule'],
    },
  ];
}

function percent(value: number): string {
  return `${String(Math.round(value * 10) / 10)}%`;
}
