import { hpaPace } from '../../behaviour/closed-form/hpa-pace.ts';
import { scalingRules } from '../../behaviour/hpa/scaling-rules.ts';
import type { ScalingRules } from '../../behaviour/hpa/scaling-rules.ts';
import type { Rules } from '../../model/kubernetes-plan.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { Pace } from '../../model/proof.ts';
import type { ScalingDirection } from '../../model/scaling.ts';
import { wholeMinutes } from '../whole-minutes.ts';

const LONGEST_WINDOW = 3600;

/** By the windows and periods of its HPA; undefined where nothing scales the pool, or where it never gets there. */
export function paceOnKubernetes({ pool, on: { kubernetes } }: PoolPlan, from: number, to: number): Pace | undefined {
  if (kubernetes === undefined || kubernetes.autoscaler.kind === 'none') return undefined;
  const behavior = {
    scaleUp: declaredRules(kubernetes.behavior.scaleUp, pool.scaleUp),
    scaleDown: declaredRules(kubernetes.behavior.scaleDown, pool.scaleDown),
  };
  const up = hpaPace(behavior, from, to);
  const down = hpaPace(behavior, to, from);
  if (up === undefined || down === undefined) return undefined;
  const window = wholeMinutes(behavior.scaleDown.stabilizationWindowSeconds + up - down + 1);
  return {
    up,
    down,
    slower: window > LONGEST_WINDOW ? undefined : { key: 'stabilizationWindow', seconds: window },
  };
}

/** As declared: a stage that holds the replicas is left again. */
function declaredRules(rules: Rules, { select }: ScalingDirection): ScalingRules {
  return { ...scalingRules(rules), selectPolicy: SELECT_POLICY[select.plain] };
}
const SELECT_POLICY = { max: 'Max', min: 'Min', disabled: 'Disabled' } as const;
