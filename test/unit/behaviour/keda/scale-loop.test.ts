import { describe, expect, test } from 'vitest';
import { requestScale } from '../../../../src/behaviour/keda/scale-loop.ts';
import type { ScaleLoopSpec, ScaleLoopState } from '../../../../src/behaviour/keda/scale-loop.ts';

const NOW = 10_000;
const spec: ScaleLoopSpec = {
  min: 0,
  idle: undefined,
  cooldownPeriod: 300,
  initialCooldownPeriod: 0,
  pausedReplicas: undefined,
  fallbackReplicas: undefined,
};

interface Case {
  readonly spec?: Partial<ScaleLoopSpec>;
  readonly current: number;
  readonly active?: boolean;
  readonly error?: boolean;
  /** Seconds ago. */
  readonly lastActive?: number;
  readonly created?: number;
  /** The count that is written, and whether the activity is noted. */
  readonly writes?: number;
  readonly noted?: boolean;
}

/** Lines are those of pkg/scaling/executor/scale_scaledobjects.go in KEDA 2.20.2. */
const CASES: Readonly<Record<string, Case>> = {
  'active at zero: one (71, 251)': { current: 0, active: true, writes: 1, noted: true },
  'active at zero with a minimum of 3: three (249)': {
    spec: { min: 3 },
    current: 0,
    active: true,
    writes: 3,
    noted: true,
  },
  'active at zero beside an error: one all the same (71)': {
    current: 0,
    active: true,
    error: true,
    writes: 1,
    noted: true,
  },
  'active at two: the HPA decides, and the activity is noted (80)': { current: 2, active: true, noted: true },
  'active below the minimum: KEDA leaves it to the HPA (80)': {
    spec: { min: 3 },
    current: 1,
    active: true,
    noted: true,
  },
  'active at idle, below the minimum: the minimum (71)': {
    spec: { min: 3, idle: 0 },
    current: 2,
    active: true,
    writes: 3,
    noted: true,
  },
  'active above zero beside an error: the activity is not noted (74)': { current: 2, active: true, error: true },
  'inactive with an error, without a fallback: held (93)': { current: 2, error: true, lastActive: 9999 },
  'inactive with an error and a fallback: held for the HPA (86)': {
    spec: { fallbackReplicas: 3 },
    current: 2,
    error: true,
    lastActive: 9999,
  },
  'inactive with an error and a fallback of none: zero (86, 98)': {
    spec: { fallbackReplicas: 0 },
    current: 2,
    error: true,
    lastActive: 301,
    writes: 0,
  },
  'inactive within the cooldown: held (213)': { current: 2, lastActive: 299 },
  'inactive for exactly the cooldown: held, since it must have passed (213)': { current: 2, lastActive: 300 },
  'inactive beyond the cooldown: zero from any count (213)': { current: 7, lastActive: 301, writes: 0 },
  'never active: zero once the initial cooldown has passed (212)': { current: 1, created: 1, writes: 0 },
  'never active, within the initial cooldown: held (212)': {
    spec: { initialCooldownPeriod: 600 },
    current: 1,
    created: 599,
  },
  'never active and just created: held for this turn (212)': { current: 1, created: 0 },
  'inactive at zero: nothing (110)': { current: 0, lastActive: 9999 },
  'inactive with a minimum of 1: the HPA decides (98)': { spec: { min: 1 }, current: 4, lastActive: 9999 },
  'inactive below the minimum: the minimum (102)': { spec: { min: 2 }, current: 1, writes: 2 },
  'inactive above idle, beyond the cooldown: idle (98, 322)': {
    spec: { min: 3, idle: 0 },
    current: 3,
    lastActive: 301,
    writes: 0,
  },
  'paused: the count of the annotation': { spec: { pausedReplicas: 4 }, current: 1, active: true, writes: 4 },
  'paused and there: nothing is written, and nothing is noted (54)': {
    spec: { pausedReplicas: 4 },
    current: 4,
    active: true,
  },
};

describe('one turn of the loop', () => {
  test.each(Object.entries(CASES))('%s', (_, { current, active = false, error = false, writes, noted, ...more }) => {
    const state: ScaleLoopState = {
      created: NOW - (more.created ?? 100_000),
      lastActive: more.lastActive === undefined ? undefined : NOW - more.lastActive,
    };
    const request = requestScale({ ...spec, ...more.spec }, state, current, { active, error }, NOW);
    expect(request.replicas).toBe(writes);
    expect(request.state.lastActive).toBe(noted === true ? NOW : state.lastActive);
  });
});
