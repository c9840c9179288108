import { counted } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, removeEntry, replaceLower } from '#edits';

export default definePolicy({
  id: 'gpu-min-zero-under-low-cost',
  group: 'bounds',
  severity: 'error',
  level: 'recommended',
  summary: 'A scale-to-zero GPU pool with priority low-cost must have a minimum of 0.',
  why: oneLine(
    'An idle GPU is the most expensive part of the system. Priority low-cost means that a GPU is paid for only while',
    'it works',
  ),
  source: 'Scaling document, table "Cost vs Latency tradeoff"',
  messages: {
    kept: {
      text: 'pool "{pool}" keeps {kept} running, but under low-cost the minimum of a GPU pool is 0',
      help: 'Remove `replicas.min`, or set `priority: balanced` for this pool',
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
    // A range such as 1..5 is one value, and the minimum is only a part of it.
    const alone =
      min.origin.kind === 'written' && min.origin.span.end - min.origin.span.start === String(min.plain).length;
    report('kept', {
      at: min.origin,
      path: ['pools', pool.key, 'replicas', 'min'],
      data: { pool: pool.key, kept: counted(min.plain, 'GPU replica') },
      related: [{ message: 'the priority', at: pool.priority.origin }],
      fixes: [
        alone
          ? fix('Remove `replicas.min`, so that the priority decides', 'unsafe', removeEntry(min))
          : fix('Set the minimum to 0', 'unsafe', replaceLower(min, '0')),
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
