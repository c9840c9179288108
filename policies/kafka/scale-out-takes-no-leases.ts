import { counted, leasedPool } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'scale-out-takes-no-leases',
  group: 'kafka',
  severity: 'warning',
  level: 'recommended',
  summary: 'A replica that is added for lag must find topics to lease.',
  why: oneLine(
    'Replicas take as many leases as they can and keep them. If the minimum can hold every topic, an added replica',
    'takes nothing and the lag stays. Fewer leases per replica cause topics-unowned-at-min instead, so no setting',
    'satisfies both policies and there is no automatic fix',
  ),
  source: "Semantics 55; pipestream.md: today's sidecar never hands a lease back",
  messages: {
    nothing: {
      text: oneLine(
        'pool "{pool}" scales from {min} to {max}, but the first {min} can lease every topic ({topics}, {min} ×',
        '{perReplica} = {owned} leases): an added replica finds none',
      ),
      help: 'Run consumers that hand leases back and set `leases.handBack: true`, or keep `replicas.max` at {min}',
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
        perReplica,
        owned: min * perReplica,
      },
      related: [
        { message: `the minimum of ${String(min)}`, at: bounds.min.origin },
        { message: counted(topics, 'topic'), at: signal.topics.at },
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: '50 leases per replica, and 20 topics',
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
        title: 'a count that the stage holds, so that no replica is added',
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
