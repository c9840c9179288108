import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'fallback-to-zero',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'A fallback must not scale a pool to zero.',
  why: oneLine(
    'A metric that cannot be read says nothing about the load. A fallback to 0 stops a busy pool because Prometheus or',
    'a broker did not answer',
  ),
  source: 'Semantics 20; KEDA `fallback.go`',
  messages: {
    zero: {
      text: 'pool "{pool}" scales to zero when a metric cannot be read, even while it has work',
      help: oneLine(
        'Remove `fallback`, which freezes the replica count, or set `fallback.replicas` to what the usual load needs',
      ),
    },
  },
  pool({ pool, on: { kubernetes }, mayBeAtZero }, { report }) {
    const replicas = pool.fallbackReplicas;
    if (kubernetes?.autoscaler.kind !== 'scaled-object' || !mayBeAtZero || replicas?.plain !== 0) return;
    report('zero', {
      at: replicas.origin,
      path: ['pools', pool.key, 'fallback', 'replicas'],
      data: { pool: pool.key },
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a fallback to zero',
        path: 'pools.worker.fallback.replicas',
        message: 'zero',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    fallback: { replicas: 0 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'a fallback to two replicas',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    fallback: { replicas: 2 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
  }),
});
