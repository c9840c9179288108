import type { PlannedSignal } from '../../../model/plan.ts';
import { because, mapped } from '../../../model/sourced.ts';
import { wholePercent } from '../../rounding.ts';
import { built } from '../built-triggers.ts';
import type { BuiltTriggers, TriggerContext } from '../built-triggers.ts';

/** CPU or memory of one container, which KEDA hands to the HPA as it is. */
export function resourceTrigger(
  { name, signal }: PlannedSignal<'cpu'> | PlannedSignal<'memory'>,
  { neutral: { pool } }: TriggerContext,
): BuiltTriggers {
  return built({
    scaler: 'resource',
    for: name,
    type: because('a resource signal', name, signal.at),
    name: because('called as the signal is', name, signal.at),
    metricType: because('of the request', 'Utilization', signal.at),
    metadata: {
      value: mapped(signal.target, target => String(wholePercent(target))),
      containerName: pool.containers.length > 1 || pool.existing !== undefined ? signal.container : undefined,
    },
    authentication: undefined,
  });
}
