import type { TargetPace } from '#knowledge/pace.ts';
import type { Path, Sourced } from '#model/sourced.ts';
import type { Pool } from '#model/pool.ts';
import { definePolicy } from '#policy';
import { directionEdit, writtenOf } from '#knowledge/directions.ts';
import { fix } from '#edits';
import { formatDuration } from '#model/units.ts';
import { pacesOf } from '#knowledge/pace.ts';
import type { ScalingDirection } from '#model/scaling.ts';
import { TARGET_LABEL } from '#model/targets.ts';
import type { TargetName } from '#model/targets.ts';

export default definePolicy({
  id: 'scale-down-faster-than-up',
  group: 'behaviour',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool takes longer from its maximum to its minimum than back.',
  why: 'A short dip takes the replicas away, and when the load returns they are missing for longer than the dip lasted; the pool swings, and each swing pays the cold starts again',
  source:
    'Semantics 51; the scaling document, "scale up fast, scale down slow"; kubernetes `horizontal.go` and Application Auto Scaling, step scaling, for the steps',
  messages: {
    faster: {
      text: 'pool "{pool}" goes from {max} to {min} replicas in {down} on {target}, and takes {up} to come back',
      help: 'Shrink more slowly, for example {slower}, or grow faster',
    },
    equal: {
      severity: 'warning',
      text: 'pool "{pool}" goes from {max} to {min} replicas as fast as it comes back on {target}, in {down}',
      help: 'Shrink more slowly, for example {slower}',
    },
  },
  pool(planned, { report }) {
    const { pool } = planned;
    for (const pace of pacesOf(planned)) {
      if (pace.down > pace.up) continue;
      const { target, up, down, slower } = pace;
      const { path, at } = placeOf(pool, pace);
      const text = slower === undefined ? undefined : formatDuration(slower.seconds);
      report(down < up ? 'faster' : 'equal', {
        at,
        path,
        data: {
          pool: pool.key,
          target: TARGET_LABEL[target],
          up: formatDuration(up),
          down: formatDuration(down),
          max: pool.replicas.max.plain,
          min: Math.max(1, pool.replicas.min.plain),
          slower:
            slower === undefined || text === undefined
              ? 'with a smaller scaleDown.percent'
              : `with scaleDown.${slower.key}: ${text}`,
        },
        related: writtenOf(pool, 'scaleUp', KEYS[target])
          .slice(0, 1)
          .map(({ value }) => ({ message: 'how fast it grows', at: value.origin })),
        fixes: [
          slower === undefined || text === undefined
            ? undefined
            : fix(
                `Shrink more slowly: ${slower.key}: ${text}`,
                'unsafe',
                directionEdit(pool, 'scaleDown', slower.key, text),
              ),
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'everything away at once after half a minute, and back one replica a minute',
        path: 'pools.web.scaleDown.stabilizationWindow',
        message: 'faster',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleUp: { replicas: 1, every: 1m }
    scaleDown: { stabilizationWindow: 30s, percent: 100% }
`,
      },
      {
        title: 'CPU for a quarter of an hour, which delays growing, and five minutes to shrink',
        path: 'pools.web.signals.cpu.for',
        message: 'faster',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..4
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: { target: 70%, for: 15m } }
`,
      },
      {
        title: 'both at once',
        path: 'pools.web.scaleDown.stabilizationWindow',
        message: 'equal',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..4
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleDown: { stabilizationWindow: 0s, percent: 50% }
`,
      },
      {
        title: 'half of the tasks a minute on ECS, and ten minutes between the steps back',
        path: 'pools.web.scaleDown.cooldown',
        message: 'faster',
        targets: 'ecs',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { latency: { p99: 1s, source: { cloudwatch: { namespace: Example, metric: Seconds, dimensions: { Service: web }, statistic: p99 } } } }
    scaleUp: { cooldown: 10m }
    scaleDown: { percent: 50%, cooldown: 1m }
`,
      },
    ],
    good: [
      {
        title: 'slowly up, and more slowly down',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleUp: { replicas: 1, every: 1m }
    scaleDown: { stabilizationWindow: 10m, percent: 100% }
`,
      },
      {
        title: 'twice the cooldown down, on ECS',
        targets: 'ecs',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    scaleUp: { cooldown: 5m }
    scaleDown: { cooldown: 10m }
`,
      },
    ],
  }),
});

/** What each platform goes by. */
const KEYS = {
  kubernetes: ['stabilizationWindow', 'percent', 'replicas', 'every', 'select'],
  ecs: ['cooldown', 'percent', 'replicas'],
} as const satisfies Readonly<Record<TargetName, readonly (keyof ScalingDirection)[]>>;

/** What makes it so and was written: of the way down first. */
function placeOf(pool: Pool, { target }: TargetPace): { readonly path: Path; readonly at: Sourced<unknown>['origin'] } {
  const wait =
    pool.signals.cpu?.for === undefined
      ? []
      : [{ path: ['pools', pool.key, 'signals', 'cpu', 'for'], value: pool.signals.cpu.for }];
  const idle =
    pool.idle.origin.kind === 'written' && target === 'kubernetes'
      ? [{ path: ['pools', pool.key, 'idle'], value: pool.idle }]
      : [];
  const [first] = [
    ...writtenOf(pool, 'scaleDown', KEYS[target]),
    ...wait,
    ...writtenOf(pool, 'scaleUp', KEYS[target]),
    ...idle,
  ];
  return first === undefined
    ? { path: ['pools', pool.key], at: pool.at }
    : { path: first.path, at: first.value.origin };
}
