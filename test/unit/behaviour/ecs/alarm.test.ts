import { describe, expect, test } from 'vitest';
import { alarmState } from '../../../../src/behaviour/ecs/alarm.ts';
import type { AlarmRule, AlarmState } from '../../../../src/behaviour/ecs/alarm.ts';

const rule: AlarmRule = {
  threshold: 10,
  comparison: 'GreaterThanThreshold',
  periods: 3,
  datapoints: 3,
  missing: 'missing',
};
const none = undefined;

const VALUES = new Map([
  ['0', 0],
  ['X', 20],
]);

/** `0` is no breach, `X` breaches, `-` is missing: the notation of the CloudWatch User Guide. */
function pointsOf(text: string): readonly (number | undefined)[] {
  return text.match(/./g)?.map(letter => VALUES.get(letter)) ?? [];
}

/** The guide's own tables, over the five newest points, by what a missing point counts as; `=` keeps the state. */
describe.each([
  [
    3,
    `
    0-X-X  OK    OK    OK    OK
    0----  OK    OK    OK    OK
    -----  NONE  =     ALARM OK
    0XX-X  ALARM ALARM ALARM ALARM
    ----X  NONE  =     ALARM OK
    X----  ALARM =     ALARM OK`,
  ],
  [
    2,
    `
    0-X-X  ALARM ALARM ALARM ALARM
    00X0X  ALARM ALARM ALARM ALARM
    0-X--  OK    OK    ALARM OK
    ----0  OK    OK    ALARM OK
    ----X  NONE  =     ALARM OK`,
  ],
])('missing data, %i of 3', (datapoints, table) => {
  const rows = table
    .trim()
    .split('\n')
    .map(line => line.trim().split(/ +/));
  test.each(rows)('%s', (points = '', ...expected) => {
    const state = (missing: AlarmRule['missing'], before: AlarmState): AlarmState =>
      alarmState({ ...rule, datapoints, missing }, pointsOf(points), before);
    // What keeps the state does so whatever the state was.
    const kept = state('ignore', 'OK') === 'OK' && state('ignore', 'ALARM') === 'ALARM' ? '=' : state('ignore', 'OK');
    const states = [state('missing', 'OK'), kept, state('breaching', 'OK'), state('notBreaching', 'OK')];
    expect(states.map(one => (one === 'INSUFFICIENT_DATA' ? 'NONE' : one))).toEqual(expected);
  });
});

describe('m of n', () => {
  test.each<[string, Partial<AlarmRule>, readonly (number | undefined)[], AlarmState]>([
    ['all of them', {}, [11, 11, 11], 'ALARM'],
    ['one too few', {}, [10, 11, 11], 'OK'],
    ['the threshold itself does not breach', {}, [10, 10, 10], 'OK'],
    ['the threshold itself breaches', { comparison: 'GreaterThanOrEqualToThreshold' }, [10, 10, 10], 'ALARM'],
    ['below', { comparison: 'LessThanThreshold' }, [9, 9, 9], 'ALARM'],
    ['two of three', { datapoints: 2 }, [11, 0, 11], 'ALARM'],
    ['only the newest count', {}, [0, 0, 11, 11, 11], 'ALARM'],
    ['fewer points than periods', { missing: 'notBreaching' }, [11, 11], 'OK'],
    ['one missing among enough', { missing: 'notBreaching' }, [11, 11, none, 11], 'ALARM'],
  ])('%s', (_, more, points, state) => {
    expect(alarmState({ ...rule, ...more }, points, 'OK')).toBe(state);
  });
});
