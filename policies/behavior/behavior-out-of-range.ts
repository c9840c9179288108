import type { ScalingDirection } from '#model/scaling.ts';
import type { Sourced } from '#model/sourced.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { formatDuration } from '#model/units.ts';

/** Seconds; the API server rejects anything longer. */
const LONGEST = { every: 1800, stabilizationWindow: 3600 } as const;

export default definePolicy({
  id: 'behavior-out-of-range',
  group: 'behavior',
  severity: 'error',
  level: 'recommended',
  summary: 'The periods and windows of a pool on Kubernetes must be within the range that an HPA accepts.',
  why: oneLine(
    'The API server rejects the whole HorizontalPodAutoscaler. KEDA does not check the range: it accepts the',
    'ScaledObject, no HPA follows, and the pool keeps its size',
  ),
  source: oneLine(
    'Semantics 5; Kubernetes API, HPAScalingPolicy: periodSeconds up to 1800; HPAScalingRules:',
    'stabilizationWindowSeconds 0 to 3600',
  ),
  messages: {
    every: {
      text: '{direction}.every of pool "{pool}" is {written}, but a period of an HPA lasts at most {longest}',
      help: 'Set `{direction}.every` to {longest} or less; if that is too fast, also lower `percent` or `replicas`',
    },
    stabilizationWindow: {
      text: oneLine(
        '{direction}.stabilizationWindow of pool "{pool}" is {written}, but the window of an HPA lasts at most',
        '{longest}',
      ),
      help: 'Set `{direction}.stabilizationWindow` to {longest} or less',
    },
  },
  pool({ pool, on: { kubernetes } }, { report }) {
    if (kubernetes === undefined || kubernetes.autoscaler.kind === 'none') return;
    for (const direction of ['scaleUp', 'scaleDown'] as const) {
      for (const [index, { every }] of (pool[direction].limits?.plain ?? []).entries()) {
        if (every.plain <= LONGEST.every) continue;
        const longest = formatDuration(LONGEST.every);
        report('every', {
          at: every.origin,
          path: ['pools', pool.key, direction, 'limits', index, 'every'],
          data: { pool: pool.key, direction, written: formatDuration(every.plain), longest },
          fixes: [fix(`Set \`every\` to ${longest}`, 'unsafe', replaceValue(every, longest))],
        });
      }
      for (const [key, value] of outOfRange(pool[direction])) {
        const longest = formatDuration(LONGEST[key]);
        report(key, {
          at: value.origin,
          path: ['pools', pool.key, direction, key],
          data: { pool: pool.key, direction, written: formatDuration(value.plain), longest },
          fixes: [fix(`Set \`${direction}.${key}\` to ${longest}`, 'unsafe', replaceValue(value, longest))],
        });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'one replica less per hour',
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
        title: 'one replica less per hour, as one of two limits',
        path: 'pools.web.scaleDown.limits[1].every',
        message: 'every',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleDown: { limits: [{ percent: 10%, every: 5m }, { replicas: 1, every: 1h }] }
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
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { requests: 100/s }
    scaleDown: { stabilizationWindow: 2h }
`,
      },
    ],
    good: [
      {
        title: '30 minutes and one hour, which are the longest that an HPA accepts',
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
