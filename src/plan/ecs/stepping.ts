import type { EcsPolicy, EcsStepPolicy } from '../../model/ecs-plan.ts';
import type { EcsSeries } from '../../model/cloudwatch.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { because, derive, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { KafkaLagSignal } from '../../model/signals.ts';
import { percent as percents, replicas, seconds } from '../../model/units.ts';
import type { EcsIdentity } from './identity.ts';
import { queriesOf } from './queries.ts';
import type { Reading } from './readings.ts';
import { whole } from '../rounding.ts';

const atLeastOne = because('a percentage of few tasks rounds to none', replicas(1));
const unbounded = because('steps leave no gap and no overlap, and the last is open (semantics 39)', 0);

/** Adds tasks while a signal has been above its target for its minutes. */
export function stepOut(
  identity: EcsIdentity,
  { pool }: NeutralPool,
  reading: Reading,
  taskCount: EcsSeries,
): EcsPolicy {
  const key = `${reading.key}-out`;
  return {
    kind: 'step',
    key,
    name: text`${identity.service}-${key}`,
    cooldown: whole(pool.scaleUp.cooldown, seconds),
    minimum: atLeastOne,
    steps: capped(
      reading.predefined === undefined ? sizedByRatio(reading.target) : sizedByUtilisation(reading.target),
      pool.scaleUp.percent,
    ),
    alarm: {
      key,
      name: text`${identity.qualified}-${key}`,
      description: because(
        'says what the alarm is for',
        `Adds tasks: ${reading.what} above the target. Its action is the ARN that put-scaling-policy returns for policies/${key}.json.`,
        reading.at,
      ),
      queries: queriesOf([reading], taskCount, reading.what, ([part = '']) => part),
      threshold: reading.target,
      comparison: because('at the target nothing is missing', 'GreaterThanThreshold'),
      periods: reading.minutes,
      missing: because('without a value there is no reason to add a task', 'notBreaching'),
      notify: [],
    },
  };
}

/** Adds tasks while lag grows, always beside the absolute backlog (semantics 53). */
export function growthOut(
  identity: EcsIdentity,
  { pool }: NeutralPool,
  lag: Reading,
  growth: NonNullable<KafkaLagSignal['growth']>,
  taskCount: EcsSeries,
): EcsPolicy {
  const key = 'lag-growth-out';
  const rate: Reading = { ...lag, what: 'messages a second by which lag grows for each task', at: growth.at };
  return {
    kind: 'step',
    key,
    name: text`${identity.service}-${key}`,
    cooldown: whole(pool.scaleUp.cooldown, seconds),
    minimum: atLeastOne,
    steps: capped(sizedByRatio(growth.perReplica), pool.scaleUp.percent),
    alarm: {
      key,
      name: text`${identity.qualified}-${key}`,
      description: because(
        'says what the alarm is for',
        `Adds tasks: ${rate.what} above the target. Its action is the ARN that put-scaling-policy returns for policies/${key}.json.`,
        growth.at,
      ),
      // The rate of the total: a rate of backlog per task would fall when a task is added.
      queries: queriesOf(
        [{ ...rate, perTask: false }],
        taskCount,
        rate.what,
        ([part = ''], tasks) => `RATE(${part})/${tasks}`,
        true,
      ),
      threshold: growth.perReplica,
      comparison: because('at the target nothing is missing', 'GreaterThanThreshold'),
      periods: mapped(growth.over, over => Math.max(1, Math.ceil(over / 60))),
      missing: because('without a value there is no reason to add a task', 'notBreaching'),
      notify: [],
    },
  };
}

/**
 * The one way down where any signal is stepped, after 15 minutes, as long as target tracking waits: every signal must
 * say that what is left after the step still holds its load, with a tenth to spare, so that no other policy puts back
 * what this takes away (semantics 51a).
 */
export function quietIn(
  identity: EcsIdentity,
  { pool }: NeutralPool,
  readings: readonly Reading[],
  taskCount: EcsSeries,
): EcsPolicy {
  const key = 'in';
  const percent = pool.scaleDown.percent;
  const minimum = pool.scaleDown.replicas ?? atLeastOne;
  const left = tasksLeft(percent?.plain ?? TENTH, minimum.plain);
  const raw = readings.map(reading => ({ ...reading, perTask: false }));
  return {
    kind: 'step',
    key,
    name: text`${identity.service}-${key}`,
    cooldown: whole(pool.scaleDown.cooldown, seconds),
    minimum,
    steps: [
      {
        lower: unbounded,
        upper: undefined,
        percent:
          percent === undefined
            ? because('down slowly: a tenth at a time', -TENTH)
            : mapped(whole(percent, percents), value => -1 * value),
      },
    ],
    alarm: {
      key,
      name: text`${identity.qualified}-${key}`,
      description: because(
        'says what the alarm is for',
        `Takes tasks away: for 15 minutes those that are left would hold ${readings.map(reading => reading.key).join(', ')} below the target. Its action is the ARN that put-scaling-policy returns for policies/${key}.json.`,
      ),
      queries: queriesOf(
        raw,
        taskCount,
        'fewer tasks would do',
        (parts, tasks) => {
          const others = readings.flatMap((reading, index) =>
            reading.name === 'latency' ? [] : [idle(reading, parts[index] ?? '', tasks)],
          );
          const conditions = readings.map((reading, index) =>
            holds(reading, parts[index] ?? '', { others, tasks, left }),
          );
          return `IF(${tasks} > ${String(minimum.plain)}, IF(${conditions.join(' AND ')}, 1, 0), 0)`;
        },
        true,
      ),
      threshold: because('1 means that every signal agrees', 1),
      comparison: because('1 means that every signal agrees', 'GreaterThanOrEqualToThreshold'),
      periods: because("fifteen points of one minute, as AWS's own target tracking waits (semantics 36)", 15),
      missing: because('a metric that is lost is unknown, not quiet: the count stays', 'notBreaching'),
      notify: [],
    },
  };
}

/** Percent of the tasks that a step takes unless something is written. */
const TENTH = 10;

/** How many tasks are left after the step, as metric math: a percentage, cut to whole tasks, and `least` of them. */
function tasksLeft(percent: number, least: number): (tasks: string) => string {
  const from = Math.ceil(((least + 1) * 100) / percent);
  return tasks =>
    `(${tasks} - IF(${tasks} < ${String(from)}, ${String(least)}, FLOOR(${tasks} * ${String(percent)} / 100)))`;
}

/** Whether the tasks that are left hold the load of a signal, with a tenth to spare. */
function holds(
  { name, target, perTask, sparse, heartbeat }: Reading,
  part: string,
  { others, tasks, left }: Beside,
): string {
  const spare = decimal(0.9 * target.plain);
  if (name !== 'latency') return `${perTask ? part : `${part} * ${tasks}`} <= ${spare} * ${left(tasks)}`;
  // A latency has a floor that no task takes away and says nothing of what a task less costs, so the others must agree.
  // Where there are none, half of it is all that there is to go by.
  if (others.length === 0) return `${part} <= ${decimal(target.plain / 2)}`;
  if (!sparse || heartbeat !== undefined) return `${part} <= ${spare}`;
  // Nothing published is idle only where the others say so; otherwise the metric may be lost, and counts as too high.
  return `IF(${others.join(' AND ')}, FILL(${part}, 0), FILL(${part}, ${decimal(target.plain)})) <= ${spare}`;
}

interface Beside {
  /** Signals other than latencies at a tenth of their target or below, as metric math. */
  readonly others: readonly string[];
  readonly tasks: string;
  readonly left: (tasks: string) => string;
}

function idle({ target, perTask }: Reading, part: string, tasks: string): string {
  return `${part} <= ${decimal(0.1 * target.plain)}${perTask ? ` * ${tasks}` : ''}`;
}

/** Without the digits that only floating point makes. */
function decimal(value: number): string {
  return String(Number(value.toPrecision(12)));
}

type Steps = EcsStepPolicy['steps'];

/** Percent of CPU or memory says how much is missing: what brings the upper end of the step back to the target. */
function sizedByUtilisation(target: Sourced<number>): Steps {
  if (target.plain >= 98)
    return [
      {
        lower: unbounded,
        upper: undefined,
        percent: because('at this target a percentage cannot say how much is missing', 10),
      },
    ];
  const middle = derive(
    'half way from the target to 100 %',
    { target },
    plain => Math.ceil((plain.target + 100) / 2) - plain.target,
  );
  return [
    {
      lower: unbounded,
      upper: middle,
      percent: derive('percent of tasks missing half way to 100 %', { target, middle }, plain =>
        Math.ceil((100 * plain.middle) / plain.target),
      ),
    },
    {
      lower: middle,
      upper: undefined,
      percent: derive('percent of tasks missing at 100 %', { target }, plain =>
        Math.ceil((100 * (100 - plain.target)) / plain.target),
      ),
    },
  ];
}

/** Latency and growth are not in proportion to capacity: small steps, bounded. */
function sizedByRatio(target: Sourced<number>): Steps {
  const double = mapped(target, value => value);
  return [
    { lower: unbounded, upper: double, percent: because('up to twice the target: a fifth more tasks', 20) },
    { lower: double, upper: undefined, percent: because('beyond twice the target: half as many again', 50) },
  ];
}

function capped(steps: Steps, most: Sourced<number> | undefined): Steps {
  if (most === undefined) return steps;
  return steps.map(step =>
    step.percent.plain <= most.plain
      ? step
      : {
          ...step,
          percent: derive('no more than scaleUp allows', { percent: step.percent, scaleUp: most }, plain =>
            Math.ceil(plain.scaleUp),
          ),
        },
  );
}
