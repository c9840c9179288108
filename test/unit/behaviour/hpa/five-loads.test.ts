import { describe, expect, test } from 'vitest';
import { NO_HISTORY, reconcile } from '../../../../src/behaviour/hpa/horizontal-pod-autoscaler.ts';
import type { HpaSpec } from '../../../../src/behaviour/hpa/horizontal-pod-autoscaler.ts';
import type { Pod } from '../../../../src/behaviour/hpa/pods.ts';
import { DEFAULT_STARTUP } from '../../../../src/behaviour/hpa/pods.ts';
import { replicasByAverageValue, replicasByValue } from '../../../../src/behaviour/hpa/replica-calculator.ts';
import { DEFAULT_TOLERANCE } from '../../../../src/behaviour/hpa/tolerance.ts';
import { COLD_START, FIVE_LOADS, PER_REPLICA, SECONDS } from '../five-loads.ts';

/**
 * Five loads on 2 to 10 replicas of 50 messages a second each, cold start 45 s: lag of 1000 and growth of 3.333/s as
 * AverageValue, CPU of 70 % as Value over ready replicas. An independent script computed the peaks of lag.
 *
 * The script counts a recommendation that is exactly as old as the window; upstream does not (`After(cutoff)`). On
 * steps of 15 s that is a window of one second more, by which the peaks are compared, and upstream's are beside them.
 */
const STEP = 15;

interface Emitted {
  readonly upWindow: number;
  readonly downWindow: number;
  readonly cpu: boolean;
  /** CPU as a query over its lowest value of so many seconds. */
  readonly cpuFor: number;
}

const behavior = ({ upWindow, downWindow }: Emitted): HpaSpec => ({
  min: 2,
  max: 10,
  behavior: {
    scaleUp: {
      stabilizationWindowSeconds: upWindow,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: 100, periodSeconds: 15 },
        { type: 'Pods', value: 4, periodSeconds: 15 },
      ],
    },
    scaleDown: {
      stabilizationWindowSeconds: downWindow,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: 10, periodSeconds: 60 },
        { type: 'Pods', value: 1, periodSeconds: 60 },
      ],
    },
  },
});

function peakLag(load: (t: number) => number, emitted: Emitted): number {
  const spec = behavior(emitted);
  let pods = [0, 1].map(() => podFrom(-COLD_START));
  let history = NO_HISTORY;
  let lag = 0;
  let peak = 0;
  const lags: number[] = [];
  const utilizations: number[] = [];
  for (let now = 0; now < SECONDS; now += STEP) {
    pods = pods.map(pod => ({ ...pod, ready: pod.started !== null && pod.started + COLD_START <= now }));
    const capacity = pods.filter(({ ready }) => ready).length * PER_REPLICA * STEP;
    const arrived = lag + load(now) * STEP;
    const done = Math.min(capacity, arrived);
    lag = arrived - done;
    peak = Math.max(peak, lag);
    lags.push(lag);
    utilizations.push((100 * done) / capacity);
    const cpu = Math.min(...utilizations.slice(-Math.floor(emitted.cpuFor / STEP) - 1));
    const current = pods.length;
    const scene = { current, pods, tolerance: DEFAULT_TOLERANCE, startup: DEFAULT_STARTUP, now };
    const decision = reconcile(spec, history, current, now, () => [
      { metric: 'lag', calculated: replicasByAverageValue(scene, current, [lag * 1000], 1_000_000) },
      { metric: 'growth', calculated: replicasByAverageValue(scene, current, [growth(lags) * 1000], 3333) },
      ...(emitted.cpu ? [{ metric: 'cpu', calculated: replicasByValue(scene, [cpu * 1000], 70_000) }] : []),
    ]);
    history = decision.history;
    pods = pods.slice(0, decision.replicas);
    while (pods.length < decision.replicas) pods.push(podFrom(now));
  }
  return Math.trunc(peak);
}

function podFrom(started: number): Pod {
  return { name: '', phase: 'Running', ready: false, started, transition: started, deleting: false };
}

/** Slope of the last 5 minutes by least squares, in messages a second, and never below 0. */
function growth(lags: readonly number[]): number {
  const window = lags.slice(-21);
  if (window.length < 2) return 0;
  const middle = (window.length - 1) / 2;
  const mean = window.reduce((sum, lag) => sum + lag, 0) / window.length;
  const over = window.reduce((sum, lag, index) => sum + (index - middle) * (lag - mean), 0);
  return Math.max(0, over / window.reduce((sum, _, index) => sum + (index - middle) ** 2, 0) / STEP);
}

describe('peaks of the lag under five loads', () => {
  const windowed = { upWindow: 300, cpuFor: 0 };
  const quick = { upWindow: 0, cpuFor: 300 };
  /** The script's peaks, to the message. */
  test.each([
    ['a window of 5 minutes, without cpu', { ...windowed, cpu: false }, [3900, 105_750, 54_000, 54_281, 128_250]],
    ['a window of 5 minutes, with cpu', { ...windowed, cpu: true }, [1800, 91_500, 54_000, 3217, 128_250]],
    ['no window, without cpu', { ...quick, cpu: false }, [2400, 15_750, 51_000, 12_000, 18_000]],
    ['no window, cpu for 5 minutes in its query', { ...quick, cpu: true }, [225, 14_250, 48_000, 3217, 18_000]],
  ])('as the script counts: %s', (_, { upWindow, cpuFor, cpu }, expected) => {
    const inclusive = { upWindow: upWindow === 0 ? 0 : upWindow + 1, downWindow: 301, cpuFor, cpu };
    expect(Object.values(FIVE_LOADS).map(({ arrivals }) => peakLag(arrivals, inclusive))).toEqual(expected);
  });

  /** A window of upstream ends one step earlier. */
  test.each([
    ['a window of 5 minutes, without cpu', { ...windowed, cpu: false }, [3825, 101_250, 54_000, 47_868, 123_000]],
    ['a window of 5 minutes, with cpu', { ...windowed, cpu: true }, [1725, 87_000, 53_250, 2695, 123_000]],
    ['no window, without cpu', { ...quick, cpu: false }, [2400, 15_750, 51_000, 12_000, 18_000]],
    ['no window, cpu for 5 minutes in its query', { ...quick, cpu: true }, [225, 14_250, 48_000, 4181, 18_000]],
  ])('as upstream counts: %s', (_, emitted, expected) => {
    expect(Object.values(FIVE_LOADS).map(({ arrivals }) => peakLag(arrivals, { ...emitted, downWindow: 300 }))).toEqual(
      expected,
    );
  });
});
