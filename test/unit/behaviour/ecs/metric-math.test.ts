import { describe, expect, test } from 'vitest';
import { metricMath } from '../../../../src/behaviour/ecs/metric-math.ts';
import { queriesValue } from '../../../../src/behaviour/ecs/metric-queries.ts';
import { systemOn } from '../../ecs/systems.ts';
import { compileText } from '../../ecs/compile.ts';

type Points = Readonly<Record<string, readonly (number | undefined)[]>>;
const at = (expression: string, points: Points, minute = 2): number | undefined =>
  metricMath(expression).valueAt(minute, (id, when) => points[id]?.[when]);
const series: Points = {
  m1: [60, 120, 240],
  m2: [1, 2, 4],
  m3: [undefined, undefined, undefined],
  m4: [10, undefined, 70],
};

describe('metric math', () => {
  test.each<[string, number | undefined]>([
    ['m1', 240],
    ['m1/m2', 60],
    ['m1 + m2*2', 248],
    ['(m1 + m2)*2', 488],
    ['m1 - m2 - 1', 235],
    ['m1/60/m2', 1],
    ['m3', undefined],
    ['m1 + m3', undefined],
    ['m1/0', undefined],
    ['FILL(m3, 0)', 0],
    ['FILL(m1, 0)', 240],
    ['FILL(m3, m2)', 4],
    ['(FILL(m3, 0)+0*m2)', 0],
    ['(FILL(m1, 0)+0*m3)', undefined],
    ['RATE(m1)', 2],
    ['RATE(m4)', 0.5],
    ['RATE(m3)', undefined],
    ['RATE(m1)/m2', 0.5],
    ['m1 > 239 AND m2 >= 4', 1],
    ['m1 > 240 AND m2 >= 4', 0],
    ['m1 != 240', 0],
    ['IF(m1 <= 300 AND m2 <= 5, 1, 0)', 1],
    ['IF(m1 <= 300 AND m3 <= 5, 1, 0)', undefined],
    ['IF(m2 > 1, IF(m1 * m2 / (m2 - IF(m2 < 20, 1, FLOOR(m2 / 10))) <= 0.9 * 400, 1, 0), 0)', 1],
    ['IF(m2 > 1, IF(m1 * m2 / (m2 - IF(m2 < 20, 1, FLOOR(m2 / 10))) <= 0.9 * 350, 1, 0), 0)', 0],
    ['-1 + m2', 3],
  ])('%s', (expression, expected) => {
    expect(at(expression, series)).toBe(expected);
  });

  test.each(['', 'm1 OR m2', 'MAX(METRICS())', 'm1 +', '(m1', 'm1 m2', 'IF(m1, 1)', 'SEARCH("x", 1)', 'm1 ^ 2', 'M1'])(
    'refuses %j',
    expression => {
      expect(() => metricMath(expression)).toThrow('not metric math that is emitted');
    },
  );

  test('takes every query that is emitted', () => {
    let seen = 0;
    for (const text of ['observe', 'cpu', 'full'].map(stage => systemOn(stage)))
      for (const { ecs } of compileText(text).pools) {
        const policies = ecs.scaling?.policies ?? [];
        const queried = [
          ...policies.map(policy => (policy.kind === 'tracking' ? policy.queries : policy.alarm.queries)),
          ...ecs.alarms.map(({ queries }) => queries),
          ...ecs.widgets.map(({ queries }) => queries),
        ].filter(queries => queries.length > 0);
        for (const queries of queried) {
          expect(queriesValue(queries)(20, (_, minute) => minute)).toBeTypeOf('number');
          seen += 1;
        }
      }
    expect(seen).toBeGreaterThan(20);
  });
});
