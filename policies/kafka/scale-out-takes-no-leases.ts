import { counted, leasedPool, usefulReplicas } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';

export default definePolicy({
  id: 'scale-out-takes-no-leases',
  group: 'kafka',
  severity: 'warning',
  level: 'recommended',
  summary: 'A replica that lag adds finds topics to lease.',
  why: 'Replicas take leases greedily and keep them while they live: where the fewest may hold every topic, one that is added takes nothing, and the lag that added it does not get less; lower leases leave topics-unowned-at-min instead, so no setting satisfies both and there is no fix',
  source: "Semantics 55; pipestream.md: today's sidecar never hands a lease back",
  messages: {
    nothing: {
      text: 'pool "{pool}" scales from {min} to {max}, and the {min} that always run may lease every topic ({topics}, {min} × {perReplica} = {owned} leases): none that is added finds one, and useful replicas are {useful} ({count} / {perReplica}, rounded up)',
      help: 'Run consumers that hand leases back and write leases.handBack: true, or keep replicas.max at {min}',
    },
  },
  explains: ['idle-replicas-dilute-cpu'],
  pool(plan, { report }) {
    const leased = leasedPool(plan);
    if (leased?.topics === undefined || plan.hold !== undefined) return;
    const { topics, leases, min, max, signal } = leased;
    const perReplica = leases.perReplica.plain;
    if (leases.handBack.plain || max <= min || topics > min * perReplica) return;
    const { pool, bounds } = plan;
    report('nothing', {
      at: leases.perReplica.origin,
      path: ['pools', pool.key, 'signals', 'kafkaLag', 'leases'],
      data: {
        pool: pool.key,
        min,
        max,
        topics: counted(topics, 'topic'),
        count: topics,
        perReplica,
        owned: min * perReplica,
        useful: usefulReplicas(topics, perReplica),
      },
      related: [
        { message: `the fewest replicas: ${String(min)}`, at: bounds.min.origin },
        { message: counted(topics, 'topic'), at: signal.topics.at },
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'fifty leases a replica, and twenty topics',
        path: 'pools.worker.signals.kafkaLag.leases',
        message: 'nothing',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: 20, leases: { perReplica: 50 } } }
`,
      },
    ],
    good: [
      {
        title: 'consumers that hand leases back',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: 20, leases: { perReplica: 50, handBack: true } } }
`,
      },
      {
        title: 'a count that the rung holds, so that nothing is added',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    stage: fixed
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: 20, leases: { perReplica: 50 } } }
`,
      },
    ],
  }),
});
