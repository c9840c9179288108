import { expect, test } from 'vitest';
import { askInTime } from '../../src/lint/organisation/in-time.ts';

class CutShort extends Error {}

/** Ends a run at the first question that takes too long. */
function within(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof CutShort) return false;
    throw error;
  }
}

/** What becomes of questions of which some take a given number of runs to be cut short. */
function told(costs: readonly number[]): readonly string[] {
  const said: string[] = [];
  askInTime(
    costs.map((cost, index) => {
      let cuts = cost;
      return {
        ask: () => {
          if (cuts > 0) {
            cuts -= 1;
            throw new CutShort();
          }
          said.push(`${String(index)} answered`);
        },
        giveUp: () => said.push(`${String(index)} given up`),
      };
    }),
    within,
  );
  return said;
}

test('a question that takes too long is given up, and those beside it are answered once', () => {
  expect(told([0, Infinity, 0])).toEqual(['0 answered', '1 given up', '2 answered']);
  expect(told([Infinity, Infinity])).toEqual(['0 given up', '1 given up']);
});

test('the time that others took is not held against a question', () => {
  expect(told([0, 1, 0])).toEqual(['0 answered', '1 answered', '2 answered']);
  expect(told([1])).toEqual(['0 given up']);
});
