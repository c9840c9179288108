import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'fallback-out-of-bounds',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'A fallback must be within the bounds of its pool.',
  why: 'An HPA never leaves its bounds, so a fallback outside of them holds another number of replicas than it declares',
  source: 'Semantics 20; KEDA `fallback.go`, which reports the fallback to the HPA as a metric',
  messages: {
    above: {
      text: 'fallback of pool "{pool}" is {replicas}, but the pool never has more than {bound}',
      help: 'Set `fallback.replicas` to {bound} or less, or raise `replicas.max`',
    },
    below: {
      text: 'fallback of pool "{pool}" is {replicas}, but the pool never has fewer than {bound}, so it has no effect',
      help: oneLine(
        'Set `fallback.replicas` to more than {bound}, or remove `fallback`, which freezes the replica count while a',
        'metric cannot be read',
      ),
    },
  },
  pool({ pool, on: { kubernetes } }, { report }) {
    const fallback = pool.fallbackReplicas;
    if (kubernetes?.autoscaler.kind !== 'scaled-object' || fallback === undefined) return;
    const { min, max } = pool.replicas;
    const [side, bound] = fallback.plain > max.plain ? (['above', max] as const) : (['below', min] as const);
    if (side === 'below' && fallback.plain >= bound.plain) return;
    report(side, {
      at: fallback.origin,
      path: ['pools', pool.key, 'fallback', 'replicas'],
      data: { pool: pool.key, replicas: fallback.plain, bound: bound.plain },
      related: [{ message: 'the bound', at: bound.origin }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'more than the maximum',
        path: 'pools.worker.fallback.replicas',
        message: 'above',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..5
    fallback: { replicas: 8 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
      {
        title: 'fewer than the minimum',
        path: 'pools.worker.fallback.replicas',
        message: 'below',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 3..5
    fallback: { replicas: 2 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'the usual load',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: demand-driven
    replicas: 1..5
    fallback: { replicas: 3 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
  }),
});
