import type { KafkaLagSignal } from '#model/signals.ts';
import { definePolicy } from '#policy';
import { fix, insertBeside, insertEntry } from '#edits';
import { formatDuration } from '#model/units.ts';

export default definePolicy({
  id: 'growth-rate-alone',
  group: 'signals',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool that scales on how fast its lag grows scales on the lag itself as well.',
  why: 'Lag that has stopped growing has a slope of zero, however high it is: with a million messages waiting the pool is scaled in, lag grows again, and it swings',
  source:
    'Semantics 53; the scaling document, "scale based on lag growth rate, not absolute lag"; an HPA takes the largest proposal of its metrics',
  options: {
    perReplica: { describe: 'The lag for each replica that the fix writes', default: 1000 },
  },
  messages: {
    alone: {
      text: 'signals.kafkaLag of pool "{pool}" watches only how much the lag grows in {over}: at a million messages that no longer grow it asks for {min}',
      help: 'Write perReplica, the waiting messages that one replica is for, beside growth; the larger of the two proposals wins',
    },
  },
  pool({ pool }, { options, report }) {
    const lag = pool.signals.kafkaLag;
    if (lag?.growth === undefined || lag.absolute) return;
    const min = Math.max(1, pool.replicas.min.plain);
    report('alone', {
      at: lag.growth.at,
      path: ['pools', pool.key, 'signals', 'kafkaLag', 'growth'],
      data: {
        pool: pool.key,
        over: formatDuration(lag.growth.over.plain),
        min: min === 1 ? '1 replica' : `${String(min)} replicas`,
      },
      fixes: [
        fix(
          `Scale on ${String(options.perReplica)} waiting messages a replica as well`,
          'unsafe',
          besideGrowth(lag, lag.growth, String(options.perReplica)),
        ),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'growth over five minutes, and nothing else',
        path: 'pools.worker.signals.kafkaLag.growth',
        message: 'alone',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      kafkaLag:
        growth: 5m
        consumerGroup: worker
        topics: [work]
        partitions: 12
`,
      },
      {
        title: 'on ECS, where growth by itself scales nothing at all',
        path: 'pools.worker.signals.kafkaLag.growth',
        message: 'alone',
        also: ['dangerous-loss'],
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { growth: { over: 5m, perReplica: 10/s }, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'growth beside an absolute backlog',
        yaml: `pools:
  worker:
    kind: always-on
    targets: [kubernetes]
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 1000, growth: 5m, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
    ],
  }),
});

/** Not in an overlay, which may have removed perReplica by a null that it would stand beside. */
function besideGrowth(lag: KafkaLagSignal, growth: NonNullable<KafkaLagSignal['growth']>, text: string) {
  if (growth.at.kind !== 'written' || growth.at.overlay !== undefined) return undefined;
  return insertEntry(growth.at, 'perReplica', text) ?? insertBeside(lag.consumerGroup, 'perReplica', text);
}
