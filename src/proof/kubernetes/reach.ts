import type { PlannedSignal, PoolPlan } from '../../model/plan.ts';
import { oneLine } from '../../model/one-line.ts';
import { isCustomName } from '../../model/signals.ts';
import { queriesOf } from '../queries.ts';
import type { AskedQuery } from '../queries.ts';
import { percent, utilisationLimit } from '../utilisation-limit.ts';
import type { ReachLimit } from '../../model/proof.ts';

/** Percent of deviation that an HPA leaves alone unless it is told otherwise (semantics 1). */
const HPA_TOLERANCE = 10;

/** What a signal asks an HPA for at most; undefined where that has no bound. */
export function kubernetesLimit(plan: PoolPlan, planned: PlannedSignal): ReachLimit | undefined {
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
    oneLine(
      `${name} cannot exceed its limit at ${percent(ceiling)} of the request, but the HPA adds replicas only above`,
      percent(above),
    ),
  );
}

/** Kafka and SQS are not asked by a query, and a backlog has no bound. */
function queryLimit(plan: PoolPlan, { name }: PlannedSignal): ReachLimit | undefined {
  const declared = name === 'queueBacklog' || isCustomName(name) ? undefined : plan.pool.signals[name];
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
    detail: oneLine(
      `the query of ${name} returns at most ${String(reading.most)}, with a threshold of`,
      trigger.metadata.threshold?.plain ?? '',
    ),
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
