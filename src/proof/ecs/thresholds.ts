import type { EcsScaling, EcsWidget } from '../../model/ecs-plan.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { SignalThresholds } from '../../model/proof.ts';
import { unitOf } from '../declared.ts';
import type { Premises } from '../premises.ts';

/** In below nine tenths of the target: target tracking as it is observed, and the step "in" (semantics 36, 51a). */
const LOW_SHARE = 0.9;

/** The target of each signal, for each count: a total is shared by the tasks, a level is compared as it is. */
export function ecsThresholds({ pool }: Premises): readonly SignalThresholds[] {
  const { scaling, widgets } = pool.on.ecs ?? { widgets: [] };
  if (scaling === undefined || scaling.suspended.scheduled.plain || scaling.policies.length === 0) return [];
  return widgets.flatMap(widget => thresholdsOf(pool, scaling, widget) ?? []);
}

function thresholdsOf(
  pool: PoolPlan,
  { min, max, suspended }: EcsScaling,
  { of, line }: EcsWidget,
): SignalThresholds | undefined {
  if (of === 'tasks') return undefined;
  const shared = pool.signals.find(({ name }) => name === of)?.facts.shared === true;
  const fewest = Math.max(1, min.plain);
  const target = (count: number) => (shared ? line.plain * count : line.plain);
  return {
    of,
    kind: shared ? 'total' : 'level',
    unit: unitOf(of, pool),
    steps: Array.from({ length: Math.max(0, max.plain - fewest + 1) }, (_, index) => {
      const replicas = fewest + index;
      return {
        replicas,
        outAbove: suspended.out.plain || replicas === max.plain ? undefined : target(replicas),
        inFrom:
          suspended.in.plain || replicas === fewest ? undefined : LOW_SHARE * target(shared ? replicas - 1 : replicas),
      };
    }),
  };
}
