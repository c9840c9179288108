import type { Path, Sourced } from '#model/sourced.ts';
import type { Pool } from '#model/pool.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { directionEdit, writtenOf } from '#knowledge/directions.ts';
import { fix } from '#edits';
import { formatDuration } from '#model/units.ts';
import type { ScalingDirection } from '#model/scaling.ts';
import { TARGET_LABEL } from '#model/targets.ts';
import type { TargetName } from '#model/targets.ts';

export default definePolicy({
  id: 'scale-down-faster-than-up',
  group: 'behavior',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool must scale in more slowly than it scales out.',
  why: oneLine(
    'A short dip removes the replicas, and when the load returns they are missing for longer than the dip lasted. The',
    'replica count oscillates, and every swing pays for the cold starts again',
  ),
  source: oneLine(
    'Semantics 51; the scaling document, "scale up fast, scale down slow"; kubernetes `horizontal.go` and Application',
    'Auto Scaling, step scaling, for the steps',
  ),
  messages: {
    faster: {
      text: oneLine(
        'pool "{pool}" scales in faster than it scales out on {target}: {max} to {min} replicas takes {down}, and back',
        'takes {up}',
      ),
      help: 'Scale in more slowly, for example with {slower}, or scale out faster',
    },
    equal: {
      severity: 'warning',
      text: oneLine(
        'pool "{pool}" scales in as fast as it scales out on {target}: {max} to {min} replicas takes {down}, and so',
        'does the way back',
      ),
      help: 'Scale in more slowly, for example with {slower}',
    },
  },
  pool(planned, { proofs, report }) {
    const { pool } = planned;
    for (const { target, pace } of proofs(planned)) {
      if (pace === undefined || pace.down > pace.up) continue;
      const { up, down, slower } = pace;
      const { path, at } = placeOf(pool, target);
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
              ? 'a smaller `scaleDown.percent`'
              : `\`scaleDown.${slower.key}: ${text}\``,
        },
        related: writtenOf(pool, 'scaleUp', KEYS[target])
          .slice(0, 1)
          .map(({ value }) => ({ message: 'the pace of scale-out', at: value.origin })),
        fixes: [
          slower === undefined || text === undefined
            ? undefined
            : fix(
                `Set \`scaleDown.${slower.key}\` to ${text}`,
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
        title: 'all replicas removed at once after 30 seconds, and one per minute added back',
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
        title: 'a CPU signal that waits 15 minutes before it scales out, and five minutes to scale in',
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
        title: 'both directions within one decision',
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
        title: 'half of the tasks removed per minute on ECS, and ten minutes between scale-outs',
        path: 'pools.web.scaleDown.cooldown',
        message: 'faster',
        also: ['latency-alone'],
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
        title: 'slow scale-out, and slower scale-in',
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
        title: 'a scale-in cooldown that is twice as long, on ECS',
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

/** The fields that set the pace on each platform. */
const KEYS = {
  kubernetes: ['stabilizationWindow', 'percent', 'replicas', 'every', 'select'],
  ecs: ['cooldown', 'percent', 'replicas'],
} as const satisfies Readonly<Record<TargetName, readonly (keyof ScalingDirection)[]>>;

/** The written field that sets the pace; those of scale-in come first. */
function placeOf(pool: Pool, target: TargetName): { readonly path: Path; readonly at: Sourced<unknown>['origin'] } {
  const wait =
    pool.signals.cpu?.for === undefined
      ? []
      : [{ path: ['pools', pool.key, 'signals', 'cpu', 'for'], value: pool.signals.cpu.for }];
  const [first] = [...writtenOf(pool, 'scaleDown', KEYS[target]), ...wait, ...writtenOf(pool, 'scaleUp', KEYS[target])];
  return first === undefined
    ? { path: ['pools', pool.key], at: pool.at }
    : { path: first.path, at: first.value.origin };
}
