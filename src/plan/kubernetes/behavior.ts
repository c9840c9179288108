import type { Behavior, Rules } from '../../model/kubernetes-plan.ts';
import { minorVersion } from '../../model/minor-version.ts';
import type { NeutralPool } from '../../model/plan.ts';
import type { Sourced } from '../../model/sourced.ts';
import { because, derive, mapped } from '../../model/sourced.ts';
import type { ScalingDirection } from '../../model/scaling.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import { formatShare, percent, seconds } from '../../model/units.ts';
import { wholePercent } from '../rounding.ts';
import { waitsInQuery } from './sustained.ts';

/** `behavior` in full; on the stages that hold, metrics keep flowing and nothing moves. */
export function behaviorOf(neutral: NeutralPool, target: KubernetesTarget): Behavior {
  const { pool, hold } = neutral;
  const disabled =
    hold === undefined
      ? undefined
      : because('the stage holds the replicas and keeps the metrics flowing', 'Disabled' as const, hold.origin);
  const exact = pool.schedule !== undefined && knowsTolerance(target);
  const up = rules(
    exact && pool.scaleUp.tolerance === undefined
      ? {
          ...pool.scaleUp,
          tolerance: because('a window of the schedule promises a count, and not nine tenths of it', percent(0)),
        }
      : pool.scaleUp,
    disabled,
  );
  const down = rules(pool.scaleDown, disabled);
  const waits = [pool.signals.cpu?.for, pool.signals.memory?.for].filter(wait => wait !== undefined);
  const [wait] = waits.toSorted((a, b) => b.plain - a.plain);
  if (wait === undefined || waitsInQuery(neutral, target)) return { scaleUp: up, scaleDown: down };
  const stabilizationWindowSeconds = derive(
    'window of scaling up = max(window, for), at most an hour',
    { window: up.stabilizationWindowSeconds, for: wait },
    v => seconds(Math.min(3600, Math.max(v.window, Math.ceil(v.for)))),
  );
  return { scaleUp: { ...up, stabilizationWindowSeconds }, scaleDown: down };
}

/** As the API of the HPA calls them. */
const SELECT_POLICY = { max: 'Max', min: 'Min', disabled: 'Disabled' } as const;

function rules(direction: ScalingDirection, disabled: Sourced<'Disabled'> | undefined): Rules {
  const periodSeconds = mapped(direction.every, every => seconds(Math.ceil(every)));
  return {
    stabilizationWindowSeconds: mapped(direction.stabilizationWindow, window => seconds(Math.ceil(window))),
    selectPolicy: disabled ?? mapped(direction.select, select => SELECT_POLICY[select]),
    policies: [
      ...(direction.limits?.plain ?? []).map(limit => ({
        ...(limit.percent === undefined
          ? { type: 'Pods' as const, value: limit.replicas }
          : { type: 'Percent' as const, value: mapped(limit.percent, wholePercent) }),
        periodSeconds: mapped(limit.every, every => seconds(Math.ceil(every))),
      })),
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

/** Before it the API server drops the field, and a tenth rules (KEP 4951; semantics 6). */
const TOLERANCE_SINCE = 35;
/** The first KEDA 2 that passes it on to its HPA. */
const PASSED_ON_SINCE = 18;

/** Whether a ScaledObject may say how far from its target a metric is left alone. */
export function knowsTolerance({ version, keda }: KubernetesTarget): boolean {
  return minorVersion(version.plain) >= TOLERANCE_SINCE && minorVersion(keda.plain) >= PASSED_ON_SINCE;
}
