import { hpaPace } from '../../behaviour/closed-form/hpa-pace.ts';
import { scalingRules } from '../../behaviour/hpa/scaling-rules.ts';
import type { Autoscaler, Behavior, ScaledObjectDecision, TriggerPurpose } from '../../model/kubernetes-plan.ts';
import { once } from '../../model/once.ts';
import { oneLine } from '../../model/one-line.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { BlockedReturn, ReturnProof } from '../../model/proof.ts';
import { because, derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import { memoryStays, scaleInDisabled } from '../declared.ts';
import type { Premises } from '../premises.ts';
import { queriesOf } from '../queries.ts';
import type { AskedQuery } from '../queries.ts';
import { longestDelay } from './metric-delay.ts';

/** How the count comes back: to zero KEDA takes it, and to a minimum of 1 or more the HPA does. */
export function kubernetesReturn(premises: Premises): ReturnProof | undefined {
  const { pool } = premises;
  const autoscaler = pool.on.kubernetes?.autoscaler;
  if (autoscaler === undefined || autoscaler.kind === 'none') return undefined;
  if (autoscaler.kind === 'scaled-object' && pool.mayBeAtZero) return toZero(premises, autoscaler);
  return autoscaler.min.plain < autoscaler.max.plain ? toMinimum(premises, autoscaler) : undefined;
}

/** When no trigger is active and none in error, cooldownPeriod after the last poll that was. */
function toZero({ plan: { system }, pool }: Premises, scaled: ScaledObjectDecision): ReturnProof {
  const waking = new Set<TriggerPurpose>(['wake', ...pool.wakeSources.map(({ from }) => from)]);
  const asked = queriesOf(pool);
  const blocked = asked.filter(({ own }) => own).flatMap(query => keptFromZero(scaled, query));
  const after = once(() => {
    if (blocked.length > 0) return undefined;
    const last = furthest(asked.filter(({ trigger }) => waking.has(trigger.for)));
    const late = longestDelay(scaled.triggers.filter(trigger => waking.has(trigger.for)));
    const { scrapeInterval } = system.metrics;
    if (late !== undefined && late.plain > sightOf(last, scrapeInterval)) return afterLate(late, scaled);
    return last === undefined ? afterPoll(scaled) : afterQuery(last, scrapeInterval, scaled);
  });
  return {
    blocked,
    get after() {
      return after();
    },
  };
}

/** From the end of the work that a poll sees, or of a window. */
export function afterPoll({ cooldownPeriod, pollingInterval }: ScaledObjectDecision): Sourced<Seconds> {
  return derive(
    'back at zero after cooldown + 2 polls: the last poll with work, and the first one after the cooldown',
    { cooldownPeriod, lastPollWithWork: pollingInterval, pollAfterCooldown: pollingInterval },
    v => seconds(v.cooldownPeriod + v.lastPollWithWork + v.pollAfterCooldown),
  );
}

/** How long after work the furthest query may still show it. */
function sightOf(last: AskedQuery | undefined, { plain: scrape }: Sourced<Seconds>): number {
  return last === undefined ? 0 : scrape + last.reading.reach;
}

function afterLate(
  metricDelay: Sourced<Seconds>,
  { cooldownPeriod, pollingInterval }: ScaledObjectDecision,
): Sourced<Seconds> {
  return derive(
    oneLine(
      'back at zero after metric delay + cooldown + 2 polls: the last poll with work, and the first one after the',
      'cooldown',
    ),
    { metricDelay, cooldownPeriod, lastPollWithWork: pollingInterval, pollAfterCooldown: pollingInterval },
    v => seconds(v.metricDelay + v.cooldownPeriod + v.lastPollWithWork + v.pollAfterCooldown),
  );
}

function afterQuery(
  { at, reading }: AskedQuery,
  scrapeInterval: Sourced<Seconds>,
  { cooldownPeriod, pollingInterval }: ScaledObjectDecision,
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

function furthest(asked: readonly AskedQuery[]): AskedQuery | undefined {
  return asked.reduce<AskedQuery | undefined>(
    (longest, query) => (longest === undefined || query.reading.reach > longest.reading.reach ? query : longest),
    undefined,
  );
}

/**
 * With ignoreNullValues "false" NaN, infinity and no element are errors, and an error without fallback comes before
 * scaling to zero (semantics 26).
 */
function keptFromZero({ fallback }: ScaledObjectDecision, query: AskedQuery): readonly BlockedReturn[] {
  // fallback.replicas 0 scales to zero on an error.
  if (isErrorWhenIdle(query)) return fallback?.replicas.plain === 0 ? [] : [errorWhenIdle(query, 'scaling to zero')];
  const { reading, trigger } = query;
  const activation = Number(trigger.metadata.activationThreshold?.plain ?? 0);
  if (reading.expression === undefined || reading.idle.low <= activation) return [];
  const detail = oneLine(
    `its value is never below ${String(reading.idle.low)}, but the trigger is inactive only at`,
    `${String(activation)} or less`,
  );
  return [blockedBy(query, 'never-inactive', detail)];
}

function isErrorWhenIdle({ reading: { expression, idle } }: AskedQuery): boolean {
  return expression !== undefined && idle.low > idle.high;
}

function errorWhenIdle(query: AskedQuery, prevented: string): BlockedReturn {
  const { idle, text } = query.reading;
  const result = idle.nan ? 'NaN' : idle.infinite ? 'infinite' : 'empty';
  const detail = `its result is ${result} when idle, which is an error for KEDA, and an error prevents ${prevented}`;
  return {
    ...blockedBy(query, 'error-when-idle', detail),
    guardable: idle.bare && !idle.infinite ? text : undefined,
  };
}

function blockedBy(
  { at, path, from, what }: AskedQuery,
  reason: BlockedReturn['reason'],
  detail: string,
): BlockedReturn {
  return { at, path, from, what, reason, detail };
}

type Scales = Exclude<Autoscaler, { readonly kind: 'none' }>;

/** metrics-server measures every 60 s unless it is told otherwise; its manifests say 15 s. */
const metricsServer = because('metrics-server measures every 60 s at the longest', seconds(60));

/** What the slowest metric still shows, then the window and the rates of scaleDown. */
function toMinimum({ plan: { system }, pool }: Premises, scales: Scales): ReturnProof {
  const asked = queriesOf(pool);
  const written = asked.filter(({ own }) => own);
  const blocked = [
    ...scaleInDisabled(pool),
    ...memoryStays('kubernetes', pool),
    ...written.flatMap(query => keptFromMinimum(scales, query)),
  ];
  // A linter asks only what blocks: how far the compiler's own queries look back takes parsing them.
  const after = once(() => {
    const scaleIn = blocked.length > 0 ? undefined : scaleInOf(pool, scales);
    return scaleIn && afterScaleIn(asked, scales, system.metrics.scrapeInterval, scaleIn);
  });
  return {
    blocked,
    get after() {
      return after();
    },
  };
}

function afterScaleIn(
  asked: readonly AskedQuery[],
  scales: Scales,
  scrapeInterval: Sourced<Seconds>,
  scaleIn: Sourced<Seconds>,
): Sourced<Seconds> {
  const last = furthest(asked);
  const late = scales.kind === 'scaled-object' ? longestDelay(scales.triggers) : undefined;
  if (late !== undefined && late.plain > sightOf(last, scrapeInterval))
    return derive('back at the minimum after metric delay + scale-in', { metricDelay: late, scaleIn }, v =>
      seconds(v.metricDelay + v.scaleIn),
    );
  if (last !== undefined) {
    const queryRange = because('the range of the query', seconds(last.reading.reach), last.at);
    return derive(
      'back at the minimum after scrape + query range + scale-in',
      { scrapeInterval, queryRange, scaleIn },
      v => seconds(v.scrapeInterval + v.queryRange + v.scaleIn),
    );
  }
  if (scales.kind === 'scaled-object' && !scales.triggers.some(({ scaler }) => scaler === 'resource'))
    return derive('back at the minimum after scale-in', { scaleIn }, v => v.scaleIn);
  return derive('back at the minimum after metrics-server + scale-in', { metricsServer, scaleIn }, v =>
    seconds(v.metricsServer + v.scaleIn),
  );
}

/** From the most replicas to the fewest, as the HPA goes. */
export function scaleInOf(
  { on: { kubernetes } }: PoolPlan,
  { min, max }: Pick<Scales, 'min' | 'max'>,
): Sourced<Seconds> | undefined {
  if (kubernetes === undefined) return undefined;
  const { scaleDown } = kubernetes.behavior;
  const paced = hpaPace(rulesOf(kubernetes.behavior), Math.max(1, max.plain), Math.max(1, min.plain));
  if (paced === undefined) return undefined;
  const window = scaleDown.stabilizationWindowSeconds;
  return derive(
    'scale-in = the window and the rates of scaleDown, from max to min, and one look of the HPA',
    { window, max, min },
    () => seconds(paced),
  );
}

function rulesOf({ scaleUp, scaleDown }: Behavior): Parameters<typeof hpaPace>[0] {
  return { scaleUp: scalingRules(scaleUp), scaleDown: scalingRules(scaleDown) };
}

/** An error keeps the HPA from scaling in, and a value that asks for more than the minimum at rest does too. */
function keptFromMinimum({ min }: Scales, query: AskedQuery): readonly BlockedReturn[] {
  if (isErrorWhenIdle(query)) return [errorWhenIdle(query, 'scale-in')];
  const { reading, trigger } = query;
  if (reading.expression === undefined || trigger.metricType?.plain !== 'AverageValue') return [];
  const threshold = Number(trigger.metadata.threshold?.plain ?? 0);
  const asks = Math.ceil(reading.idle.low / threshold);
  if (!(asks > min.plain)) return [];
  const detail = oneLine(
    `its value is never below ${String(reading.idle.low)}, which asks for ${String(asks)} replicas at`,
    `${String(threshold)} each`,
  );
  return [blockedBy(query, 'never-inactive', detail)];
}
