import { counted, leasedPool, usefulReplicas } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceUpper } from '#edits';

export default definePolicy({
  id: 'replicas-exceed-leases',
  group: 'kafka',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool that leases whole topics must not have more replicas than topics.',
  why: oneLine(
    'A leased topic has exactly one consumer, no matter how many partitions it has. A replica beyond the last topic',
    'finds no lease: it is ready, paid for and idle, and the lag stays',
  ),
  source: 'Semantics 54; pipestream.md: one Consul lease per topic',
  messages: {
    exceeds: {
      text: 'pool "{pool}" can have {max} replicas, but at most {busy} are busy ({topics}, with one consumer each)',
      help: oneLine(
        'Set `replicas.max` to {busy} or less; {useful} can already lease every topic ({busy} / {perReplica}, rounded',
        'up)',
      ),
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
        perReplica,
        useful: usefulReplicas(topics, perReplica),
      },
      related: [
        { message: counted(topics, 'topic'), at: signal.topics.at },
        { message: `${counted(perReplica, 'lease')} per replica`, at: leases.perReplica.origin },
      ],
      fixes: [
        hold !== undefined || topics < bounds.min.plain
          ? undefined
          : fix(`Set \`replicas.max\` to ${String(topics)}`, 'unsafe', replaceUpper(pool.replicas.max, String(topics))),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: '30 replicas for 20 topics',
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
        title: 'as many replicas as topics, with consumers that hand leases back',
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
        title: 'an unknown number of topics',
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
