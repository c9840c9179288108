import type { KafkaLagSignal } from '#model/signals.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, insertBeside, insertEntry } from '#edits';
import { formatDuration } from '#model/units.ts';

export default definePolicy({
  id: 'growth-rate-alone',
  group: 'signals',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool that scales on the growth of its lag must also scale on the lag itself.',
  why: oneLine(
    'Lag that has stopped growing has a growth rate of zero, no matter how high it is. With a million messages waiting',
    'the pool scales in, the lag grows again, and the replica count oscillates',
  ),
  source: oneLine(
    'Semantics 53; the scaling document, "scale based on lag growth rate, not absolute lag"; an HPA takes the largest',
    'proposal of its metrics',
  ),
  options: {
    perReplica: { describe: 'The `perReplica` value that the fix adds', default: 1000 },
  },
  messages: {
    alone: {
      text: oneLine(
        'signals.kafkaLag of pool "{pool}" follows only the growth of the lag over {over}: a million waiting messages',
        'that no longer grow ask for {min}',
      ),
      help: 'Add `perReplica`, the number of waiting messages per replica; the larger of the two proposals wins',
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
          `Add \`perReplica: ${String(options.perReplica)}\``,
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
        title: 'on ECS, where growth alone scales nothing',
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
        title: 'growth together with `perReplica`',
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

/** Not in an overlay: it may have removed perReplica by a null, and a second entry would be a duplicate key. */
function besideGrowth(lag: KafkaLagSignal, growth: NonNullable<KafkaLagSignal['growth']>, text: string) {
  if (growth.at.kind !== 'written' || growth.at.overlay !== undefined) return undefined;
  return insertEntry(growth.at, 'perReplica', text) ?? insertBeside(lag.consumerGroup, 'perReplica', text);
}
