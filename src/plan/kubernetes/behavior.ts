import type { Behavior, Rules } from '../../model/kubernetes-plan.ts';
import type { Loss, NeutralPool } from '../../model/plan.ts';
import type { Sourced } from '../../model/sourced.ts';
import { because, derive, mapped } from '../../model/sourced.ts';
import type { ScalingDirection } from '../../model/system.ts';
import { formatShare } from '../../model/units.ts';

/** `behavior` in full; on the rungs that hold, metrics keep flowing and nothing moves. */
export function behaviorOf({ pool, hold }: NeutralPool, losses: Loss[]): Behavior {
  const disabled = hold === undefined ? undefined : because('the rung holds the replicas and keeps the metrics flowing', 'Disabled' as const, hold.origin);
  const wait = pool.signals.cpu?.for ?? pool.signals.memory?.for;
  const up = rules(pool.scaleUp, disabled);
  if (wait === undefined) return { scaleUp: up, scaleDown: rules(pool.scaleDown, disabled) };
  losses.push({
    pool: pool.key,
    target: 'kubernetes',
    what: 'signals.cpu.for',
    instead: 'it becomes the stabilisation window of scaling up, which delays every metric of the pool',
    at: wait.origin,
    dangerous: false,
  });
  const stabilizationWindowSeconds = derive('window of scaling up = max(window, for), at most an hour', { window: up.stabilizationWindowSeconds, for: wait }, v => Math.min(3600, Math.max(v.window, Math.ceil(v.for))));
  return { scaleUp: { ...up, stabilizationWindowSeconds }, scaleDown: rules(pool.scaleDown, disabled) };
}

function rules(direction: ScalingDirection, disabled: Sourced<'Disabled'> | undefined): Rules {
  const periodSeconds = mapped(direction.every, every => Math.ceil(every));
  return {
    stabilizationWindowSeconds: mapped(direction.stabilizationWindow, window => Math.ceil(window)),
    selectPolicy: disabled ?? mapped(direction.select, select => (select === 'max' ? 'Max' as const : 'Min' as const)),
    policies: [
      ...(direction.percent === undefined ? [] : [{ type: 'Percent' as const, value: mapped(direction.percent, share => Math.max(1, Math.round(share))), periodSeconds }]),
      ...(direction.replicas === undefined ? [] : [{ type: 'Pods' as const, value: direction.replicas, periodSeconds }]),
    ],
    tolerance: direction.tolerance === undefined ? undefined : mapped(direction.tolerance, formatShare),
  };
}
