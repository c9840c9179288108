import { activationPath } from '../model/plan.ts';
import type { MetricSource } from '../model/metric-source.ts';
import type { NeutralPool } from '../model/plan.ts';
import type { Pool } from '../model/pool.ts';
import type { ScalingDirection } from '../model/scaling.ts';
import type { Sourced } from '../model/sourced.ts';
import { formatDuration, seconds } from '../model/units.ts';
import { without } from './capabilities.ts';
import { idleWindows } from './week.ts';
import type { Shortfall } from './capabilities.ts';

/** Fields that fall short in the same way on several targets. */

export const POLICIES_ONLY = 'only policies read it';
export const OTHER_PLATFORM = 'it applies to the other platform';
export const ONE_LANGUAGE = 'the language has only one version';
export const READER_ALONE = 'it says which versions of this program read the file';
export const ABOUT_FINDINGS = 'it affects findings, not the output';
export const OWNED = 'the workload is deployed elsewhere';

/**
 * What a rollout costs where each replica holds a GPU. Where old replicas stop first, `atOnce` is how many of the
 * maximum the platform stops together.
 */
export function rolloutCost({ pool, bounds }: NeutralPool, atOnce = 1): readonly Shortfall[] {
  const { rolloutFirst: first, hardware, existing, coldStart } = pool;
  if (existing !== undefined) return without('rollout.first', first.origin, OWNED, first);
  if (hardware === undefined && first.plain === 'start') return [];
  const min = bounds.min.plain;
  if (min === 0) return [];
  const cold = formatDuration(coldStart.plain);
  const instead =
    first.plain === 'start'
      ? 'a rollout needs one GPU more than usual for each replica that it starts; where none is to be had the new version waits, and the old one serves'
      : `a rollout takes replicas away one after the other, each for its cold start of ${cold}: ${min === 1 ? 'with one replica that is an outage as long' : `${formatDuration(seconds(min * coldStart.plain))} for ${String(min)} replicas`}${atOnce > 1 ? `; of ${String(pool.replicas.max.plain)} replicas up to ${String(atOnce)} stop at once` : ''}`;
  return [{ what: 'rollout.first', at: first.origin, instead }];
}

/** What is said of the pods of a workload that somebody else deploys. */
export function ofOwnedPods(pool: Pool): readonly Shortfall[] {
  if (pool.existing === undefined) return [];
  const { strategy, maxSurge, maxUnavailable, minReady, revisionHistoryLimit } = pool.rollout;
  return [
    ...without('initContainers', pool.initContainers[0]?.at, OWNED),
    ...without('volumes', pool.volumes[0]?.at, OWNED),
    ...without('serviceAccount', pool.serviceAccount?.at, OWNED),
    ...without('imagePullSecrets', pool.imagePullSecrets[0]?.at, OWNED),
    ...without('scheduling', pool.scheduling?.at, OWNED),
    ...without('fsGroup', pool.fsGroup?.origin, OWNED, pool.fsGroup),
    ...without('podLabels', pool.podLabels[0]?.value.origin, OWNED),
    ...without('podAnnotations', pool.podAnnotations[0]?.value.origin, OWNED),
    ...Object.entries({ strategy, maxSurge, maxUnavailable, minReady, revisionHistoryLimit }).flatMap(([key, value]) =>
      without(`rollout.${key}`, value?.origin, OWNED),
    ),
  ];
}

const NEVER_AT_ZERO = 'the pool never scales to zero';

export type Direction = 'scaleUp' | 'scaleDown';
export type DirectionField = keyof ScalingDirection;

const DIRECTION_FIELDS = [
  'stabilizationWindow',
  'percent',
  'replicas',
  'every',
  'limits',
  'select',
  'tolerance',
  'cooldown',
] as const satisfies readonly DirectionField[];

/** Why nothing else of a direction counts. */
export function switchedOff(key: Direction): string {
  return `\`${key}.select: disabled\` switches the direction off`;
}

/** A limit of a direction as it was written; removable beside others only, since a direction is never empty. */
export function writtenLimit({ pool }: NeutralPool, key: Direction, field: DirectionField): Shortfall | undefined {
  const direction = pool[key];
  const value: Sourced<unknown> | undefined = direction[field];
  if (value?.origin.kind !== 'written') return undefined;
  const several = DIRECTION_FIELDS.filter(name => direction[name]?.origin.kind === 'written').length > 1;
  return { what: `${key}.${field}`, at: value.origin, removable: several ? value : undefined };
}

/** Windows in which the minimum is no higher than it is anyway. */
export function windowsInVain({ pool: { schedule, replicas } }: NeutralPool): readonly Shortfall[] {
  if (schedule === undefined) return [];
  return idleWindows(schedule, replicas.min).flatMap(({ min }) => {
    const [window, least] = [min.plain, replicas.min.plain];
    const inert =
      window > least
        ? `another window asks for ${String(window)} or more at the same time`
        : `a window only raises the minimum, and the pool has ${String(least)} at any time; to have ${String(window)} then, lower replicas.min to ${String(window)} and open a window for the hours that need ${String(least)}`;
    const path = ['schedule', 'windows', schedule.windows.findIndex(one => one.min === min), 'min'].map(String);
    return without('schedule.windows.min', min.origin, inert).map(one => ({ ...one, path }));
  });
}

/** An activation, where nothing is ever woken. */
export function activations({ pool, signals }: NeutralPool): readonly Shortfall[] {
  if (pool.replicas.min.plain === 0) return [];
  return signals.flatMap(planned => {
    if (!('activation' in planned.signal)) return [];
    const { activation } = planned.signal;
    return without(activationPath(planned).join('.'), activation.origin, NEVER_AT_ZERO, activation);
  });
}

/** A wake source of a pool that is never at zero; without any signal the ScaledObject is made of it. */
export function idleWake({ pool, signals }: NeutralPool): readonly Shortfall[] {
  const awake = pool.replicas.min.plain > 0 && signals.length > 0;
  return without('wake', pool.wake?.at, awake ? `${NEVER_AT_ZERO}, so nothing wakes it` : undefined);
}

/** The activation of a wake source, where a signal wakes the pool. */
export function wakeActivation(neutral: NeutralPool): readonly Shortfall[] {
  const { wake } = neutral.pool;
  if (wake === undefined || wake.source !== undefined || idleWake(neutral).length > 0) return [];
  return without('wake.activation', wake.activation.origin, 'a signal wakes the pool, with its own activation');
}

/** Sources of the signals that are read elsewhere than on this target. */
export function signalSources({ signals }: NeutralPool, kind: SourceKind, why: string): readonly Shortfall[] {
  return signals.flatMap(({ name, signal }) =>
    'source' in signal ? sourceOf(`signals.${name}.source`, signal.source, kind, why) : [],
  );
}

/** Metrics of CloudWatch beside a trigger or a metric of an adapter. */
export function customMetrics({ signals }: NeutralPool, why: string): readonly Shortfall[] {
  return signals.flatMap(planned =>
    planned.kind === 'custom' ? without(`signals.${planned.name}.cloudwatch`, planned.cloudwatch?.at, why) : [],
  );
}

/** The source of the wake, likewise. */
export function wakeSource(neutral: NeutralPool, kind: SourceKind, why: string): readonly Shortfall[] {
  return idleWake(neutral).length > 0 ? [] : sourceOf('wake.source', neutral.pool.wake?.source, kind, why);
}

type SourceKind = 'prometheus' | 'cloudwatch';

function sourceOf(what: string, source: MetricSource | undefined, kind: SourceKind, why: string): readonly Shortfall[] {
  if (source === undefined) return [];
  const { prometheus, cloudwatch } = source;
  const prometheusAt = prometheus?.kind === 'query' ? prometheus.query.origin : prometheus?.series.origin;
  return without(`${what}.${kind}`, kind === 'prometheus' ? prometheusAt : cloudwatch?.at, why);
}
