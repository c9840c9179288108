import type { Behavior, Rules } from '../../model/kubernetes-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import type { Sourced } from '../../model/sourced.ts';
import { because, derive, mapped } from '../../model/sourced.ts';
import type { ScalingDirection } from '../../model/scaling.ts';
import { formatShare, seconds } from '../../model/units.ts';
import { wholePercent } from '../rounding.ts';

/** `behavior` in full; on the rungs that hold, metrics keep flowing and nothing moves. */
export function behaviorOf({ pool, hold }: NeutralPool): Behavior {
  const disabled =
    hold === undefined
      ? undefined
      : because('the rung holds the replicas and keeps the metrics flowing', 'Disabled' as const, hold.origin);
  const up = rules(pool.scaleUp, disabled);
  const down = rules(pool.scaleDown, disabled);
  const waits = [pool.signals.cpu?.for, pool.signals.memory?.for].filter(wait => wait !== undefined);
  const [wait] = waits.toSorted((a, b) => b.plain - a.plain);
  if (wait === undefined) return { scaleUp: up, scaleDown: down };
  const stabilizationWindowSeconds = derive(
    'window of scaling up = max(window, for), at most an hour',
    { window: up.stabilizationWindowSeconds, for: wait },
    v => seconds(Math.min(3600, Math.max(v.window, Math.ceil(v.for)))),
  );
  return { scaleUp: { ...up, stabilizationWindowSeconds }, scaleDown: down };
}

function rules(direction: ScalingDirection, disabled: Sourced<'Disabled'> | undefined): Rules {
  const periodSeconds = mapped(direction.every, every => seconds(Math.ceil(every)));
  return {
    stabilizationWindowSeconds: mapped(direction.stabilizationWindow, window => seconds(Math.ceil(window))),
    selectPolicy:
      disabled ?? mapped(direction.select, select => (select === 'max' ? ('Max' as const) : ('Min' as const))),
    policies: [
      ...(direction.percent === undefined
        ? []
        : [{ type: 'Percent' as const, value: mapped(direction.percent, wholePercent), periodSeconds }]),
      ...(direction.replicas === undefined
        ? []
        : [{ type: 'Pods' as const, value: direction.replicas, periodSeconds }]),
    ],
    tolerance: direction.tolerance === undefined ? undefined : mapped(direction.tolerance, formatShare),
  };
}
