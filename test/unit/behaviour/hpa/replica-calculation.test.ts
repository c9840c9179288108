import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { requestOf } from '../../../../src/behaviour/hpa/pod-requests.ts';
import type { RequestingPod } from '../../../../src/behaviour/hpa/pod-requests.ts';
import { groupPods } from '../../../../src/behaviour/hpa/pods.ts';
import type { MeasuredResource, Pod, PodUsage } from '../../../../src/behaviour/hpa/pods.ts';
import {
  replicasByAverageValue,
  replicasByPodMetric,
  replicasByUtilization,
  replicasByValue,
} from '../../../../src/behaviour/hpa/replica-calculator.ts';
import type { Scene } from '../../../../src/behaviour/hpa/replica-calculator.ts';
import type { Tolerance } from '../../../../src/behaviour/hpa/tolerance.ts';

/** Numbers of upstream's own tests; the file names its source. */
const vectors: {
  readonly resource: readonly ResourceVector[];
  readonly pods: readonly MetricVector[];
  readonly object: readonly MetricVector[];
  readonly objectPerPod: readonly MetricVector[];
  readonly external: readonly MetricVector[];
  readonly externalPerPod: readonly MetricVector[];
  readonly groupPods: readonly GroupVector[];
  readonly requests: readonly RequestVector[];
} = JSON.parse(readFileSync(new URL('vectors/replica-calculation.json', import.meta.url), 'utf8'));

interface Vector {
  readonly name: string;
  readonly current: number;
  readonly target: number;
  readonly tolerance: Tolerance;
  readonly error?: string;
}
interface ResourceVector extends Vector {
  readonly pods: readonly (Pod & RequestingPod)[];
  readonly usage: readonly PodUsage[];
  readonly container?: string;
  readonly expected?: { readonly replicas: number; readonly utilization: number; readonly average: number };
}
interface MetricVector extends Vector {
  readonly pods: readonly Pod[];
  readonly levels: readonly number[];
  readonly expected?: { readonly replicas: number; readonly usage: number };
}
interface GroupVector {
  readonly name: string;
  readonly resource: MeasuredResource;
  readonly pods: readonly Pod[];
  readonly usage: readonly PodUsage[];
  readonly expected: {
    readonly ready: number;
    readonly unready: readonly string[];
    readonly missing: readonly string[];
    readonly ignored: readonly string[];
  };
}
interface RequestVector {
  readonly name: string;
  readonly container?: string;
  readonly pods: readonly RequestingPod[];
  readonly expected?: readonly number[];
  readonly error?: string;
}

/** As upstream's tests set the controller up. */
const startup = { cpuInitializationPeriod: 120, initialReadinessDelay: 10 };
const sceneOf = ({ current, tolerance, pods }: Vector & { readonly pods: readonly Pod[] }): Scene => ({
  current,
  tolerance,
  pods,
  startup,
  now: 0,
});
/** JSON has no undefined: what a vector does not expect is not compared. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('every vector of upstream is there', () => {
  expect(Object.entries(vectors).map(([kind, list]) => [kind, Array.isArray(list) ? list.length : 0])).toEqual([
    ['source', 0],
    ['resource', 47],
    ['pods', 8],
    ['object', 6],
    ['objectPerPod', 4],
    ['external', 5],
    ['externalPerPod', 6],
    ['groupPods', 14],
    ['requests', 10],
  ]);
});

describe('percent of requests', () => {
  test.each(vectors.resource)('$name', vector => {
    const { pods, usage, target, container, expected, error } = vector;
    const requested = pods.map(pod => ({ name: pod.name, request: requestOf(pod, container) }));
    const refused = requested.find(({ request }) => typeof request === 'string');
    // Upstream asks for the usage first.
    if (refused !== undefined && usage.length > 0) {
      expect(error).toContain(refused.request);
      return;
    }
    const requests = new Map(requested.map(({ name, request }) => [name, Number(request)]));
    const calculated = replicasByUtilization(sceneOf(vector), usage, requests, 'cpu', target);
    if (expected === undefined)
      expect(error).toContain('error' in calculated ? calculated.error : 'an error was expected');
    else
      expect(calculated).toEqual({
        replicas: expected.replicas,
        utilization: expected.utilization,
        usage: expected.average,
      });
  });
});

describe('mean over pods', () => {
  test.each(vectors.pods)('$name', vector => {
    const usage = vector.levels.map((value, index) => ({ pod: `pod-${String(index)}`, value, at: 0, window: 60 }));
    expect(replicasByPodMetric(sceneOf(vector), usage, 'other', vector.target)).toEqual(vector.expected);
  });
});

describe.each([
  ['Value of an object', vectors.object],
  ['Value of an external metric', vectors.external],
])('%s', (_, cases) => {
  test.each(cases)('$name', vector => {
    expect(plain(replicasByValue(sceneOf(vector), vector.levels, vector.target))).toEqual(vector.expected);
  });
});

describe.each([
  ['AverageValue of an object', vectors.objectPerPod],
  ['AverageValue of an external metric', vectors.externalPerPod],
])('%s', (_, cases) => {
  test.each(cases)('$name', vector => {
    expect(replicasByAverageValue(vector, vector.current, vector.levels, vector.target)).toEqual(vector.expected);
  });
});

describe('pods that are ready, unready, missing and ignored', () => {
  test.each(vectors.groupPods)('$name', ({ pods, usage, resource, expected }) => {
    const { ready, unready, missing, ignored } = groupPods(
      pods,
      new Map(usage.map(sample => [sample.pod, sample])),
      resource,
      startup,
      0,
    );
    expect({ ready, unready: [...unready], missing: [...missing], ignored: [...ignored] }).toEqual(expected);
  });
});

describe('requests of a pod', () => {
  test.each(vectors.requests)('$name', ({ pods, container, expected, error }) => {
    expect(pods.map(pod => requestOf(pod, container))).toEqual(error === undefined ? expected : [error]);
  });
});
