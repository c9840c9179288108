import { compilerProblem } from '../model/catalogue/compiler.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import { recordOf } from '../model/names-in.ts';
import type { Loss, NeutralPool, Plan, PoolPlan, TargetPlan } from '../model/plan.ts';
import type { Pool } from '../model/pool.ts';
import { writtenPlaces } from '../model/sourced.ts';
import type { Sourced } from '../model/sourced.ts';
import type { System } from '../model/system.ts';
import { isDeclared } from '../model/signals.ts';
import { TARGET_NAMES } from '../model/targets.ts';
import type { TargetConfig, TargetName } from '../model/targets.ts';
import { lossesAmong, withoutEffect } from './capabilities.ts';
import type { TargetPlanned, TargetShortfall } from './capabilities.ts';
import { planEcs } from './ecs/plan.ts';
import { missingSettings } from './ecs/missing-settings.ts';
import { diagnoseStacks } from './ecs/stacks.ts';
import { planKubernetes } from './kubernetes/plan.ts';
import { neutralPool } from './neutral.ts';
import { portsUsedTwice } from './ports.ts';
import { unknownVolumes } from './volumes.ts';

/** Makes every decision, for each target a pool runs on, and lists what a platform cannot express. */
export function plan(system: System): Outcome<Plan> {
  const losses: Loss[] = [];
  const diagnostics: Diagnostic[] = [];
  const pools = system.pools.map((pool): PoolPlan => {
    const neutral = neutralPool(system, pool);
    diagnostics.push(...portsUsedTwice(pool), ...unknownVolumes(pool), ...unknownWakeSignal(pool));
    const shortfalls: TargetShortfall[] = [];
    const on = recordOf<PoolPlan['on']>(TARGET_NAMES, target => {
      const planned = planOn(target, system, neutral);
      shortfalls.push(...(planned?.shortfalls ?? []));
      diagnostics.push(...(planned?.diagnostics ?? []));
      return planned?.value;
    });
    losses.push(...lossesAmong(neutral, shortfalls));
    const runsOn = TARGET_NAMES.filter(target => on[target] !== undefined);
    return { ...neutral, on, withoutEffect: withoutEffect(runsOn, shortfalls) };
  });
  diagnostics.push(
    ...diagnoseStacks(
      system,
      pools.flatMap(({ on: { ecs } }) => ecs ?? []),
    ),
    ...missingSettings(
      system.targets.ecs,
      pools.flatMap(({ pool: { key }, on: { ecs } }) => (ecs === undefined ? [] : [{ key, ecs }])),
    ),
    ...sameName(system),
    ...sameAutoscaler(system),
    ...losses.filter(({ dangerous }) => dangerous).map(dangerousLoss),
  );
  return { value: { system, pools, losses }, diagnostics };
}

type Planners = {
  readonly [T in TargetName]: (
    system: System,
    config: TargetConfig[T],
    neutral: NeutralPool,
  ) => TargetPlanned<TargetPlan[T]>;
};

/** Who decides for each target. */
const PLANNERS: Planners = { kubernetes: planKubernetes, ecs: planEcs };

/** Undefined where the pool does not run on the target, or the system does not have it. */
function planOn<T extends TargetName>(
  target: T,
  system: System,
  neutral: NeutralPool,
): TargetPlanned<TargetPlan[T]> | undefined {
  const config: TargetConfig[T] | undefined = system.targets[target];
  if (config === undefined || !neutral.pool.targets.some(({ plain }) => plain === target)) return undefined;
  return PLANNERS[target](system, config, neutral);
}

function dangerousLoss({ pool, target, what, instead, at }: Loss): Diagnostic {
  return compilerProblem('dangerous-loss', 'loss', {
    at,
    path: ['pools', pool],
    data: { target, setting: what, pool, instead: instead.replace(/\.$/, '') },
  });
}

/** Of a pool that may be at zero, policies say that it never wakes. */
function unknownWakeSignal({ key, wake, signals, replicas }: Pool): readonly Diagnostic[] {
  const named = wake?.signal;
  if (named === undefined || replicas.min.plain === 0 || isDeclared(signals, named.plain)) return [];
  return [
    compilerProblem('unknown-wake-signal', 'missing', {
      at: named.origin,
      path: ['pools', key, 'wake', 'signal'],
      data: { pool: key, signal: named.plain },
    }),
  ];
}

/** Two pools of one name would overwrite each other's files and objects. */
function sameName(system: System): readonly Diagnostic[] {
  const first = new Map<string, string>();
  return system.pools.flatMap(({ key, name }): Diagnostic[] => {
    const other = first.get(name.plain);
    if (other === undefined) {
      first.set(name.plain, key);
      return [];
    }
    return [
      compilerProblem('duplicate-name', 'name', {
        at: name.origin,
        path: ['pools', key, 'name'],
        data: { pool: key, name: name.plain, other },
      }),
    ];
  });
}

/** An autoscaler has the name of its workload; two pools for the very same workload are a finding of a policy. */
function sameAutoscaler({ pools }: System): readonly Diagnostic[] {
  const first = new Map<string, Scaled>();
  return pools.flatMap((pool): readonly Diagnostic[] => {
    if (!pool.targets.some(({ plain }) => plain === 'kubernetes')) return [];
    const { name, kind } = scaledBy(pool);
    const other = first.get(name.plain);
    if (other === undefined) first.set(name.plain, { key: pool.key, name, kind });
    if (other === undefined || other.kind === kind) return [];
    return [
      compilerProblem('duplicate-name', 'autoscaler', {
        at: name.origin,
        path: ['pools', pool.key, ...(pool.existing === undefined ? ['name'] : ['workload', 'existing', 'name'])],
        related: writtenPlaces(other.name.origin).map(({ span }) => ({ message: `pool "${other.key}"`, span })),
        data: { pool: other.key, other: pool.key, kind: other.kind, otherKind: kind, name: name.plain },
      }),
    ];
  });
}

interface Scaled {
  readonly key: string;
  readonly name: Sourced<string>;
  readonly kind: string;
}

function scaledBy({ key, name, existing }: Pool): Scaled {
  return existing === undefined
    ? { key, name, kind: 'Deployment' }
    : { key, name: existing.name, kind: existing.kind.plain };
}
