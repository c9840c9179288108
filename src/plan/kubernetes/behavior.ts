import type { Behavior, Rules } from '../../model/kubernetes-plan.ts';
import type { Loss, NeutralPool } from '../../model/plan.ts';
import type { Sourced } from '../../model/sourced.ts';
import { because, derive, mapped } from '../../model/sourced.ts';
import type { ScalingDirection } from '../../model/scaling.ts';
import { formatShare } from '../../model/units.ts';
import { wholePercent } from '../rounding.ts';

/** `behavior` in full; on the rungs that hold, metrics keep flowing and nothing moves. */
export function behaviorOf({ pool, hold }: NeutralPool, losses: Loss[]): Behavior {
  const disabled =
    hold === undefined
      ? undefined
      : because('the rung holds the replicas and keeps the metrics flowing', 'Disabled' as const, hold.origin);
  const up = rules(pool.scaleUp, disabled);
  const down = rules(pool.scaleDown, disabled);
  if (
    pool.idle.origin.kind === 'written' &&
    pool.idle.plain > 3600 &&
    pool.replicas.min.plain > 0 &&
    pool.scaleDown.stabilizationWindow.origin.kind !== 'written'
  ) {
    losses.push({
      pool: pool.key,
      target: 'kubernetes',
      what: 'idle',
      instead: 'the window before scaling in is an hour, and no longer',
      at: pool.idle.origin,
      dangerous: false,
    });
  }
  const waits = (['cpu', 'memory'] as const).flatMap(name => {
    const wait = pool.signals[name]?.for;
    return wait === undefined ? [] : [{ name, wait }];
  });
  const [first] = waits.toSorted((a, b) => b.wait.plain - a.wait.plain);
  if (first === undefined) return { scaleUp: up, scaleDown: down };
  const { wait } = first;
  losses.push(
    ...waits.map(
      (waiting): Loss => ({
        pool: pool.key,
        target: 'kubernetes',
        what: `signals.${waiting.name}.for`,
        instead: 'it becomes the stabilisation window of scaling up, which delays every metric of the pool',
        at: waiting.wait.origin,
        dangerous: false,
      }),
    ),
  );
  const stabilizationWindowSeconds = derive(
    'window of scaling up = max(window, for), at most an hour',
    { window: up.stabilizationWindowSeconds, for: wait },
    v => Math.min(3600, Math.max(v.window, Math.ceil(v.for))),
  );
  return { scaleUp: { ...up, stabilizationWindowSeconds }, scaleDown: down };
}

function rules(direction: ScalingDirection, disabled: Sourced<'Disabled'> | undefined): Rules {
  const periodSeconds = mapped(direction.every, every => Math.ceil(every));
  return {
    stabilizationWindowSeconds: mapped(direction.stabilizationWindow, window => Math.ceil(window)),
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
