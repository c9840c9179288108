import { counted } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { minorVersion } from '#model/minor-version.ts';
import { oneLine } from '#model/one-line.ts';

/** KEDA counts a trigger in fallback as active since 2.19 (CHANGELOG.md). */
const COUNTS_AS_ACTIVE = 19;

export default definePolicy({
  id: 'fallback-wakes-gpu',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'A GPU pool that scales to zero must not have a fallback that starts it.',
  why: oneLine(
    'Since KEDA 2.19, a trigger in fallback counts as active. When Prometheus is unavailable for three polls, KEDA',
    'starts the pool without any work, and its GPUs cost money until Prometheus is back',
  ),
  source: 'Semantics 20; KEDA 2.19',
  messages: {
    wakes: {
      text: oneLine(
        'the fallback of pool "{pool}" starts {replicas} from zero when a metric cannot be read: KEDA {keda} counts a',
        'trigger in fallback as active',
      ),
      help: 'Remove `fallback`; without it, the replica count stays as it is while metrics are unavailable',
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
      minorVersion(keda) < COUNTS_AS_ACTIVE
    )
      return;
    report('wakes', {
      at: replicas.origin,
      path: ['pools', pool.key, 'fallback', 'replicas'],
      data: { pool: pool.key, replicas: counted(replicas.plain, 'GPU replica'), keda },
      related: [{ message: 'the GPU of each replica', at: hardware.at }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'two GPUs during an outage of Prometheus',
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
        title: 'a KEDA version that keeps the pool at zero during fallback',
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
