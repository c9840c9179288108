import type { Trigger } from '../../model/kubernetes-plan.ts';
import { LATE_METRICS, metadataSeconds } from '../../model/late-metrics.ts';
import { because } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';

/** How old the number of a trigger may be when KEDA asks; undefined where KEDA asks the source itself. */
export function metricDelay(trigger: Trigger): Sourced<Seconds> | undefined {
  if (trigger.scaler !== 'custom') return undefined;
  const { type, metadata } = trigger;
  const late = LATE_METRICS[type.plain];
  if (late === undefined) return undefined;
  const asked = Object.entries(late.asked).map(([key, otherwise]) => {
    const written = metadata[key]?.plain;
    return (written === undefined ? undefined : metadataSeconds(written)) ?? otherwise;
  });
  const sum = asked.reduce((all, one) => all + one, late.published);
  return because(late.why, seconds(sum), type.origin);
}

/** Of several triggers, the number that may be the oldest. */
export function longestDelay(triggers: readonly Trigger[]): Sourced<Seconds> | undefined {
  return triggers
    .flatMap(trigger => metricDelay(trigger) ?? [])
    .toSorted((a, b) => b.plain - a.plain)
    .at(0);
}
