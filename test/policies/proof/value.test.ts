import { expect, test } from 'vitest';
import { arithmetic, compared, number, series } from '../../../src/promql/value.ts';
import type { Value } from '../../../src/promql/value.ts';
import { fc, runs } from '../../properties.ts';

/** Bounds, and a number that lies within them. */
const bounded = fc
  .tuple(fc.integer({ min: -20, max: 20 }), fc.nat({ max: 20 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([low, width, share]) => ({ value: series(low, low + width), inside: Math.round(low + width * share) }));

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};
const TESTS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

function holds(value: Value, actual: number): boolean {
  if (Number.isNaN(actual)) return value.nan;
  if (!Number.isFinite(actual)) return value.infinite;
  return value.low <= actual + 1e-9 && actual - 1e-9 <= value.high;
}

test.each(Object.keys(OPERATORS))('what a %s b really is lies within the bounds', operator => {
  fc.assert(
    fc.property(bounded, bounded, (a, b) => {
      expect(holds(arithmetic(operator, a.value, b.value), OPERATORS[operator]?.(a.inside, b.inside) ?? NaN)).toBe(
        true,
      );
    }),
    { numRuns: runs(2000) },
  );
});

test.each(Object.keys(TESTS))(
  'a sample that passes a %s b is within the bounds, and where none may pass none does',
  operator => {
    fc.assert(
      fc.property(bounded, bounded, (a, b) => {
        const kept = compared(operator, a.value, b.value, false);
        const passes = TESTS[operator]?.(a.inside, b.inside) === true;
        if (passes) expect(holds(kept, a.inside)).toBe(true);
        else expect(kept.empty).toBe(true);
        expect(holds(compared(operator, a.value, b.value, true), passes ? 1 : 0)).toBe(true);
      }),
      { numRuns: runs(2000) },
    );
  },
);

test('nothing over nothing is NaN, and something over nothing is infinite', () => {
  expect(arithmetic('/', number(0), number(0))).toMatchObject({
    nan: true,
    infinite: false,
    low: Infinity,
    high: -Infinity,
  });
  expect(arithmetic('/', number(3), number(0))).toMatchObject({
    nan: false,
    infinite: true,
    low: Infinity,
    high: -Infinity,
  });
  expect(arithmetic('/', number(0), series(0, 5))).toMatchObject({ nan: true, infinite: false, low: 0, high: 0 });
});
