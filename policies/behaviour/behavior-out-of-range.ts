import type { ScalingDirection } from '#model/scaling.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';
import { formatDuration } from '#model/units.ts';

/** Seconds; the API server refuses what is beyond. */
const LONGEST = { every: 1800, stabilizationWindow: 3600 } as const;

export default definePolicy({
  id: 'behavior-out-of-range',
  group: 'behaviour',
  severity: 'error',
  level: 'recommended',
  summary: 'The periods and windows of a pool on Kubernetes are within what an HPA takes.',
  why: 'The API server refuses the whole HorizontalPodAutoscaler; KEDA does not check it, so its ScaledObject is accepted, no HPA follows, and the pool stays as it is',
  source:
    'Semantics 5; Kubernetes API, HPAScalingPolicy: periodSeconds up to 1800; HPAScalingRules: stabilizationWindowSeconds 0 to 3600',
  messages: {
    every: {
      text: '{direction}.every of pool "{pool}" is {written}, and a period of an HPA lasts {longest} at most',
      help: 'Write every: {longest} or less, with a smaller percent or fewer replicas where that would be too fast',
    },
    stabilizationWindow: {
      text: '{direction}.stabilizationWindow of pool "{pool}" is {written}, and an HPA looks back {longest} at most',
      help: 'Write stabilizationWindow: {longest} or less',
    },
  },
  pool({ pool, on: { kubernetes } }, { report }) {
    if (kubernetes === undefined || kubernetes.autoscaler.kind === 'none') return;
    for (const direction of ['scaleUp', 'scaleDown'] as const) {
      for (const [key, value] of outOfRange(pool[direction])) {
        const longest = formatDuration(LONGEST[key]);
        report(key, {
          at: value.origin,
          path: ['pools', pool.key, direction, key],
          data: { pool: pool.key, direction, written: formatDuration(value.plain), longest },
          fixes: [fix(`Write ${longest}, the longest`, 'unsafe', replaceValue(value, longest))],
        });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'one replica less an hour',
        path: 'pools.web.scaleDown.every',
        message: 'every',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleDown: { replicas: 1, every: 1h }
`,
      },
      {
        title: 'a window of two hours',
        path: 'pools.web.scaleDown.stabilizationWindow',
        message: 'stabilizationWindow',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: 100/s }
    scaleDown: { stabilizationWindow: 2h }
`,
      },
    ],
    good: [
      {
        title: 'half an hour and an hour are just within',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleDown: { replicas: 1, every: 30m, stabilizationWindow: 1h }
`,
      },
    ],
  }),
});

function outOfRange(direction: ScalingDirection): readonly (readonly [keyof typeof LONGEST, Sourced<number>])[] {
  return (['every', 'stabilizationWindow'] as const).flatMap(key => {
    const value = direction[key];
    return value.origin.kind === 'written' && value.plain > LONGEST[key] ? [[key, value] as const] : [];
  });
}
