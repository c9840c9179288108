import type { ScaledObjectDecision, Trigger, TriggerPurpose } from '../../model/kubernetes-plan.ts';
import { oneLine } from '../../model/one-line.ts';
import type { PoolPlan, WakeSource } from '../../model/plan.ts';
import type { Pool } from '../../model/pool.ts';
import type { Declared, RefusedWake, WakePath, WakeProof } from '../../model/proof.ts';
import { because, derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { formatDuration, seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import { evaluate } from '../../promql/evaluate.ts';
import type { World } from '../../promql/evaluate.ts';
import { isConstant, leastRate } from '../../promql/metric-families.ts';
import { comparesSamples, readPromql } from '../../promql/read-query.ts';
import type { PromqlReading, SelectorUse } from '../../promql/read-query.ts';
import { NOTHING, series } from '../../promql/value.ts';
import { totalIn } from '../../promql/work-total.ts';
import type { Total } from '../../promql/work-total.ts';
import { declaredOn, measuredOnReplicas } from '../declared.ts';
import { scaledObjectOf } from '../premises.ts';
import type { Premises } from '../premises.ts';
import { metricDelay } from './metric-delay.ts';
import { namesOf, ownLabel } from '../self-measured.ts';
import type { Names } from '../self-measured.ts';

/** How KEDA wakes the pool: by the triggers that are emitted, each asked in the order in which KEDA asks. */
export function kubernetesWake(premises: Premises): WakeProof {
  const { pool } = premises;
  const scaled = scaledObjectOf(pool);
  const names = namesOf(pool.pool, premises.plan.system);
  const paths: WakePath[] = [];
  const refused: RefusedWake[] = [...measuredOnReplicas('kubernetes', pool)];
  for (const source of pool.wakeSources) {
    const declared = declaredOn('kubernetes', pool, source.from, source.at);
    const trigger = scaled?.triggers.find(other => other.for === wakingPurpose(source, scaled));
    if (scaled === undefined || trigger === undefined)
      refused.push({ ...declared, reason: 'no-metric', detail: `KEDA has no trigger for ${declared.what}` });
    else if (trigger.scaler === 'prometheus')
      wakeByQuery(premises, names, scaled, source, declared, trigger, { paths, refused });
    else if (asksThePool(trigger, names))
      refused.push({
        ...declared,
        reason: 'self',
        detail: `${declared.what} asks the pool itself, of which no replica runs`,
      });
    else wakeByScaler(premises, scaled, source, declared, trigger, { paths, refused });
  }
  return { paths, refused, scheduled: scaled === undefined ? undefined : wakeByClock(pool.pool, scaled) };
}

/** What a caller counts has a trigger beside the one that sizes the pool, which sees the first calls of all. */
function wakingPurpose({ from }: WakeSource, { triggers }: ScaledObjectDecision): TriggerPurpose {
  return from === 'requests' && triggers.some(trigger => trigger.for === 'wake') ? 'wake' : from;
}

function wakeByClock({ coldStart }: Pool, { triggers, pollingInterval }: ScaledObjectDecision): WakeProof['scheduled'] {
  const cron = triggers.find(({ scaler }) => scaler === 'cron');
  if (cron === undefined) return undefined;
  return { at: cron.type.origin, longest: pollAndStart(pollingInterval, coldStart) };
}

function pollAndStart(pollingInterval: Sourced<Seconds>, coldStart: Sourced<Seconds>): Sourced<Seconds> {
  return derive('longest wake = poll + cold start', { pollingInterval, coldStart }, v =>
    seconds(v.pollingInterval + v.coldStart),
  );
}

interface Found {
  readonly paths: WakePath[];
  readonly refused: RefusedWake[];
}

/** Kafka and SQS are asked themselves: the backlog is seen at the next poll. A store of metrics shows it later. */
function wakeByScaler(
  { pool }: Premises,
  { pollingInterval }: ScaledObjectDecision,
  source: WakeSource,
  declared: Declared,
  trigger: Trigger,
  { paths, refused }: Found,
): void {
  if (trigger.scaler === 'kafka' && trigger.metadata.topic === undefined) {
    const group = trigger.metadata.consumerGroup?.plain ?? '';
    refused.push({
      ...declared,
      reason: 'no-committed-offset',
      detail: oneLine(
        'without a list of topics, the scaler counts only topics with committed offsets, and consumer group',
        `"${group}" has none before its first run`,
      ),
    });
    return;
  }
  const { coldStart } = pool.pool;
  const delay = metricDelay(trigger);
  paths.push({
    ...declared,
    // An event a second is no unit of work.
    smallest: countsEvents(pool, source) ? undefined : oneMore(source.activation),
    longest:
      delay === undefined
        ? pollAndStart(pollingInterval, coldStart)
        : derive(
            'longest wake = metric delay + poll + cold start',
            { metricDelay: delay, pollingInterval, coldStart },
            v => seconds(v.metricDelay + v.pollingInterval + v.coldStart),
          ),
    holdsWork: source.holdsWork,
  });
}

function countsEvents({ signals }: PoolPlan, { from }: WakeSource): boolean {
  return signals.some(({ name, facts }) => name === from && facts.counts === 'events a second');
}

/** A scaler that asks an address whose host is the pool's own Service. */
function asksThePool(trigger: Trigger, names: Names): boolean {
  if (trigger.scaler !== 'custom') return false;
  const [, host = ''] = /^https?:\/\/([\w-]+)/.exec(trigger.metadata['url']?.plain ?? '') ?? [];
  return names.own.has(host);
}

function oneMore(activation: Sourced<number>): Sourced<number> {
  return derive('work must exceed the activation: activation + 1', { activation }, v => Math.floor(v.activation) + 1);
}

function wakeByQuery(
  premises: Premises,
  names: Names,
  { pollingInterval }: ScaledObjectDecision,
  source: WakeSource,
  declared: Declared,
  trigger: Trigger<'prometheus'>,
  { paths, refused }: Found,
): void {
  const {
    plan: { system },
    pool,
  } = premises;
  const reading = readPromql(trigger.metadata.query?.plain ?? '');
  if (reading.expression === undefined) {
    refused.push({ ...declared, reason: 'unreadable', detail: 'Prometheus cannot parse the query' });
    return;
  }
  const { scrapeInterval } = system.metrics;
  const unsampled = withoutSamples(reading, scrapeInterval.plain);
  if (unsampled !== undefined) {
    refused.push({ ...declared, reason: 'constant', detail: unsampled });
    return;
  }
  const seen = evaluate(reading.expression, asleepWorld(names));
  const { activation } = source;
  if (!(seen.high > activation.plain)) {
    const own = reading.selectors.map(selector => ownLabel(selector, names)).find(label => label !== undefined);
    refused.push(
      own === undefined
        ? { ...declared, reason: 'constant', detail: `${declared.what} cannot exceed ${String(activation.plain)}` }
        : {
            ...declared,
            reason: 'self',
            detail: `${own} is the pool itself, which counts nothing while it is at zero`,
          },
    );
    return;
  }
  const { coldStart } = pool.pool;
  const total = totalIn(reading.expression);
  const queryDelay = because(
    'the time until the query rises',
    seconds(total?.delay ?? 0),
    trigger.metadata.query?.origin,
  );
  paths.push({
    ...declared,
    smallest: total === undefined ? undefined : smallestOf(total, activation),
    longest:
      queryDelay.plain === 0
        ? derive('longest wake = scrape + poll + cold start', { scrapeInterval, pollingInterval, coldStart }, v =>
            seconds(v.scrapeInterval + v.pollingInterval + v.coldStart),
          )
        : derive(
            'longest wake = query delay + scrape + poll + cold start',
            { queryDelay, scrapeInterval, pollingInterval, coldStart },
            v => seconds(v.queryDelay + v.scrapeInterval + v.pollingInterval + v.coldStart),
          ),
    holdsWork: source.holdsWork,
  });
}

/** Why no series of a query is ever seen: ranges that never hold the two samples that a rate compares. */
function withoutSamples({ selectors }: PromqlReading, scrapeInterval: number): string | undefined {
  const counted = selectors.filter(({ name }) => name !== 'up');
  const [first] = counted;
  const isShort = (use: SelectorUse) => comparesSamples(use) && (use.range ?? Infinity) <= scrapeInterval;
  if (first?.range === undefined || !counted.every(isShort)) return undefined;
  const range = formatDuration(seconds(first.range));
  return `a rate over ${range} never holds two scrapes, which come every ${formatDuration(seconds(scrapeInterval))}`;
}

/**
 * A counter that appears with its first event has no increase then: Prometheus needs a sample before it. So where what
 * is born does not count, one event more is needed of a caller that has made none since it started.
 */
function smallestOf(total: Total, activation: Sourced<number>): Sourced<number> {
  if (total.of === 'level') return oneMore(activation);
  const [more, lost] = total.births ? [1, ''] : [2, ', and the first event of a new counter does not count'];
  const range = because('the range of the rate', seconds(total.of === 'rate' ? total.range : 1), activation.origin);
  return total.of === 'rate'
    ? derive(
        `events in the range must exceed activation × range${lost}: activation × range + ${String(more)}`,
        { activation, range },
        v => Math.floor(v.activation * v.range) + more,
      )
    : derive(
        `events in the range must exceed the activation${lost}: activation + ${String(more)}`,
        { activation },
        v => Math.floor(v.activation) + more,
      );
}

/**
 * No replica of the pool runs, and work has come: of others a series may be worth anything, of the pool there is none.
 */
export function asleepWorld(names: Names): World {
  const others =
    (low: (name: string) => number) =>
    (selector: {
      readonly name: string | undefined;
      readonly matchers: PromqlReading['selectors'][number]['matchers'];
    }) =>
      ownLabel(selector, names) === undefined ? series(low(selector.name ?? ''), Infinity) : NOTHING;
  return {
    sample: others(name => (isConstant(name) ? 1 : -Infinity)),
    rate: others(leastRate),
    change: others(() => -Infinity),
  };
}
