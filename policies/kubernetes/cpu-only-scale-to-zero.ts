import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'cpu-only-scale-to-zero',
  group: 'kubernetes',
  severity: 'error',
  level: 'recommended',
  summary: 'On Kubernetes a pool that may be at zero has more to go by than CPU or memory.',
  why: 'Without a replica there is no CPU to measure, so nothing would start the first one; KEDA refuses such a ScaledObject, with a minimum that is left out too, since that is 0',
  source: 'Semantics 13, 18; KEDA `scaledobject_webhook.go`',
  messages: {
    only: {
      text: 'pool "{pool}" may be at zero on Kubernetes and scales by {signals} only, which KEDA refuses: {signals} wakes nothing',
      help: 'Add a signal that is seen while nothing runs, such as kafkaLag, queueBacklog or requests with the source of a caller, or keep replicas.min at 1',
    },
  },
  explains: ['never-wakes', 'cpu-tracking-from-zero'],
  pool(plan, { report }) {
    const { pool, signals } = plan;
    if (!plan.mayBeAtZero || !isRefused(plan)) return;
    const { min } = pool.replicas;
    // A range such as 0..5 is written whole, and its minimum is only a part of it.
    const alone = min.origin.kind === 'written' && min.origin.span.end - min.origin.span.start === 1;
    report('only', {
      at: min.origin.kind === 'written' ? min.origin : pool.kind.origin,
      path: ['pools', pool.key, 'replicas', 'min'],
      data: { pool: pool.key, signals: signals.map(({ name }) => name).join(' and ') },
      related: signals.map(({ name, signal }) => ({ message: name, at: signal.at })),
      fixes: [alone ? fix('Keep one replica', 'unsafe', replaceValue(min, '1')) : undefined],
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
        title: 'CPU beside the lag that wakes it',
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
        title: 'CPU beside a schedule, which is a trigger too',
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

/** Every trigger is of a resource; a schedule is a trigger of its own. */
function isRefused({ on: { kubernetes } }: PoolPlan): boolean {
  const autoscaler = kubernetes?.autoscaler;
  return (
    autoscaler?.kind === 'scaled-object' &&
    autoscaler.triggers.length > 0 &&
    autoscaler.triggers.every(({ type }) => type.plain === 'cpu' || type.plain === 'memory')
  );
}
