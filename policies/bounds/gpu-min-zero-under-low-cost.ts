import { counted } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { fix, removeEntry, replaceLower } from '#edits';

export default definePolicy({
  id: 'gpu-min-zero-under-low-cost',
  group: 'bounds',
  severity: 'error',
  level: 'recommended',
  summary: 'Under the priority low-cost a GPU pool that scales to zero has a minimum of 0.',
  why: 'A GPU that idles is the dearest part of the system; low-cost means that it is paid for only while it works',
  source: 'Scaling document, table "Cost vs Latency tradeoff"',
  messages: {
    kept: {
      text: 'pool "{pool}" keeps {kept} running, and under low-cost the minimum of a GPU pool is 0',
      help: 'Leave replicas.min out, or give the pool the priority balanced',
    },
  },
  explains: ['min-above-priority'],
  pool({ pool }, { report }) {
    const { min } = pool.replicas;
    if (
      pool.hardware === undefined ||
      pool.priority.plain !== 'low-cost' ||
      pool.kind.plain !== 'scale-to-zero' ||
      min.plain === 0
    )
      return;
    // A range such as 1..5 is written whole, and its minimum is only a part of it.
    const alone =
      min.origin.kind === 'written' && min.origin.span.end - min.origin.span.start === String(min.plain).length;
    report('kept', {
      at: min.origin,
      path: ['pools', pool.key, 'replicas', 'min'],
      data: { pool: pool.key, kept: counted(min.plain, 'GPU replica') },
      related: [{ message: 'the priority', at: pool.priority.origin }],
      fixes: [
        alone
          ? fix('Remove replicas.min, so that the priority decides', 'unsafe', removeEntry(min))
          : fix('Have a minimum of 0', 'unsafe', replaceLower(min, '0')),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a minimum that low-cost does not allow',
        path: 'pools.embedder.replicas.min',
        message: 'kept',
        yaml: `priority: low-cost
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: scale-to-zero
    targets: [kubernetes, ecs]
    hardware: a10g
    capacity: { managedInstances: gpu }
    replicas: { min: 1, max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
      {
        title: 'the same as a range',
        path: 'pools.embedder.replicas.min',
        message: 'kept',
        yaml: `priority: low-cost
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: scale-to-zero
    targets: [kubernetes, ecs]
    hardware: a10g
    capacity: { managedInstances: gpu }
    replicas: 1..5
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'the minimum left to the priority',
        yaml: `priority: low-cost
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: scale-to-zero
    targets: [kubernetes, ecs]
    hardware: a10g
    capacity: { managedInstances: gpu }
    replicas: { max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
    ],
  }),
});
