import type { ScaledObjectDecision, Trigger, TriggerPurpose } from '../../../model/kubernetes-plan.ts';
import type { PoolPlan, WakeSource } from '../../../model/plan.ts';
import { because, derive } from '../../../model/sourced.ts';
import type { Sourced } from '../../../model/sourced.ts';
import { seconds } from '../../../model/units.ts';
import type { Seconds } from '../../../model/units.ts';
import { declaredOn, measuredOnReplicas } from '../proof/declared.ts';
import { isConstant } from '../../../promql/metric-families.ts';
import { ownLabel } from '../proof/self-measured.ts';
import { evaluate } from '../../../promql/evaluate.ts';
import type { World } from '../../../promql/evaluate.ts';
import { NOTHING, series } from '../../../promql/value.ts';
import { readPromql } from '../../../promql/read-query.ts';
import type { PromqlReading } from '../../../promql/read-query.ts';
import type {
  BlockedReturn,
  Declared,
  Premises,
  RefusedWake,
  ReturnProof,
  WakePath,
  WakeProof,
} from '../proof/types.ts';
import { queriesOf } from '../proof/queries.ts';
import type { AskedQuery } from '../proof/queries.ts';
import { oneLine } from '../../../model/one-line.ts';
import { totalIn } from '../../../promql/work-total.ts';

/** How KEDA wakes the pool: by the triggers that are emitted, each asked in the order in which KEDA asks. */
export function kubernetesWake(premises: Premises): WakeProof {
  const { pool } = premises;
  const scaled = scaledObjectOf(pool);
  const paths: WakePath[] = [];
  const refused: RefusedWake[] = [...measuredOnReplicas('kubernetes', pool)];
  for (const source of pool.wakeSources) {
    const declared = declaredOn('kubernetes', pool, source.from, source.at);
    const trigger = scaled?.triggers.find(other => other.for === source.from);
    if (scaled === undefined || trigger === undefined)
      refused.push({ ...declared, reason: 'no-metric', detail: `KEDA has no trigger for ${declared.what}` });
    else if (trigger.scaler === 'prometheus')
      wakeByQuery(premises, scaled, source, declared, trigger, { paths, refused });
    else wakeByScaler(premises, scaled, source, declared, trigger, { paths, refused });
  }
  const cron = scaled?.triggers.find(({ scaler }) => scaler === 'cron');
  return { paths, refused, scheduled: cron?.type.origin };
}

function scaledObjectOf({ on: { kubernetes } }: PoolPlan): ScaledObjectDecision | undefined {
  return kubernetes?.autoscaler.kind === 'scaled-object' ? kubernetes.autoscaler : undefined;
}

interface Found {
  readonly paths: WakePath[];
  readonly refused: RefusedWake[];
}

/** Kafka and SQS are asked themselves: the backlog is seen at the next poll. */
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
  paths.push({
    ...declared,
    smallest: oneMore(source.activation),
    longest: derive('longest wake = poll + cold start', { pollingInterval, coldStart }, v =>
      seconds(v.pollingInterval + v.coldStart),
    ),
    holdsWork: source.holdsWork,
  });
}

function oneMore(activation: Sourced<number>): Sourced<number> {
  return derive('work must exceed the activation: activation + 1', { activation }, v => Math.floor(v.activation) + 1);
}

function wakeByQuery(
  premises: Premises,
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
  const seen = evaluate(reading.expression, asleepWorld(premises));
  const { activation } = source;
  if (!(seen.high > activation.plain)) {
    const own = reading.selectors
      .map(selector => ownLabel(selector, premises.names))
      .find(label => label !== undefined);
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
  const { scrapeInterval } = system.metrics;
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

/**
 * A counter that appears with its first event has no increase then: Prometheus needs a sample before it. So of a
 * counter
 * one event more is needed, where the caller has made none since it started.
 */
function smallestOf(
  total: { readonly of: 'rate' | 'increase' | 'level'; readonly range: number },
  activation: Sourced<number>,
): Sourced<number> {
  if (total.of === 'level') return oneMore(activation);
  if (total.of === 'increase')
    return derive(
      oneLine(
        'events in the range must exceed the activation, and the first event of a new counter does not count:',
        'activation + 2',
      ),
      { activation },
      v => Math.floor(v.activation) + 2,
    );
  const range = because('the range of the rate', seconds(total.range), activation.origin);
  return derive(
    oneLine(
      'events in the range must exceed activation × range, and the first event of a new counter does not count:',
      'activation × range + 2',
    ),
    { activation, range },
    v => Math.floor(v.activation * v.range) + 2,
  );
}

/**
 * No replica of the pool runs, and work has come: of others a series may be worth anything, of the pool there is none.
 */
function asleepWorld({ names }: Premises): World {
  const others =
    (low: number) =>
    (selector: {
      readonly name: string | undefined;
      readonly matchers: PromqlReading['selectors'][number]['matchers'];
    }) =>
      ownLabel(selector, names) === undefined ? series(isConstant(selector.name ?? '') ? 1 : low, Infinity) : NOTHING;
  return { sample: others(-Infinity), rate: others(0), change: others(-Infinity) };
}

/** How KEDA takes it back: when no trigger is active and none in error, cooldownPeriod after the last poll that was. */
export function kubernetesReturn({ plan: { system }, pool }: Premises): ReturnProof {
  const scaled = scaledObjectOf(pool);
  if (scaled === undefined) return { after: undefined, blocked: [] };
  const waking = new Set<TriggerPurpose>(pool.wakeSources.map(({ from }) => from));
  const asked = queriesOf(pool);
  const blocked = asked.flatMap(query => blockedBy(scaled, query));
  if (blocked.length > 0) return { after: undefined, blocked };
  const { pollingInterval, cooldownPeriod } = scaled;
  const last = asked
    .filter(({ trigger }) => waking.has(trigger.for))
    .reduce<AskedQuery | undefined>(
      (longest, query) => (longest === undefined || query.reading.reach > longest.reading.reach ? query : longest),
      undefined,
    );
  return {
    after:
      last === undefined
        ? afterPoll(cooldownPeriod, pollingInterval)
        : afterQuery(last, system.metrics.scrapeInterval, cooldownPeriod, pollingInterval),
    blocked,
  };
}

function afterPoll(cooldownPeriod: Sourced<number>, pollingInterval: Sourced<number>): Sourced<Seconds> {
  return derive(
    'back at zero after cooldown + 2 polls: the last poll with work, and the first one after the cooldown',
    { cooldownPeriod, lastPollWithWork: pollingInterval, pollAfterCooldown: pollingInterval },
    v => seconds(v.cooldownPeriod + v.lastPollWithWork + v.pollAfterCooldown),
  );
}

function afterQuery(
  { at, reading }: AskedQuery,
  scrapeInterval: Sourced<Seconds>,
  cooldownPeriod: Sourced<number>,
  pollingInterval: Sourced<number>,
): Sourced<Seconds> {
  const queryRange = because('the range of the query', seconds(reading.reach), at);
  return derive(
    oneLine(
      'back at zero after scrape + query range + cooldown + 2 polls: the last poll with work, and the first one after',
      'the cooldown',
    ),
    {
      scrapeInterval,
      queryRange,
      cooldownPeriod,
      lastPollWithWork: pollingInterval,
      pollAfterCooldown: pollingInterval,
    },
    v => seconds(v.scrapeInterval + v.queryRange + v.cooldownPeriod + v.lastPollWithWork + v.pollAfterCooldown),
  );
}

/**
 * With ignoreNullValues "false" NaN, infinity and no element are errors, and an error without fallback comes before
 * scaling to zero (semantics 26).
 */
function blockedBy(
  { fallback }: ScaledObjectDecision,
  { at, path, from, what, trigger, reading: { idle, expression, text } }: AskedQuery,
): readonly BlockedReturn[] {
  if (expression === undefined) return [];
  const activation = Number(trigger.metadata.activationThreshold?.plain ?? 0);
  if (idle.low > idle.high) {
    // fallback.replicas 0 scales to zero on an error.
    if (fallback?.replicas.plain === 0) return [];
    const result = idle.nan ? 'NaN' : idle.infinite ? 'infinite' : 'empty';
    return [
      {
        at,
        path,
        from,
        what,
        reason: 'error-when-idle',
        guardable: idle.bare && !idle.infinite ? text : undefined,
        detail: `its result is ${result} when idle, which is an error for KEDA, and an error prevents scaling to zero`,
      },
    ];
  }
  if (idle.low <= activation) return [];
  return [
    {
      at,
      path,
      from,
      what,
      reason: 'never-inactive',
      detail: oneLine(
        `its value is never below ${String(idle.low)}, but the trigger is inactive only at`,
        `${String(activation)} or less`,
      ),
    },
  ];
}
