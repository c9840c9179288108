import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { boundedByBehavior, boundedByDefault } from '../../../../src/behaviour/hpa/bounded.ts';
import {
  changeWithin,
  isOutdated,
  NO_EVENTS,
  scaleDownLimit,
  scaleUpLimit,
  storeEvent,
} from '../../../../src/behaviour/hpa/rate-limit.ts';
import type { ScaleEvent } from '../../../../src/behaviour/hpa/rate-limit.ts';
import { DEFAULT_BEHAVIOR } from '../../../../src/behaviour/hpa/scaling-rules.ts';
import type { ScalingPolicy, ScalingRules } from '../../../../src/behaviour/hpa/scaling-rules.ts';
import { stabilize, stabilizeDown } from '../../../../src/behaviour/hpa/stabilization-window.ts';
import type { Recommendation } from '../../../../src/behaviour/hpa/stabilization-window.ts';

/** Numbers of upstream's own tests; the file names its source. */
const vectors: {
  readonly withoutBehavior: readonly MoveVector[];
  readonly limits: readonly {
    readonly name: string;
    readonly direction: 'up' | 'down';
    readonly current: number;
    readonly rules: RulesVector;
    readonly expected: number;
  }[];
  readonly stabilizeWithoutBehavior: readonly {
    readonly name: string;
    readonly recommendations: readonly Recommendation[];
    readonly desired: number;
    readonly expected: number;
    readonly stored: number;
  }[];
  readonly scalingWithRules: readonly RuledVector[];
  readonly storeScaleEvents: readonly StoreVector[];
  readonly stabilizeWithBehavior: readonly StabilizeVector[];
} = JSON.parse(readFileSync(new URL('vectors/normalization.json', import.meta.url), 'utf8'));

interface MoveVector {
  readonly name: string;
  readonly current: number;
  readonly desired: number;
  readonly min: number;
  readonly max: number;
  readonly expected: number;
  readonly reason: string;
}
interface RulesVector {
  readonly window: number;
  readonly select?: 'Max' | 'Min';
  readonly policies?: readonly ScalingPolicy[];
}
interface RuledVector extends MoveVector {
  readonly up?: RulesVector;
  readonly down?: RulesVector;
  readonly upEvents: readonly ScaleEvent[];
  readonly downEvents: readonly ScaleEvent[];
}
interface StoreVector {
  readonly name: string;
  readonly change: number;
  readonly before: readonly ScaleEvent[];
  readonly after: readonly { readonly change: number; readonly outdated: boolean }[];
  readonly rules?: RulesVector;
  readonly expected: number;
}
interface StabilizeVector {
  readonly name: string;
  readonly recommendations: readonly Recommendation[];
  readonly current: number;
  readonly desired: number;
  readonly upWindow: number;
  readonly downWindow: number;
  readonly expected: number;
  readonly stored?: readonly number[];
}

/** What a vector leaves out has the API server's default. */
function rulesOf(rules: RulesVector | undefined, otherwise: ScalingRules): ScalingRules {
  return rules === undefined
    ? otherwise
    : {
        stabilizationWindowSeconds: rules.window,
        selectPolicy: rules.select ?? 'Max',
        policies: rules.policies ?? otherwise.policies,
      };
}

test('every vector of upstream is there', () => {
  expect(Object.entries(vectors).map(([kind, list]) => [kind, Array.isArray(list) ? list.length : 0])).toEqual([
    ['source', 0],
    ['withoutBehavior', 5],
    ['limits', 2],
    ['stabilizeWithoutBehavior', 5],
    ['scalingWithRules', 40],
    ['storeScaleEvents', 8],
    ['stabilizeWithBehavior', 11],
  ]);
});

describe('bounds without behavior', () => {
  test.each(vectors.withoutBehavior)('$name', ({ expected, reason, ...move }) => {
    expect(boundedByDefault(move)).toEqual({ replicas: expected, reason });
  });
});

describe('limit of a rate', () => {
  test.each(vectors.limits)('$name', ({ direction, current, rules, expected }) => {
    const limit = direction === 'up' ? scaleUpLimit : scaleDownLimit;
    expect(limit(current, NO_EVENTS, rulesOf(rules, DEFAULT_BEHAVIOR.scaleUp), 0)).toBe(expected);
  });
});

describe('bounds and rates with behavior', () => {
  test.each(vectors.scalingWithRules)('$name', vector => {
    const { current, desired, min, max, expected, reason } = vector;
    const behavior = {
      scaleUp: rulesOf(vector.up, DEFAULT_BEHAVIOR.scaleUp),
      scaleDown: rulesOf(vector.down, DEFAULT_BEHAVIOR.scaleDown),
    };
    const events = { up: vector.upEvents, down: vector.downEvents };
    expect(boundedByBehavior({ current, desired, min, max }, behavior, events, 0)).toEqual({
      replicas: expected,
      reason,
    });
  });
});

describe('stabilization without behavior', () => {
  test.each(vectors.stabilizeWithoutBehavior)('$name', ({ recommendations, desired, expected, stored }) => {
    const stabilized = stabilizeDown(recommendations, desired, 300, 0);
    expect([stabilized.replicas, stabilized.recommendations.length]).toEqual([expected, stored]);
  });
});

describe('stabilization with behavior', () => {
  test.each(vectors.stabilizeWithBehavior)('$name', vector => {
    const { recommendations, upWindow, downWindow, expected, stored } = vector;
    const stabilized = stabilize(recommendations, vector, { up: upWindow, down: downWindow }, 0);
    expect(stabilized.replicas).toBe(expected);
    if (stored !== undefined) expect(stabilized.recommendations.map(({ replicas }) => replicas)).toEqual(stored);
  });
});

describe('events of a rate', () => {
  test.each(vectors.storeScaleEvents)('$name', ({ change, before, after, rules, expected }) => {
    expect(changeWithin(60, before, 0)).toBe(expected);
    // Without behavior nothing is stored, which is the reconcile's business.
    if (rules === undefined) return;
    const ruled = rulesOf(rules, DEFAULT_BEHAVIOR.scaleUp);
    const stored = storeEvent(before, { change, at: 0 }, ruled);
    expect(stored.map(event => ({ change: event.change, outdated: isOutdated(event.at, ruled, 0) }))).toEqual(after);
  });
});
