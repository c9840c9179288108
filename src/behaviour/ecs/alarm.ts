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
 * Points that CloudWatch reads beyond the periods. It says only that they are more, and its examples read five for
 * three periods.
 */
export const EXTRA_POINTS = 2;

/**
 * The state of an alarm by its newest points, oldest first, undefined where one is missing. A missing point counts by
 * the stated treatment only where the range holds too few real ones.
 *
 * Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data", with its two tables.
 */
export function alarmState(rule: AlarmRule, points: readonly (number | undefined)[], before: AlarmState): AlarmState {
  const range = points.slice(-(rule.periods + EXTRA_POINTS));
  const breaching = range.flatMap(point =>
    point === undefined ? [] : [COMPARISONS[rule.comparison](point, rule.threshold)],
  );
  const evaluated = breaching.slice(-rule.periods);
  const breaches = evaluated.filter(Boolean).length;
  if (breaches >= rule.datapoints) return 'ALARM';
  const unknown = rule.periods - evaluated.length;
  if (unknown === 0) return 'OK';
  switch (rule.missing) {
    case 'breaching':
      return breaches + unknown >= rule.datapoints ? 'ALARM' : 'OK';
    case 'notBreaching':
      return 'OK';
    case 'ignore':
      return breaches < evaluated.length ? 'OK' : before;
    case 'missing':
      return breaches < evaluated.length ? 'OK' : withoutQuietPoint(rule, range);
  }
}

/**
 * Every real point breaches, and they are too few: enough only where the first of them is as old as the alarm takes.
 */
function withoutQuietPoint({ datapoints }: AlarmRule, range: readonly (number | undefined)[]): AlarmState {
  const oldest = range.findIndex(point => point !== undefined);
  return oldest >= 0 && range.length - oldest >= datapoints ? 'ALARM' : 'INSUFFICIENT_DATA';
}
