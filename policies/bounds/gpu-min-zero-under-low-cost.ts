import { definePolicy, fix, removeEntry } from '#policy';

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
      text: 'pool "{pool}" keeps {min} GPU replicas running, and under low-cost the minimum of a GPU pool is 0',
      help: 'Leave replicas.min out, or give the pool the priority balanced',
    },
  },
  pool({ pool }, { report }) {
    const { min } = pool.replicas;
    if (pool.hardware === undefined || pool.priority.plain !== 'low-cost' || pool.kind.plain !== 'scale-to-zero' || min.plain === 0) return;
    report('kept', {
      at: min.origin,
      path: ['pools', pool.key, 'replicas', 'min'],
      data: { pool: pool.key, min: min.plain },
      related: [{ message: 'the priority', at: pool.priority.origin }],
      fixes: [fix('Remove replicas.min, so that the priority decides', 'unsafe', removeEntry(min))],
    });
  },
  examples: {
    bad: [{
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
    }],
    good: [{
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
    }],
  },
});
