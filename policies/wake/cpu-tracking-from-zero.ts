import { definePolicy } from '#policy';

export default definePolicy({
  id: 'cpu-tracking-from-zero',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary: 'On ECS a pool that may be at zero does not rely on CPU or memory to leave it.',
  why: 'At zero tasks ECS reports neither, the alarms have insufficient data, and target tracking does nothing',
  source: 'Semantics 35; Application Auto Scaling, "Target tracking": no data, no scaling',
  messages: {
    tracking: {
      text: 'pool "{pool}" may be at zero on ECS and scales by {signals} only, which no task reports then',
      help: 'Add a signal that is seen while nothing runs, such as kafkaLag, queueBacklog or requests with the source of a caller, or keep replicas.min at 1',
    },
  },
  explains: ['never-wakes'],
  pool(plan, { proofs, report }) {
    const { pool, signals } = plan;
    const onEcs = proofs(plan).find(({ target }) => target === 'ecs');
    if (onEcs === undefined || onEcs.wake.scheduled !== undefined || plan.wakeSources.length > 0) return;
    if (signals.length === 0 || signals.some(({ name }) => name !== 'cpu' && name !== 'memory')) return;
    report('tracking', {
      at: pool.replicas.min.origin.kind === 'written' ? pool.replicas.min.origin : pool.kind.origin,
      path: ['pools', pool.key, 'replicas', 'min'],
      data: { pool: pool.key, signals: signals.map(({ name }) => name).join(' and ') },
      related: signals.map(({ name, signal }) => ({ message: name, at: signal.at })),
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'CPU alone',
        path: 'pools.worker.replicas.min',
        message: 'tracking',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { min: 0, max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'CPU beside the lag that wakes it',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { min: 0, max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      cpu: 70%
      kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 }
`,
      },
    ],
  }),
});
