import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, removeEntry } from '#edits';
import { directionEdit } from '#knowledge/directions.ts';
import { idleAsWindow } from '#knowledge/idle-as-window.ts';
import { formatDuration } from '#model/units.ts';

export default definePolicy({
  id: 'cooldown-has-no-effect',
  group: 'behavior',
  severity: 'warning',
  level: 'recommended',
  everywhere: true,
  summary: 'A cooldown or an idle time must delay something.',
  why: oneLine(
    'The author relies on a pause that does not exist. KEDA uses its cooldown only on the way to zero, and an HPA',
    'waits for its stabilization window, never for a cooldown',
  ),
  source: 'Semantics 16; KEDA, "Scaling deployments": cooldownPeriod applies only after a trigger, on the way to 0',
  messages: {
    idle: {
      text: 'pool "{pool}" never scales to zero, so its idle time of {idle} has no effect: {instead}',
      help: 'Remove `idle`',
    },
    window: {
      text: 'pool "{pool}" never scales to zero, so its idle time of {idle} has no effect: {instead}',
      help: oneLine(
        'Write `scaleDown.stabilizationWindow` instead: {before} is what `idle` meant for this pool in earlier versions',
        'of this tool',
      ),
    },
    cooldown: {
      text: oneLine(
        'pool "{pool}" sets {direction}.cooldown to {cooldown}, which applies only on ECS, but nothing scales the pool',
        'on ECS',
      ),
      help: 'Remove `{direction}.cooldown`; on Kubernetes, `stabilizationWindow` and `every` set the pace',
    },
  },
  pool(planned, { report }) {
    const { pool } = planned;
    const instead = insteadOfIdle(planned);
    if (instead !== undefined) {
      const place = { at: pool.idle.origin, path: ['pools', pool.key, 'idle'] };
      const data = { pool: pool.key, idle: formatDuration(pool.idle.plain), instead };
      const before = idleAsWindow(planned);
      const removed = fix('Remove `idle`', 'unsafe', removeEntry(pool.idle));
      if (before === undefined) report('idle', { ...place, data, fixes: [removed] });
      else {
        const text = formatDuration(before);
        const moved = fix(
          `Set \`scaleDown.stabilizationWindow\` to ${text} instead of \`idle\``,
          'safe',
          directionEdit(pool, 'scaleDown', 'stabilizationWindow', text),
          removeEntry(pool.idle),
        );
        report('window', { ...place, data: { ...data, before: text }, fixes: [moved, removed] });
      }
    }
    if (planned.on.ecs !== undefined && planned.signals.length > 0) return;
    for (const direction of ['scaleUp', 'scaleDown'] as const) {
      const { cooldown } = pool[direction];
      if (cooldown.origin.kind !== 'written') continue;
      report('cooldown', {
        at: cooldown.origin,
        path: ['pools', pool.key, direction, 'cooldown'],
        data: { pool: pool.key, cooldown: formatDuration(cooldown.plain), direction },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'idle on ECS, in a pool that keeps two tasks',
        path: 'pools.web.idle',
        message: 'idle',
        targets: 'ecs',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    idle: 10m
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'idle on Kubernetes, in a pool that keeps two replicas',
        path: 'pools.web.idle',
        message: 'window',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    idle: 10m
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'idle together with a stabilization window, which scale-in waits for',
        path: 'pools.web.idle',
        message: 'idle',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    idle: 10m
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleDown: { stabilizationWindow: 5m }
`,
      },
      {
        title: 'a cooldown on Kubernetes',
        path: 'pools.web.scaleDown.cooldown',
        message: 'cooldown',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleDown: { cooldown: 10m }
`,
      },
    ],
    good: [
      {
        title: 'a scale-in window, which applies on Kubernetes, and a cooldown, which applies on ECS',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    scaleDown: { stabilizationWindow: 10m, cooldown: 10m }
`,
      },
      {
        title: 'a pool that scales to zero in one of its environments',
        yaml: `targets:
  kubernetes: { version: "1.32", namespace: example }
environments:
  staging: { priority: balanced }
  production: { priority: low-latency }
pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 8 }
    idle: 10m
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
    scaleDown: { stabilizationWindow: 5m }
`,
      },
    ],
  }),
});

/** What applies instead of idle; undefined where idle has an effect or is not written. */
function insteadOfIdle({ pool, on: { kubernetes, ecs } }: PoolPlan): string | undefined {
  const {
    idle,
    replicas: { min },
    scaleDown: { stabilizationWindow },
  } = pool;
  if (idle.origin.kind !== 'written' || min.plain === 0) return undefined;
  if (kubernetes !== undefined && kubernetes.autoscaler.kind !== 'none') {
    return `scale-in waits for scaleDown.stabilizationWindow (${formatDuration(stabilizationWindow.plain)})`;
  }
  return ecs?.scaling === undefined ? 'nothing scales it' : 'ECS scales in after 15 minutes below the target';
}
