import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceLower, replaceValue } from '#edits';
import { PRIORITY_MINIMUM } from '#model/priority.ts';

export default definePolicy({
  id: 'min-below-priority',
  group: 'pipestream',
  severity: 'warning',
  level: 'recommended',
  preset: 'pipestream',
  summary: 'A pool must not have fewer replicas than its priority asks for.',
  why: oneLine(
    'The priority states how much low latency may cost. With fewer replicas, requests suffer from the first burst, a',
    'node drain or the loss of one replica, although the file promises otherwise',
  ),
  source: 'Scaling document, table "Cost vs Latency tradeoff": low-cost 1/1/0, balanced 2/1/0, low-latency 3+/2+/1',
  messages: {
    minimum: {
      text: oneLine(
        'pool "{pool}" has a minimum of {min}, but priority {priority} asks for at least {wanted} in a pool of kind',
        '{kind}',
      ),
      help: 'Set `replicas.min` to {wanted}, or remove it; or set the `priority` that this pool needs',
    },
    held: {
      text: oneLine(
        'pool "{pool}" is held at {min} in stage {stage}, but priority {priority} asks for at least {wanted} in a pool',
        'of kind {kind}',
      ),
      help: 'Set `replicas.fixed` to {wanted}, or remove it; or set the `priority` that this pool needs',
    },
  },
  pool({ pool, hold }, { report }) {
    const { min, max, fixed } = pool.replicas;
    const wanted = PRIORITY_MINIMUM[pool.priority.plain][pool.kind.plain];
    const data = { pool: pool.key, wanted, kind: pool.kind.plain, priority: pool.priority.plain };
    const related = [{ message: 'the priority', at: pool.priority.origin }];
    if (min.plain < wanted) {
      report('minimum', {
        at: min.origin,
        path: ['pools', pool.key, 'replicas', 'min'],
        data: { ...data, min: min.plain },
        related,
        fixes: [
          // A count that is held below the new minimum would contradict it.
          wanted > max.plain || (hold !== undefined && hold.plain < wanted)
            ? undefined
            : fix(`Set \`replicas.min\` to ${String(wanted)}`, 'unsafe', replaceLower(min, String(wanted))),
        ],
      });
    } else if (hold !== undefined && hold.plain > 0 && hold.plain < wanted) {
      // A pool that is held at 0 is stopped on purpose.
      report('held', {
        at: fixed.origin,
        path: ['pools', pool.key, 'replicas', 'fixed'],
        data: { ...data, min: hold.plain, stage: pool.stage.plain },
        related,
        fixes: [
          wanted > max.plain
            ? undefined
            : fix(`Set \`replicas.fixed\` to ${String(wanted)}`, 'unsafe', replaceValue(fixed, String(wanted))),
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'one engine under priority low-latency',
        path: 'pools.engine.replicas.min',
        message: 'minimum',
        yaml: `preset: pipestream
priority: low-latency
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 1..10
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a GPU pool that scales to zero under low-latency',
        path: 'pools.embedder.replicas.min',
        message: 'minimum',
        yaml: `preset: pipestream
priority: low-latency
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: scale-to-zero
    targets: [kubernetes, ecs]
    hardware: a10g
    capacity: { managedInstances: gpu }
    replicas: { min: 0, max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12, offsetReset: earliest } }
`,
      },
      {
        title: 'a fixed count below the priority',
        path: 'pools.engine.replicas.fixed',
        message: 'held',
        yaml: `preset: pipestream
stage: fixed
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { max: 10, fixed: 1 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'as many replicas as the priority asks for',
        yaml: `preset: pipestream
priority: low-latency
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 3..10
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'another system, which the table does not cover',
        yaml: `priority: low-latency
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..10
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
