import type { Alert, Autoscaler, ScaledObjectDecision } from '../../model/kubernetes-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { because, derive, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import { formatDuration, seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import type { Reading } from './readings.ts';
import { atMax, isAbsent, limited, objectErrors, readsNothing, scalerErrors } from './series.ts';

/**
 * What people are told of: thresholds that scaling did not mend, a pool pinned at its maximum, lag that grows there,
 * metrics that cannot be read.
 */
export function alertsOf(
  target: KubernetesTarget,
  neutral: NeutralPool,
  autoscaler: Autoscaler,
  readings: readonly Reading[],
): readonly Alert[] {
  if (autoscaler.kind === 'none') return [];
  return [
    ...pinned(target, neutral, autoscaler, readings),
    ...readings.map(aboveThreshold(neutral)),
    ...unreadable(target, neutral, autoscaler),
  ];
}

/** A pool whose bounds are one number is at its maximum for ever, and nobody needs to be told. */
function pinned(
  target: KubernetesTarget,
  neutral: NeutralPool,
  { min, max }: Exclude<Autoscaler, { readonly kind: 'none' }>,
  readings: readonly Reading[],
): readonly Alert[] {
  if (min.plain >= max.plain) return [];
  const { pool } = neutral;
  // A schedule may lift the pool to its maximum by itself; then it is pinned only while it wants more.
  const lifted = pool.schedule?.windows.some(window => window.min.plain >= max.plain) ?? false;
  const full = lifted
    ? text`${atMax(target, neutral)} and on (namespace, horizontalpodautoscaler) ${limited(target, neutral)}`
    : atMax(target, neutral);
  // A pool that never scales in is there after its first peak, and that says nothing of its work.
  const stays = pool.scaleDown.select.plain === 'disabled';
  return [
    ...(stays
      ? []
      : [
          {
            name: 'PoolPinnedAtMax' as const,
            expression: full,
            for: quarter,
            summary: text`${pool.name} has been at its maximum of ${max} replicas for ${quarter}`,
            description:
              'Demand is above what the pool may grow to; raise replicas.max, or find out why the work does not get less.',
            panel: 'at-max',
          },
        ]),
    ...readings.flatMap(({ key, slope, grows, what, expression, threshold }): Alert[] =>
      slope === undefined || grows === undefined
        ? []
        : [
            {
              name: grows,
              // A few more messages than before are no emergency while each replica has less than its share.
              expression: text`(${slope}) > 0 and on () ((${expression}) > ${threshold}) and on () (${full})`,
              for: because('longer than a burst', '10m'),
              summary: text`${pool.name} is at its maximum of ${max} replicas and falls behind`,
              description: `There are more and more ${what.replace(/ for each replica$/, '')}, and no more replicas are to be had.`,
              panel: key,
            },
          ],
    ),
  ];
}

function aboveThreshold({ pool }: NeutralPool): (reading: Reading) => Alert {
  return reading => {
    const wait = scalingHadItsChance(reading.for);
    return {
      name: reading.above,
      expression: text`(${reading.expression}) > ${reading.threshold}`,
      for: wait,
      summary: text`${pool.name}: ${reading.what} above ${reading.threshold} for ${wait}`,
      description: 'Scaling had its chance and has not brought it down; look at what the replicas wait for.',
      panel: reading.key,
    };
  };
}

/**
 * Alarming at once would tell people what the autoscaler was told: the declared time and as much again, and never under
 * a quarter of an hour.
 */
function scalingHadItsChance(declared: Sourced<Seconds> | undefined): Sourced<string> {
  return declared === undefined
    ? quarter
    : mapped(declared, wait => formatDuration(seconds(Math.max(QUARTER, 2 * wait))));
}

const QUARTER = 15 * 60;
const quarter = because('fifteen minutes, beyond what one step of scaling takes', formatDuration(seconds(QUARTER)));

/** Errors a second when every second poll fails; one that fails now and then is no outage. */
function halfOfPolls({ pollingInterval }: ScaledObjectDecision): Sourced<string> {
  return derive('half of the polls: 0.5 / pollingInterval', { pollingInterval }, v =>
    String(Number((0.5 / v.pollingInterval).toPrecision(3))),
  );
}

/**
 * KEDA counts the errors of each scaler, and those of the whole object where it cannot build the scalers; where KEDA
 * itself is gone, and on a plain HPA, the HPA says that it reads nothing, unless there is no HPA.
 */
function unreadable(target: KubernetesTarget, neutral: NeutralPool, autoscaler: Autoscaler): readonly Alert[] {
  const { pool } = neutral;
  const wait = because('longer than a restart of what is read', '10m');
  const absent = isAbsent(target, neutral);
  const scaler: readonly Alert[] =
    autoscaler.kind !== 'scaled-object'
      ? []
      : [
          {
            name: 'ScalerFails',
            expression: text`${scalerErrors(target, neutral)} > ${halfOfPolls(autoscaler)}`,
            for: wait,
            summary: text`The trigger {{ $labels.scaler }} of ${pool.name} cannot be read`,
            description:
              'Without its metric nothing is scaled in, and a pool does not go to sleep; the events of the ScaledObject say why.',
            panel: 'errors',
          },
          {
            name: 'ScaledObjectFails',
            expression: text`${objectErrors(target, neutral)} > ${halfOfPolls(autoscaler)}`,
            for: wait,
            summary: text`KEDA cannot build the scalers of ${pool.name}`,
            description:
              'KEDA builds all scalers of a ScaledObject or none, so one that fails stops every trigger. Run `kubectl describe scaledobject` and check the Ready condition.',
            panel: 'errors',
          },
        ];
  return [
    ...scaler,
    {
      name: 'AutoscalerInactive',
      expression: readsNothing(target, neutral),
      for: wait,
      summary: text`The autoscaler of ${pool.name} reads no metrics`,
      description: 'The count is frozen; look at the conditions of the HorizontalPodAutoscaler.',
      panel: 'errors',
    },
    ...(absent === undefined
      ? []
      : [
          {
            name: 'AutoscalerAbsent',
            expression: absent,
            for: wait,
            summary: text`${pool.name} has no HorizontalPodAutoscaler`,
            description:
              'Nothing scales the pool. Check that the autoscaler was applied; KEDA creates no HPA while one of the triggers cannot be built.',
            panel: 'replicas',
          } as const,
        ]),
  ];
}
