import { because, derive, mapped } from '../../model/sourced.ts';
import type { Origin, Sourced } from '../../model/sourced.ts';
import type { Capacity, CapacityProvider } from '../../model/pool.ts';
import type { Hardware } from '../../model/hardware.ts';
import type { ScalingDirection, ScalingLimit, Schedule } from '../../model/scaling.ts';
import { percent, replicas, seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import type { Config } from '../schema/root.ts';
import type { Section } from '../zip.ts';
import { WHY } from './defaults.ts';

type PoolSection = Section<Config['pools'][string]>;
type Directions = { readonly scaleUp: ScalingDirection; readonly scaleDown: ScalingDirection };

/** Fast up, slow down (semantics 51), except where the pool says otherwise. */
export function directionsOf(pool: PoolSection, coldStart: Sourced<Seconds>): Directions {
  const { scaleUp: up, scaleDown: down } = pool;
  return {
    scaleUp: {
      stabilizationWindow: up?.stabilizationWindow ?? because(WHY.upNow, seconds(0), pool.$at),
      ...limits(up, WHY.upPercent, 100, WHY.upReplicas, 4, pool.$at),
      every: up?.every ?? because(WHY.upEvery, seconds(15), pool.$at),
      select: up?.select ?? because(WHY.larger, 'max', pool.$at),
      tolerance: up?.tolerance,
      cooldown:
        up?.cooldown ??
        derive('pause after scaling out = max(60, cold start)', { coldStart }, v =>
          seconds(Math.max(60, Math.ceil(v.coldStart))),
        ),
    },
    scaleDown: {
      stabilizationWindow: down?.stabilizationWindow ?? because(WHY.downSlowly, seconds(300), pool.$at),
      ...limits(down, WHY.downPercent, 10, WHY.downReplicas, 1, pool.$at),
      every: down?.every ?? because(WHY.downEvery, seconds(60), pool.$at),
      select: down?.select ?? because(WHY.larger, 'max', pool.$at),
      tolerance: down?.tolerance,
      cooldown: down?.cooldown ?? because(WHY.cooldownIn, seconds(300), pool.$at),
    },
  };
}

/** Where one of the two limits is written, the other is left out: the user said what rules. */
function limits(
  written: PoolSection['scaleUp'],
  whyPercent: string,
  share: number,
  whyReplicas: string,
  count: number,
  near: Origin,
): Pick<ScalingDirection, 'percent' | 'replicas' | 'limits'> {
  if (written?.limits !== undefined)
    return { percent: undefined, replicas: undefined, limits: mapped(written.limits, limitsOf) };
  if (written?.percent !== undefined || written?.replicas !== undefined)
    return {
      percent: written.percent,
      replicas: written.replicas && mapped(written.replicas, replicas),
      limits: undefined,
    };
  return {
    percent: because(whyPercent, percent(share), near),
    replicas: because(whyReplicas, replicas(count), near),
    limits: undefined,
  };
}

type WrittenLimit = NonNullable<NonNullable<PoolSection['scaleUp']>['limits']>['plain'][number];

/** The schema holds that each has one of the two. */
function limitsOf(written: readonly WrittenLimit[]): readonly ScalingLimit[] {
  return written.flatMap(({ percent: share, replicas: count, every }): readonly ScalingLimit[] => {
    if (share !== undefined) return [{ percent: share, every }];
    return count === undefined ? [] : [{ replicas: mapped(count, replicas), every }];
  });
}

/** Time until a replica works: the pool's own, else that of its hardware, else what is usual. */
export function coldStartOf(
  written: PoolSection['coldStart'],
  hardware: Hardware | undefined,
  near: Origin,
): Sourced<Seconds> {
  return total(written) ?? hardware?.coldStart ?? because(WHY.coldStart, seconds(60), near);
}

export function total(written: PoolSection['coldStart']): Sourced<Seconds> | undefined {
  if (written === undefined) return undefined;
  if ('total' in written) return written.total;
  const { node, image, startup } = written;
  return derive('cold start = node + image + startup', { node, image, startup }, v =>
    seconds(v.node + v.image + v.startup),
  );
}

export function scheduleOf(written: PoolSection['schedule']): Schedule | undefined {
  if (written === undefined) return undefined;
  return {
    at: written.$key ?? written.$at,
    timezone: written.timezone,
    windows: written.windows.plain.map(window => ({
      at: window.$at,
      from: window.from,
      to: window.to,
      days: window.days?.plain ?? [],
      min: mapped(window.min, replicas),
    })),
  };
}

const FARGATE = 'capacity provider that AWS keeps for Fargate';

export function capacityOf(written: PoolSection['capacity'], near: Origin): Capacity {
  if (written === undefined) {
    return {
      at: undefined,
      providers: [
        {
          kind: 'fargate',
          name: because('Fargate unless a pool says otherwise', 'FARGATE', near),
          base: because('no task is tied to a provider', replicas(0), near),
          weight: because('the only provider', 1, near),
        },
      ],
    };
  }
  const at = written.$key ?? written.$at;
  const { fargate, fargateSpot, managedInstances, ec2 } = written;
  const provider = (
    kind: CapacityProvider['kind'],
    name: Sourced<string>,
    share: { readonly base?: Sourced<number> | undefined; readonly weight?: Sourced<number> | undefined },
  ): CapacityProvider => ({
    kind,
    name,
    base:
      share.base === undefined
        ? because('no task is tied to a provider', replicas(0), at)
        : mapped(share.base, replicas),
    weight: share.weight ?? because('an equal share unless a weight is written', 1, at),
  });
  const providers: CapacityProvider[] = [];
  if (fargate !== undefined) providers.push(provider('fargate', because(FARGATE, 'FARGATE', at), fargate));
  if (fargateSpot !== undefined)
    providers.push(provider('fargateSpot', because(FARGATE, 'FARGATE_SPOT', at), fargateSpot));
  if (managedInstances !== undefined)
    providers.push(provider('managedInstances', managedInstances.provider, managedInstances));
  if (ec2 !== undefined) providers.push(provider('ec2', ec2.provider, ec2));
  return { at, providers };
}
