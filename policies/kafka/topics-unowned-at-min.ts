import { counted, leasedPool, usefulReplicas } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';

export default definePolicy({
  id: 'topics-unowned-at-min',
  group: 'kafka',
  severity: 'error',
  level: 'recommended',
  summary: 'The fewest replicas of a pool may lease all of its topics.',
  why: 'At the minimum the topics without a lease are consumed by nobody, until their lag has added a replica, which scaling in takes away again; where replicas keep their leases no setting mends both this and scale-out-takes-no-leases, so there is a choice to make and no fix',
  source:
    'Semantics 55; pipestream.md: a sidecar takes leases up to max-leases and never hands one back while it lives',
  messages: {
    unowned: {
      text: 'pool "{pool}" runs {min} at least, with leases for {owned} ({leases} each), and has {topics}: without a consumer are {left}, until {useful} replicas run',
      help: 'Raise leases.perReplica to {spread} or the minimum to {useful}; useful replicas are {useful} ({count} / {perReplica}, rounded up)',
    },
  },
  pool(plan, { report }) {
    const leased = leasedPool(plan);
    if (leased?.topics === undefined) return;
    const { topics, leases, min, signal } = leased;
    const perReplica = leases.perReplica.plain;
    const owned = min * perReplica;
    if (topics <= owned) return;
    const { pool, hold, bounds } = plan;
    const useful = usefulReplicas(topics, perReplica);
    report('unowned', {
      at: leases.perReplica.origin,
      path: ['pools', pool.key, 'signals', 'kafkaLag', 'leases', 'perReplica'],
      data: {
        pool: pool.key,
        min: counted(min, 'replica'),
        owned,
        topics: counted(topics, 'topic'),
        count: topics,
        left: topics - owned,
        useful,
        leases: counted(perReplica, 'lease'),
        perReplica,
        spread: Math.ceil(topics / min),
      },
      related: [
        { message: `the fewest replicas: ${String(min)}`, at: (hold ?? bounds.min).origin },
        { message: counted(topics, 'topic'), at: signal.topics.at },
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'two replicas of ten leases, and fifty topics',
        path: 'pools.worker.signals.kafkaLag.leases.perReplica',
        message: 'unowned',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: 50, leases: { perReplica: 10, handBack: true } } }
`,
      },
    ],
    good: [
      {
        title: 'two replicas of twenty-five leases',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: 50, leases: { perReplica: 25, handBack: true } } }
`,
      },
    ],
  }),
});
