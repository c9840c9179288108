import type { PlannedSignal } from '../../../model/plan.ts';
import { because, mapped } from '../../../model/sourced.ts';
import { wholePercent } from '../../rounding.ts';
import { orAsleep } from '../asleep.ts';
import { built, together } from '../built-triggers.ts';
import type { BuiltTriggers, TriggerContext } from '../built-triggers.ts';
import { rangeOfFourScrapes } from '../safe-queries.ts';
import { utilisation } from '../series.ts';
import { ceilingOf, sustained, waitsInQuery } from '../sustained.ts';
import { prometheusTrigger } from './prometheus.ts';

type Resource = PlannedSignal<'cpu'> | PlannedSignal<'memory'>;

/** CPU or memory of one container, which KEDA hands to the HPA as it is; what must last is asked of Prometheus. */
export function resourceTriggers(planned: Resource, context: TriggerContext): BuiltTriggers {
  const { name, signal } = planned;
  const { for: wait, target, container } = signal;
  const asked = wait !== undefined && waitsInQuery(context.neutral, context.target);
  const resource = built({
    scaler: 'resource',
    for: name,
    type: because('a resource signal', name, signal.at),
    name: because('called as the signal is', name, signal.at),
    metricType: because('of the request', 'Utilization', signal.at),
    metadata: {
      value: mapped(asked ? ceilingOf(target) : target, plain => String(wholePercent(plain))),
      containerName: container,
    },
    authentication: undefined,
  });
  if (!asked) return resource;
  const range = rangeOfFourScrapes(context.system.metrics.scrapeInterval);
  const used = utilisation(name, signal, context.target, context.neutral, range);
  return together([
    resource,
    prometheusTrigger(
      {
        for: name,
        name: `${name}-sustained`,
        at: wait.origin,
        query: orAsleep(sustained(used, target, wait), context),
        threshold: mapped(target, plain => String(wholePercent(plain))),
        metricType: 'Value',
        activation: undefined,
      },
      context,
    ),
  ]);
}
