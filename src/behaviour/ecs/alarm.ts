/** When an alarm of one-minute periods goes off. */
export interface AlarmRule {
  readonly threshold: number;
  readonly comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  /** Periods that are looked at, and how many of them must breach. */
  readonly periods: number;
  readonly datapoints: number;
  readonly missing: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
}

export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

const COMPARISONS: Readonly<Record<AlarmRule['comparison'], (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/**
 * Points that CloudWatch reads beyond the periods. AWS publishes one example (three periods of a range of five) and no
 * rule, so this is modelled.
 */
export const EXTRA_POINTS = 2;

/**
 * The state of an alarm by its newest points, oldest first, undefined where one is missing. A missing point counts by
 * the stated treatment only where the range holds too few real ones.
 *
 * Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data".
 */
export function alarmState(rule: AlarmRule, points: readonly (number | undefined)[], before: AlarmState): AlarmState {
  const range = points.slice(-(rule.periods + EXTRA_POINTS));
  const known = range.filter(point => point !== undefined);
  if (known.length >= rule.periods) return stateOf(rule, known.slice(-rule.periods).map(breaches(rule)));
  switch (rule.missing) {
    case 'ignore':
      return known.length === 0 ? before : stateOf(rule, known.map(breaches(rule)), before);
    case 'missing':
      return known.length === 0 ? 'INSUFFICIENT_DATA' : stateOf(rule, known.map(breaches(rule)), before);
    case 'breaching':
    case 'notBreaching': {
      const filler = rule.missing === 'breaching';
      const filled = [
        ...Array.from({ length: rule.periods - known.length }, () => filler),
        ...known.map(breaches(rule)),
      ];
      return stateOf(rule, filled);
    }
  }
}

function breaches({ comparison, threshold }: AlarmRule): (value: number) => boolean {
  return value => COMPARISONS[comparison](value, threshold);
}

/** `otherwise` where too few points are known to say either. */
function stateOf(rule: AlarmRule, breaching: readonly boolean[], otherwise?: AlarmState): AlarmState {
  if (breaching.filter(Boolean).length >= rule.datapoints) return 'ALARM';
  const undecided = rule.periods - breaching.length;
  return otherwise !== undefined && breaching.filter(Boolean).length + undecided >= rule.datapoints ? otherwise : 'OK';
}
