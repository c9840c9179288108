import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceLower } from '#edits';
import { PRIORITY_MINIMUM } from '#model/priority.ts';

export default definePolicy({
  id: 'always-on-never-zero',
  group: 'bounds',
  severity: 'error',
  level: 'recommended',
  summary: 'An always-on pool must not have a minimum of 0, and must not be held at 0.',
  why: oneLine(
    'Other pools depend on an always-on pool. At zero, nothing consumes from Kafka and no request is answered, and its',
    'callers are not built to wait for a cold start',
  ),
  source: 'Scaling document, "Always-On Pool (Engine + Sidecar)": never scale to zero',
  messages: {
    minimum: {
      text: 'pool "{pool}" is always-on, but its minimum is 0',
      help: oneLine(
        'Set `replicas.min` to {wanted}, the minimum of priority {priority}, or set `kind: scale-to-zero` if the pool',
        'may scale to zero',
      ),
    },
    held: {
      text: 'pool "{pool}" is always-on, but stage {stage} holds it at 0 replicas',
      help: 'Set `replicas.fixed` to {wanted}, or remove it',
    },
  },
  explains: [
    'min-below-priority',
    'never-wakes',
    'never-returns-to-zero',
    'cpu-only-scale-to-zero',
    'cpu-tracking-from-zero',
    'self-signal-from-zero',
    'gfd-selector-from-zero',
    'cold-start-exceeds-retry-budget',
    'cold-start-without-retry-budget',
    'wake-slower-than-objective',
    'fallback-to-zero',
    'fallback-wakes-gpu',
    'activation-above-threshold',
  ],
  pool({ pool, hold }, { report }) {
    if (pool.kind.plain !== 'always-on') return;
    const { min, max, fixed } = pool.replicas;
    const wanted = PRIORITY_MINIMUM[pool.priority.plain]['always-on'];
    const related = [{ message: 'the kind of the pool', at: pool.kind.origin }];
    if (min.plain === 0) {
      report('minimum', {
        at: min.origin,
        path: ['pools', pool.key, 'replicas', 'min'],
        data: { pool: pool.key, wanted, priority: pool.priority.plain },
        related,
        fixes: [
          wanted > max.plain
            ? undefined
            : fix(
                `Set \`replicas.min\` to ${String(wanted)}, the minimum of priority ${pool.priority.plain}`,
                'unsafe',
                replaceLower(min, String(wanted)),
              ),
        ],
      });
    }
    if (hold?.plain === 0) {
      report('held', {
        at: fixed.origin,
        path: ['pools', pool.key, 'replicas', 'fixed'],
        data: { pool: pool.key, stage: pool.stage.plain, wanted: Math.max(wanted, min.plain) },
        related,
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a minimum of 0, which only a scale-to-zero pool may have',
        path: 'pools.engine.replicas.min',
        message: 'minimum',
        yaml: `pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { min: 0, max: 10 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: engine, topics: [orders], partitions: 12 } }
`,
      },
      {
        title: 'the same as a range, with a CPU signal, which cannot wake the pool',
        path: 'pools.engine.replicas.min',
        message: 'minimum',
        yaml: `pools:
  engine:
    kind: always-on
    replicas: 0..10
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'held at 0 in a lower stage',
        path: 'pools.engine.replicas.fixed',
        message: 'held',
        yaml: `stage: observe
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { min: 2, max: 10, fixed: 0 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: engine, topics: [orders], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'one replica, which low-cost allows',
        yaml: `priority: low-cost
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { min: 1, max: 10 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: engine, topics: [orders], partitions: 12 } }
`,
      },
      {
        title: 'a fixed count of 0 that no stage uses',
        yaml: `stage: full
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { min: 2, max: 10, fixed: 0 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: engine, topics: [orders], partitions: 12 } }
`,
      },
    ],
  }),
});
