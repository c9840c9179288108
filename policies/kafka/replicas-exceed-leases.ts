import { counted, leasedPool, usefulReplicas } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { fix, replaceUpper } from '#edits';

export default definePolicy({
  id: 'replicas-exceed-leases',
  group: 'kafka',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool whose topics are leased whole has no more replicas than there are topics.',
  why: 'A leased topic has exactly one consumer, whatever its partitions, so a replica beyond the last topic finds no lease: it is ready, paid for and idle, and the lag does not get less',
  source: 'Semantics 54; pipestream.md: one Consul lease per topic',
  messages: {
    exceeds: {
      text: 'pool "{pool}" may have {max} replicas, and at most {busy} of them are busy ({topics}, and one consumer has each); with up to {leases} each, useful replicas are {useful}',
      help: 'Write {busy} or fewer as replicas.max; useful replicas are the topics divided by the leases of a replica, rounded up',
    },
  },
  explains: ['idle-replicas-dilute-cpu'],
  pool(plan, { report }) {
    const leased = leasedPool(plan);
    if (leased?.topics === undefined || leased.max <= leased.topics) return;
    const { pool, hold, bounds } = plan;
    const { topics, leases, signal } = leased;
    const perReplica = leases.perReplica.plain;
    report('exceeds', {
      at: (hold ?? pool.replicas.max).origin,
      path: ['pools', pool.key, 'replicas', hold === undefined ? 'max' : 'fixed'],
      data: {
        pool: pool.key,
        max: leased.max,
        topics: counted(topics, 'topic'),
        busy: topics,
        leases: counted(perReplica, 'lease'),
        useful: usefulReplicas(topics, perReplica),
      },
      related: [
        { message: counted(topics, 'topic'), at: signal.topics.at },
        { message: `${counted(perReplica, 'lease')} for each replica`, at: leases.perReplica.origin },
      ],
      fixes: [
        hold !== undefined || topics < bounds.min.plain
          ? undefined
          : fix('Have no more replicas than topics', 'unsafe', replaceUpper(pool.replicas.max, String(topics))),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'thirty replicas for twenty topics',
        path: 'pools.worker.replicas.max',
        message: 'exceeds',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..30
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: 20, leases: { perReplica: 10, handBack: true } } }
`,
      },
    ],
    good: [
      {
        title: 'as many replicas as topics, by consumers that hand leases back',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..20
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: 20, leases: { perReplica: 10, handBack: true } } }
`,
      },
      {
        title: 'a number of topics that nobody has said',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..30
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: all, leases: { perReplica: 10, handBack: true } } }
`,
      },
    ],
  }),
});
