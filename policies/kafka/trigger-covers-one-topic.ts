import type { Pool } from '#model/pool.ts';
import type { PoolPlan } from '#model/plan.ts';
import type { System } from '#model/system.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { Sourced } from '#model/sourced.ts';

export default definePolicy({
  id: 'trigger-covers-one-topic',
  group: 'kafka',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool that consumes many topics must scale on the lag of all of them.',
  why: oneLine(
    'The backlog of a topic that is not listed adds no replica. It can grow without end, while the listed topic is',
    'empty and scales the pool in',
  ),
  source: 'Semantics 59; pipestream.md: topics are created like data sources and nodes, by the thousand',
  messages: {
    one: {
      text: 'pool "{pool}" scales on the lag of topic "{topic}" only, but {many}',
      help: 'Set `topics` to all or to their number, or list every topic; the lag is always their sum',
    },
  },
  pool(plan, { plan: { system }, report }) {
    const { pool } = plan;
    const signal = pool.signals.kafkaLag;
    if (signal?.topics.kind !== 'listed' || !readsOneTopic(plan, system)) return;
    const { at, names } = signal.topics;
    const [topic, ...others] = names;
    const many = servesMany(pool, system);
    if (topic === undefined || others.length > 0 || many === undefined) return;
    report('one', {
      at,
      path: ['pools', pool.key, 'signals', 'kafkaLag', 'topics'],
      data: { pool: pool.key, topic: topic.plain, many },
      related:
        signal.leases === undefined ? [] : [{ message: 'the leases per replica', at: signal.leases.perReplica.origin }],
      fixes: [fix('Set `topics` to all', 'unsafe', replaceValue(new Sourced('all', at), 'all'))],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'one topic, and consumers that lease up to 50',
        path: 'pools.worker.signals.kafkaLag.topics',
        message: 'one',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    stage: fixed
    replicas: { min: 1, max: 10, fixed: 1 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: [orders], leases: { perReplica: 50, handBack: true } } }
`,
      },
      {
        title: "Pipestream's engine, whose sidecar takes topics as they are created",
        path: 'pools.engine.signals.kafkaLag.topics',
        message: 'one',
        targets: 'kubernetes',
        yaml: `preset: pipestream
pools:
  engine:
    kind: always-on
    replicas: { max: 10 }
    containers:
      engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      sidecar: { image: "registry.example.com/sidecar:1.0.0", cpu: 500m, memory: 3Gi }
    signals:
      cpu: { target: 70%, container: engine, for: 5m }
      kafkaLag:
        perReplica: 1000
        consumerGroup: pipestream-sidecar
        topics:
          - pipestream.cluster1.node-001
`,
      },
    ],
    good: [
      {
        title: 'all topics of the consumer group',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 4Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: all, leases: { perReplica: 50, handBack: true } } }
`,
      },
      {
        title: 'one topic, and a consumer that reads no other',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 1000, consumerGroup: worker, topics: [orders], partitions: 12 } }
`,
      },
    ],
  }),
});

/** Why there is more than one topic; undefined if nothing shows that there is. */
function servesMany({ signals, containers, kind }: Pool, { preset }: System): string | undefined {
  const signal = signals.kafkaLag;
  const leases = signal?.leases?.perReplica.plain;
  if (leases !== undefined && leases > 1) return `each of its replicas leases up to ${String(leases)} topics`;
  // The consumer group of the engine takes topics as nodes and data sources are created. A module that watches its own
  // topic does not.
  const engine =
    preset !== undefined &&
    kind.plain === 'always-on' &&
    (signal?.consumerGroup.plain === 'pipestream-sidecar' ||
      containers.some(({ name }) => name.plain.includes('sidecar')));
  return engine && leases === undefined
    ? "the consumer group of Pipestream's sidecars consumes every topic"
    : undefined;
}

/** The brokers are asked for the listed topics only; a metric of the whole group includes all of them. */
function readsOneTopic({ on: { kubernetes, ecs }, signals }: PoolPlan, { kafka }: System): boolean {
  const lag = signals.find(({ name }) => name === 'kafkaLag');
  if (lag?.name !== 'kafkaLag') return false;
  const onKubernetes = kubernetes !== undefined && lag.prometheus === undefined;
  const onEcs = ecs !== undefined && lag.cloudwatch === undefined && kafka?.cloudwatch === undefined;
  return onKubernetes || onEcs;
}
