import { definePolicy } from '#policy';

/** KEDA counts a trigger in fallback as active since 2.19 (CHANGELOG.md). */
const COUNTS_AS_ACTIVE = 19;

export default definePolicy({
  id: 'fallback-wakes-gpu',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'A GPU pool that may be at zero has no fallback that starts it.',
  why: 'Since KEDA 2.19 a trigger in fallback counts as active: when Prometheus is away for three polls the pool is started without work, and GPUs are paid for until it is back',
  source: 'Semantics 20; KEDA 2.19',
  messages: {
    wakes: {
      text: 'fallback starts {replicas} of the GPU pool "{pool}" from zero when a metric cannot be read, as KEDA {keda} counts a trigger in fallback as active',
      help: 'Leave fallback out: without it the count stays as it is while metrics are away',
    },
  },
  pool(plan, { plan: { system }, report }) {
    const { pool } = plan;
    const { fallbackReplicas: replicas, hardware } = pool;
    const keda = system.targets.kubernetes?.keda.plain ?? '';
    if (
      plan.on.kubernetes === undefined ||
      !plan.mayBeAtZero ||
      hardware === undefined ||
      replicas === undefined ||
      replicas.plain === 0 ||
      Number(keda.split('.')[1]) < COUNTS_AS_ACTIVE
    )
      return;
    report('wakes', {
      at: replicas.origin,
      path: ['pools', pool.key, 'fallback', 'replicas'],
      data: { pool: pool.key, replicas: `${String(replicas.plain)} replica${replicas.plain === 1 ? '' : 's'}`, keda },
      related: [{ message: 'the GPU that each replica holds', at: hardware.at }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'two GPUs for an outage of Prometheus',
        path: 'pools.embedder.fallback.replicas',
        message: 'wakes',
        yaml: `targets:
  kubernetes: { version: "1.32", namespace: example, keda: "2.19", prometheus: "http://prometheus.monitoring:9090" }
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: scale-to-zero
    hardware: a10g
    replicas: { max: 5 }
    fallback: { replicas: 2 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'no fallback',
        yaml: `targets:
  kubernetes: { version: "1.32", namespace: example, keda: "2.19", prometheus: "http://prometheus.monitoring:9090" }
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: scale-to-zero
    hardware: a10g
    replicas: { max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
      {
        title: 'a version that keeps a pool at zero there',
        yaml: `targets:
  kubernetes: { version: "1.32", namespace: example, keda: "2.18", prometheus: "http://prometheus.monitoring:9090" }
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: scale-to-zero
    hardware: a10g
    replicas: { max: 5 }
    fallback: { replicas: 2 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
    ],
  }),
});
