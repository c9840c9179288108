import { definePolicy } from '#policy';
import { fix, replaceLower, replaceValue } from '#edits';
import { PRIORITY_MINIMUM } from '#model/priority.ts';

export default definePolicy({
  id: 'min-below-priority',
  group: 'pipestream',
  severity: 'warning',
  level: 'recommended',
  preset: 'pipestream',
  summary: 'A pool has no fewer replicas than its priority asks for.',
  why: 'The priority says what a latency may cost: with fewer replicas the first burst, a drain of a node or the loss of one replica is felt, although the file says that it is not',
  source: 'Scaling document, table "Cost vs Latency tradeoff": low-cost 1/1/0, balanced 2/1/0, low-latency 3+/2+/1',
  messages: {
    minimum: {
      text: 'pool "{pool}" has a minimum of {min}, and the priority {priority} asks for {wanted} at least of a pool that is {kind}',
      help: 'Write {wanted} as replicas.min, or leave it out; or give the pool the priority that it is run by',
    },
    held: {
      text: 'pool "{pool}" is held at {min} on the rung {stage}, and the priority {priority} asks for {wanted} at least of a pool that is {kind}',
      help: 'Write {wanted} as replicas.fixed, or leave it out; or give the pool the priority that it is run by',
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
          wanted > max.plain
            ? undefined
            : fix(`Have a minimum of ${String(wanted)}`, 'unsafe', replaceLower(min, String(wanted))),
        ],
      });
    } else if (hold !== undefined && hold.plain > 0 && hold.plain < wanted) {
      // A pool that is held at 0 is parked, which is no question of latency.
      report('held', {
        at: fixed.origin,
        path: ['pools', pool.key, 'replicas', 'fixed'],
        data: { ...data, min: hold.plain, stage: pool.stage.plain },
        related,
        fixes: [
          wanted > max.plain ? undefined : fix(`Hold ${String(wanted)}`, 'unsafe', replaceValue(fixed, String(wanted))),
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'one engine where the priority is low-latency',
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
        title: 'a GPU pool that sleeps under low-latency',
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
        title: 'as many as the priority asks for',
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
        title: 'another system, of which the table does not speak',
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
