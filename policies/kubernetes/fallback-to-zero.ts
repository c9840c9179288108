import { definePolicy } from '#policy';

export default definePolicy({
  id: 'fallback-to-zero',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'A fallback holds replicas and does not take them away.',
  why: 'A metric that cannot be read says nothing about work: a fallback to 0 stops a pool that is busy because Prometheus or a broker did not answer',
  source: 'Semantics 20; KEDA `fallback.go`',
  messages: {
    zero: {
      text: 'pool "{pool}" is scaled to zero when a metric cannot be read, whatever it has to do',
      help: 'Leave fallback out, which freezes the count, or hold as many replicas as the usual load needs',
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
        title: 'zero as a fallback',
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
        title: 'two replicas as a fallback',
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
