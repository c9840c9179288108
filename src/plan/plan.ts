import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { Loss, Plan, PoolPlan } from '../model/plan.ts';
import { writtenAt } from '../model/sourced.ts';
import type { System } from '../model/system.ts';
import { planEcs } from './ecs/plan.ts';
import { diagnoseStacks } from './ecs/stacks.ts';
import { planKubernetes } from './kubernetes/plan.ts';
import { neutralPool } from './neutral.ts';
import { portsUsedTwice } from './ports.ts';

/** Makes every decision, for each target a pool runs on, and lists what a platform cannot express. */
export function plan(system: System): Outcome<Plan> {
  const losses: Loss[] = [];
  const diagnostics: Diagnostic[] = [];
  const pools = system.pools.map((pool): PoolPlan => {
    const neutral = neutralPool(system, pool);
    const runsOn = (target: 'kubernetes' | 'ecs') =>
      system[target] !== undefined && pool.targets.some(({ plain }) => plain === target);
    const kubernetes = runsOn('kubernetes') ? planKubernetes(system, neutral) : undefined;
    const ecs = runsOn('ecs') ? planEcs(system, neutral) : undefined;
    losses.push(...(kubernetes?.losses ?? []), ...(ecs?.losses ?? []));
    diagnostics.push(...portsUsedTwice(pool), ...(kubernetes?.diagnostics ?? []), ...(ecs?.diagnostics ?? []));
    return { ...neutral, kubernetes: kubernetes?.value, ecs: ecs?.value };
  });
  diagnostics.push(
    ...diagnoseStacks(
      system,
      pools.flatMap(({ ecs }) => ecs ?? []),
    ),
    ...sameName(system),
    ...losses.filter(({ dangerous }) => dangerous).map(dangerousLoss),
  );
  return { value: { system, pools, losses }, diagnostics };
}

function dangerousLoss({ pool, target, what, instead, at }: Loss): Diagnostic {
  const written = writtenAt(at);
  return {
    id: 'dangerous-loss',
    severity: 'warning',
    message: `${target} cannot express ${what} of pool "${pool}": ${instead.replace(/\.$/, '')}`,
    ...(written === undefined ? {} : { span: written.span }),
    path: ['pools', pool],
  };
}

/** Two pools of one name would overwrite each other's files and objects. */
function sameName(system: System): readonly Diagnostic[] {
  const first = new Map<string, string>();
  return system.pools.flatMap((pool): Diagnostic[] => {
    const other = first.get(pool.name.plain);
    if (other === undefined) {
      first.set(pool.name.plain, pool.key);
      return [];
    }
    const written = writtenAt(pool.name.origin);
    return [
      {
        id: 'duplicate-name',
        severity: 'error',
        message: `pool "${pool.key}" has the name "${pool.name.plain}", which pool "${other}" has already`,
        ...(written === undefined ? {} : { span: written.span }),
        path: ['pools', pool.key, 'name'],
        help: 'Give one of them another name',
      },
    ];
  });
}
