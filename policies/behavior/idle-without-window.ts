import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix } from '#edits';
import { directionEdit } from '#knowledge/directions.ts';
import { idleAsWindow } from '#knowledge/idle-as-window.ts';
import { formatDuration } from '#model/units.ts';

export default definePolicy({
  id: 'idle-without-window',
  group: 'behavior',
  severity: 'warning',
  level: 'recommended',
  everywhere: true,
  summary: 'A pool with an idle time other than the default window must set its scale-in window.',
  why: oneLine(
    'The idle time sets only when the last replicas go to zero. Above zero an HPA waits for its stabilization window.',
    'Earlier versions of this tool used `idle` as that window too, so an older file scales in at another pace now',
  ),
  source: oneLine(
    'Semantics 16; KEDA, "Scaling deployments": cooldownPeriod applies only on the way to 0, and the behavior of the HPA',
    'to any other number of replicas',
  ),
  messages: {
    window: {
      text: oneLine(
        'pool "{pool}" goes to zero after {idle} without work, but above zero it scales in after a window of {window},',
        'which is the default',
      ),
      help: oneLine(
        'Set `scaleDown.stabilizationWindow`: {before} keeps what `idle` meant before, and {window} keeps the window that',
        'is used now',
      ),
    },
  },
  pool(planned, { report }) {
    const { pool } = planned;
    const before = idleAsWindow(planned);
    if (before === undefined || pool.replicas.min.plain > 0 || !hasWayBetween(planned)) return;
    const text = formatDuration(before);
    report('window', {
      at: pool.idle.origin,
      path: ['pools', pool.key, 'idle'],
      data: {
        pool: pool.key,
        idle: formatDuration(pool.idle.plain),
        window: formatDuration(pool.scaleDown.stabilizationWindow.plain),
        before: text,
      },
      fixes: [
        fix(
          `Set \`scaleDown.stabilizationWindow\` to ${text}`,
          'safe',
          directionEdit(pool, 'scaleDown', 'stabilizationWindow', text),
        ),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'half an hour without work until zero, and nothing about the way there',
        path: 'pools.worker.idle',
        message: 'window',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 8 }
    idle: 30m
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'five seconds until zero, and a separate window above zero',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 8 }
    idle: 5s
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
    scaleDown: { stabilizationWindow: 5m }
`,
      },
      {
        title: 'one replica or none, so nothing is between them',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 1 }
    idle: 10m
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
  }),
});

function hasWayBetween({ pool }: PoolPlan): boolean {
  return pool.replicas.max.plain > 1;
}
