import { counted, leasedPool, usefulReplicas } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'idle-replicas-dilute-cpu',
  group: 'kafka',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool that scales on CPU must not have replicas without a lease.',
  why: oneLine(
    'A replica without a lease is ready but idle, and counts in the average. The autoscaler does not see that busy',
    'replicas need help, and scales the pool in',
  ),
  source: "Semantics 56; pipestream.md: a sidecar without a lease dilutes the pods' average CPU",
  messages: {
    diluted: {
      text: oneLine(
        'pool "{pool}" scales on the average CPU of {min} to {max} replicas, but only {useful} can hold leases',
        '({topics}, {leases} each): even at 100% each, the average is {average}% (target {target}%)',
      ),
      help: 'Set `replicas.max` to {useful}, or run consumers that hand leases back and set `leases.handBack: true`',
    },
  },
  pool(plan, { report }) {
    const leased = leasedPool(plan);
    const cpu = plan.acting.find(({ name }) => name === 'cpu');
    if (leased?.topics === undefined || cpu?.name !== 'cpu' || plan.hold !== undefined) return;
    const { topics, leases, min, max } = leased;
    // Leases that are handed back spread over as many replicas as there are topics.
    const busy = leases.handBack.plain ? topics : usefulReplicas(topics, leases.perReplica.plain);
    if (max <= busy || max <= min) return;
    const { pool, bounds } = plan;
    report('diluted', {
      at: cpu.signal.at,
      path: ['pools', pool.key, 'signals', 'cpu'],
      data: {
        pool: pool.key,
        min,
        max,
        useful: busy,
        topics: counted(topics, 'topic'),
        leases: counted(leases.perReplica.plain, 'lease'),
        average: Math.floor((100 * busy) / max),
        target: cpu.signal.target.plain,
      },
      related: [
        { message: 'the maximum', at: bounds.max.origin },
        { message: 'the leases per replica', at: leases.perReplica.origin },
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'ten replicas, of which five can hold leases',
        path: 'pools.worker.signals.cpu',
        message: 'diluted',
        // The leases are too few at the minimum and too many at the maximum.
        also: ['topics-unowned-at-min'],
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals:
      cpu: 70%
      kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: 50, leases: { perReplica: 10 } }
`,
      },
    ],
    good: [
      {
        title: 'leases that are spread over all ten replicas',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals:
      cpu: 70%
      kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: 50, leases: { perReplica: 25, handBack: true } }
`,
      },
    ],
  }),
});
