import { definePolicy } from '#policy';
import { fix, replaceUpper } from '#edits';

export default definePolicy({
  id: 'autoscaling-without-signal',
  group: 'signals',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool with room between its bounds has a signal or a schedule that moves it.',
  why: 'Bounds alone move nothing: no autoscaler is emitted, and the pool stays at its fixed count while the file says that it grows',
  source:
    'Semantics 13: KEDA refuses a ScaledObject without triggers; scaling document, "Start simple": first fixed counts, then CPU, then the rest',
  messages: {
    nothing: {
      text: 'pool "{pool}" has bounds of {min} to {max} and neither a signal nor a schedule, so it stays {where}',
      help: 'Declare a signal, such as cpu: 70%; for a fixed count write stage: fixed on the pool',
    },
    rung: {
      text: 'pool "{pool}" declares no cpu signal, so the rung cpu holds it at {count} and not between {min} and {max}',
      help: 'Declare cpu, or write stage: full on the pool',
      severity: 'information',
    },
  },
  pool({ pool, hold, signals, mayBeAtZero }, { report }) {
    const {
      existing,
      replicas: { min, max, fixed },
    } = pool;
    const range = { pool: pool.key, min: min.plain, max: max.plain };
    if (max.plain <= min.plain || mayBeAtZero) return;
    if (hold === undefined && signals.length === 0 && pool.schedule === undefined && pool.wake === undefined) {
      report('nothing', {
        at: max.origin,
        path: ['pools', pool.key, 'replicas', 'max'],
        data: { ...range, where: existing === undefined ? `at ${String(fixed.plain)}` : 'as it is' },
        fixes: [fix('Have the bounds that it keeps', 'unsafe', replaceUpper(max, String(min.plain)))],
      });
    } else if (hold !== undefined && pool.stage.plain === 'cpu') {
      report('rung', {
        at: pool.at,
        path: ['pools', pool.key, 'signals'],
        data: { ...range, count: hold.plain },
        related: [{ message: 'the rung', at: pool.stage.origin }],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'bounds that nothing moves the pool between',
        path: 'pools.worker.replicas.max',
        message: 'nothing',
        yaml: `pools:
  worker:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
`,
      },
      {
        title: 'the rung cpu without CPU',
        path: 'pools.worker.signals',
        message: 'rung',
        yaml: `stage: cpu
pools:
  worker:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'a fixed count, with bounds for later',
        yaml: `stage: fixed
pools:
  worker:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
`,
      },
      {
        title: 'bounds without room between them',
        yaml: `pools:
  worker:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..2
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
`,
      },
      {
        title: 'the rung cpu for a pool that sleeps, which keeps what wakes it',
        yaml: `stage: cpu
pools:
  worker:
    kind: scale-to-zero
    targets: [kubernetes, ecs]
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
  }),
});
