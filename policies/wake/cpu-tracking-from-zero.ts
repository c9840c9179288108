import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { sleepersOf } from '#proof/sleepers.ts';

export default definePolicy({
  id: 'cpu-tracking-from-zero',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool that scales to zero on ECS must not rely on CPU or memory to wake.',
  why: oneLine(
    'With zero tasks, ECS reports neither CPU nor memory. The alarms have insufficient data, and target tracking does',
    'nothing',
  ),
  source: 'Semantics 35; Application Auto Scaling, "Target tracking": no data, no scaling',
  messages: {
    tracking: {
      text: oneLine(
        'pool "{pool}" scales to zero on ECS and scales only on {signals}, which ECS does not report with zero tasks',
      ),
      help: oneLine(
        'Add a signal that is measured outside the pool, such as `kafkaLag`, `queueBacklog`, or `requests` of a',
        'caller, or set `replicas.min` to 1',
      ),
    },
  },
  explains: ['never-wakes'],
  pool(plan, { proofs, report }) {
    const { pool, signals } = plan;
    const onEcs = sleepersOf(proofs(plan)).find(({ target }) => target === 'ecs');
    if (onEcs === undefined || onEcs.wake.scheduled !== undefined || plan.wakeSources.length > 0) return;
    if (signals.length === 0 || signals.some(({ name }) => name !== 'cpu' && name !== 'memory')) return;
    report('tracking', {
      at: pool.replicas.min.origin.kind === 'written' ? pool.replicas.min.origin : pool.kind.origin,
      path: ['pools', pool.key, 'replicas', 'min'],
      data: { pool: pool.key, signals: signals.map(({ name }) => (name === 'cpu' ? 'CPU' : name)).join(' and ') },
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
        title: 'CPU together with the lag that wakes the pool',
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
