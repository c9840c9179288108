import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'cpu-only-scale-to-zero',
  group: 'kubernetes',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool that scales to zero on Kubernetes must have a signal other than CPU or memory.',
  why: oneLine(
    'With zero replicas there is no CPU usage to measure, so nothing starts the first one. KEDA rejects such a',
    'ScaledObject, also when `minReplicaCount` is omitted, because its default is 0',
  ),
  source: 'Semantics 13, 18; KEDA `scaledobject_webhook.go`',
  messages: {
    only: {
      text: oneLine(
        'pool "{pool}" scales to zero on {signals} alone: with no replicas there is no {measured} to measure, so',
        'nothing can wake it, and KEDA rejects the ScaledObject',
      ),
      help: oneLine(
        'Add a signal that is measured outside the pool, such as `kafkaLag`, `queueBacklog`, or `requests` of a',
        'caller, or set `replicas.min` to 1',
      ),
    },
  },
  explains: ['never-wakes', 'cpu-tracking-from-zero'],
  pool(plan, { report }) {
    const { pool, signals } = plan;
    if (!plan.mayBeAtZero || !isRefused(plan)) return;
    const { min } = pool.replicas;
    // A range such as 0..5 is one value, and the minimum is only a part of it.
    const alone = min.origin.kind === 'written' && min.origin.span.end - min.origin.span.start === 1;
    const names = signals.map(({ name }) => (name === 'cpu' ? 'CPU' : name));
    report('only', {
      at: min.origin.kind === 'written' ? min.origin : pool.kind.origin,
      path: ['pools', pool.key, 'replicas', 'min'],
      data: { pool: pool.key, signals: names.join(' and '), measured: names.join(' or ') },
      related: signals.map(({ name, signal }) => ({ message: name, at: signal.at })),
      fixes: [alone ? fix('Set `replicas.min` to 1', 'unsafe', replaceValue(min, '1')) : undefined],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'CPU alone, and a minimum of 0',
        path: 'pools.worker.replicas.min',
        message: 'only',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { min: 0, max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'CPU together with the lag that wakes the pool',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { min: 0, max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      cpu: 70%
      kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 }
`,
      },
      {
        title: 'CPU together with a schedule, which is a trigger too',
        targets: 'kubernetes',
        yaml: `pools:
  reports:
    kind: scale-to-zero
    replicas: { min: 0, max: 5 }
    containers: { reports: { image: "registry.example.com/reports:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    schedule: { timezone: Europe/Berlin, windows: [{ from: "02:00", to: "04:00", min: 2 }] }
`,
      },
    ],
  }),
});

/** Every trigger measures a resource. A schedule is a trigger too. */
function isRefused({ on: { kubernetes } }: PoolPlan): boolean {
  const autoscaler = kubernetes?.autoscaler;
  return (
    autoscaler?.kind === 'scaled-object' &&
    autoscaler.triggers.length > 0 &&
    autoscaler.triggers.every(({ type }) => type.plain === 'cpu' || type.plain === 'memory')
  );
}
