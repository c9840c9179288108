import type { AlarmRule } from './alarm.ts';

/**
 * Target tracking as it is observed; AWS publishes neither the alarms' numbers nor the arithmetic, so all of this is
 * modelled (algorithms, "ECS target tracking").
 */
const OUT_MINUTES = 3;
const IN_MINUTES = 15;
const LOW_SHARE = 0.9;

/** The alarm that scales out: 3 of 3 minutes above the target. */
export function highAlarm(target: number): AlarmRule {
  return {
    threshold: target,
    comparison: 'GreaterThanThreshold',
    periods: OUT_MINUTES,
    datapoints: OUT_MINUTES,
    missing: 'missing',
  };
}

/** The alarm that scales in: 15 of 15 minutes below nine tenths of the target. */
export function lowAlarm(target: number): AlarmRule {
  return {
    threshold: target * LOW_SHARE,
    comparison: 'LessThanThreshold',
    periods: IN_MINUTES,
    datapoints: IN_MINUTES,
    missing: 'missing',
  };
}

/** Tasks in proportion to the metric. */
export function trackedCapacity(capacity: number, metric: number, target: number): number {
  return Math.ceil((capacity * metric) / target);
}
