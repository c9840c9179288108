import type { Trigger, TriggerPurpose } from '../model/kubernetes-plan.ts';
import type { PoolPlan } from '../model/plan.ts';
import type { Origin } from '../model/sourced.ts';
import { declaredOn } from './declared.ts';
import { readPromql } from '../promql/read-query.ts';
import type { PromqlReading } from '../promql/read-query.ts';
import type { Declared } from '../model/proof.ts';

/** A query that KEDA asks Prometheus for a pool, and the line that led to it. */
export interface AskedQuery extends Declared {
  readonly trigger: Trigger<'prometheus'>;
  /** Written by the user; the compiler's own are numbers when idle (test/unit/proof/generated-queries.test.ts). */
  readonly own: boolean;
  /** Parsed when it is asked for. */
  readonly reading: PromqlReading;
}

/** Every query of the pool's triggers, as they are emitted; a dozen policies and proofs ask for them. */
export function queriesOf(pool: PoolPlan): readonly AskedQuery[] {
  const known = asked.get(pool);
  if (known !== undefined) return known;
  const queries = queriesOfTriggers(pool);
  asked.set(pool, queries);
  return queries;
}

const asked = new WeakMap<PoolPlan, readonly AskedQuery[]>();

function queriesOfTriggers(pool: PoolPlan): readonly AskedQuery[] {
  const autoscaler = pool.on.kubernetes?.autoscaler;
  if (autoscaler?.kind !== 'scaled-object') return [];
  return autoscaler.triggers.flatMap((trigger): readonly AskedQuery[] => {
    if (trigger.scaler !== 'prometheus' || trigger.metadata.query === undefined) return [];
    const from = declaredBy(trigger.for, pool);
    const declared = declaredOn('kubernetes', pool, from, trigger.type.origin);
    const { query } = trigger.metadata;
    return [
      {
        ...declared,
        trigger,
        own: query.origin.kind === 'written',
        get reading() {
          return readPromql(query.plain);
        },
      },
    ];
  });
}

/** Growth is declared with the lag, and the first calls with the requests where nothing else wakes the pool. */
export function declaredBy(purpose: TriggerPurpose, { pool }: PoolPlan): TriggerPurpose {
  if (purpose === 'growth') return 'kafkaLag';
  return purpose === 'wake' && pool.wake?.source === undefined ? 'requests' : purpose;
}

/** Those that somebody wrote; the compiler's own are held by tests, and need not be parsed. */
export function writtenQueriesOf(pool: PoolPlan): readonly AskedQuery[] {
  return queriesOf(pool).filter(({ own }) => own);
}

/** Every query without those that hold nothing of the user's: CPU and memory over time, read from the cluster. */
export function queriesWithUserText(pool: PoolPlan): readonly AskedQuery[] {
  return queriesOf(pool).filter(({ trigger }) => trigger.for !== 'cpu' && trigger.for !== 'memory');
}

/** The place of a part of a written text, where it stands there as it is; otherwise that of the whole. */
export function placeWithin(at: Origin, part: string): Origin {
  if (at.kind !== 'written') return at;
  const { source, start, end } = at.span;
  const offset = source.text.slice(start, end).indexOf(part);
  return offset < 0 || part === ''
    ? at
    : { ...at, span: { source, start: start + offset, end: start + offset + part.length } };
}
