import { counted, leasedPool, usefulReplicas } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'topics-unowned-at-min',
  group: 'kafka',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool at its minimum must be able to lease all of its topics.',
  why: oneLine(
    'At the minimum, nothing consumes the topics without a lease. Their lag adds a replica, and scaling in removes it',
    'again. If replicas keep their leases, no setting satisfies both this policy and scale-out-takes-no-leases, so',
    'there is no automatic fix',
  ),
  source:
    'Semantics 55; pipestream.md: a sidecar takes leases up to max-leases and never hands one back while it lives',
  messages: {
    unowned: {
      text: oneLine(
        'pool "{pool}" has {topics}, but its minimum of {min} can lease only {owned} ({leases} each): {left} have no',
        'consumer until {useful} replicas run',
      ),
      help: 'Raise `leases.perReplica` to {spread}, or the minimum to {useful} ({count} / {perReplica}, rounded up)',
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
        { message: `the minimum of ${String(min)}`, at: (hold ?? bounds.min).origin },
        { message: counted(topics, 'topic'), at: signal.topics.at },
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'two replicas with 10 leases each, and 50 topics',
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
        title: 'two replicas with 25 leases each',
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
