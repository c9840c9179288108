import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceUpper } from '#edits';

export default definePolicy({
  id: 'autoscaling-without-signal',
  group: 'signals',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool whose minimum and maximum differ must have a signal or a schedule.',
  why: oneLine(
    'Bounds alone do not scale a pool. No autoscaler is generated, and the pool keeps its fixed count, although the',
    'file looks as if it scaled',
  ),
  source: oneLine(
    'Semantics 13: KEDA rejects a ScaledObject without triggers; scaling document, "Start simple": first fixed counts,',
    'then CPU, then the rest',
  ),
  messages: {
    nothing: {
      text: 'pool "{pool}" has bounds of {min} to {max}, but no signal and no schedule, so it stays {where}',
      help: 'Add a signal, such as `cpu: 70%`, or set `stage: fixed` for a fixed count',
    },
    stage: {
      text: oneLine(
        'pool "{pool}" has no cpu signal, so stage cpu holds it at {count} instead of scaling between {min} and {max}',
      ),
      help: 'Add the `cpu` signal, or set `stage: full` for this pool',
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
        data: { ...range, where: existing === undefined ? `at ${String(fixed.plain)}` : 'at its current count' },
        fixes: [fix(`Set \`replicas.max\` to ${String(min.plain)}`, 'unsafe', replaceUpper(max, String(min.plain)))],
      });
    } else if (hold !== undefined && pool.stage.plain === 'cpu') {
      report('stage', {
        at: pool.at,
        path: ['pools', pool.key, 'signals'],
        data: { ...range, count: hold.plain },
        related: [{ message: 'the stage', at: pool.stage.origin }],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'bounds without a signal',
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
        title: 'stage cpu without a CPU signal',
        path: 'pools.worker.signals',
        message: 'stage',
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
        title: 'equal bounds',
        yaml: `pools:
  worker:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: 2..2
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
`,
      },
      {
        title: 'stage cpu in a scale-to-zero pool, which keeps its wake signal',
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
