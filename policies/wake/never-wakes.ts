import type { Origin, Path } from '#model/sourced.ts';
import type { RefusedWake } from '#model/proof.ts';
import type { Sleeper } from '#proof/sleepers.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { zeroAt } from '#proof/zero-origin.ts';
import { sleepersOf } from '#proof/sleepers.ts';

export default definePolicy({
  id: 'never-wakes',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool that scales to zero must have a way to wake on every platform that it runs on.',
  why: 'A pool without a way to wake stays at zero forever, no matter how much work is waiting',
  source: 'Semantics 18, 23, 35, 41; KEDA `kafka_scaler.go`: without a topic, only topics with committed offsets count',
  options: {
    committedGroups: {
      describe: 'Consumer groups that have already committed offsets, so that their topics are known',
      default: [],
    },
  },
  messages: {
    nothing: {
      text: 'pool "{pool}" scales to zero on {targets}, but nothing is configured to wake it',
      help: oneLine(
        'Add a signal that is measured outside the pool (`kafkaLag`, `queueBacklog`, or `requests` of a caller), add',
        '`wake.source`, or set `replicas.min` to 1',
      ),
    },
    blind: {
      text: 'pool "{pool}" scales to zero on {targets}, but nothing there can wake it: {details}',
      help: oneLine(
        'Add a signal that is measured outside the pool (`kafkaLag`, `queueBacklog`, or `requests` of a caller), add',
        '`wake.source`, or set `replicas.min` to 1',
      ),
    },
    unseen: {
      text: 'pool "{pool}" never wakes on ECS: {detail}',
      help: 'Add {source} with the namespace, the metric and its dimensions',
    },
    uncommitted: {
      text: 'pool "{pool}" may never wake on Kubernetes: {detail}',
      help: oneLine(
        'List the topics, or set `replicas.min` to 1; if the consumer group has committed offsets, add it to the',
        'option `committedGroups`',
      ),
    },
  },
  pool(plan, { proofs, report, options }) {
    const { pool } = plan;
    const asleep = sleepersOf(proofs(plan)).filter(proof =>
      isAsleep(proof, options.committedGroups, pool.signals.kafkaLag?.consumerGroup.plain),
    );
    const blind: Sleeper[] = [];
    for (const proof of asleep) {
      const uncommitted = proof.wake.refused.find(({ reason }) => reason === 'no-committed-offset');
      const unseen = proof.wake.refused.find(({ reason }) => reason === 'no-metric');
      const related = [{ message: 'the pool scales to zero', at: zeroAt(pool) }];
      if (uncommitted !== undefined)
        report('uncommitted', {
          at: uncommitted.at,
          path: uncommitted.path,
          related,
          data: { pool: pool.key, detail: uncommitted.detail },
        });
      else if (unseen !== undefined)
        report('unseen', {
          at: unseen.at,
          path: unseen.path,
          related,
          data: { pool: pool.key, detail: unseen.detail, source: sourceFor(unseen) },
        });
      else blind.push(proof);
    }
    if (blind.length === 0) return;
    const targets = blind.map(({ target }) => (target === 'kubernetes' ? 'Kubernetes' : 'ECS')).join(' and ');
    const refused = blind.flatMap(proof => proof.wake.refused);
    const details = [...new Set(refused.map(({ detail }) => detail))].join('; ');
    const place: { at: Origin; path: Path } = { at: zeroAt(pool), path: ['pools', pool.key, 'replicas', 'min'] };
    if (details === '') report('nothing', { ...place, data: { pool: pool.key, targets } });
    else
      report('blind', {
        ...place,
        data: { pool: pool.key, targets, details },
        related: refused.map(({ at, what }) => ({ message: `${what} cannot wake it`, at })),
      });
  },
  examples: () => ({
    bad: [
      {
        title: 'no signal at all',
        path: 'pools.worker.replicas.min',
        message: 'nothing',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
`,
      },
      {
        title: 'only a latency, which no replica measures at zero',
        path: 'pools.worker.replicas.min',
        message: 'blind',
        also: ['latency-alone'],
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { latency: { p99: 2s } }
`,
      },
      {
        title: 'a source for Kubernetes only, on both platforms',
        path: 'pools.worker.wake',
        message: 'unseen',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 1 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    wake: { source: { prometheus: { gauge: 'gateway_pending_requests{upstream="worker"}' } }, retryBudget: 5m }
`,
      },
      {
        title: 'lag of all topics, before the consumer group has committed any offset',
        path: 'pools.worker.signals.kafkaLag',
        message: 'uncommitted',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker } }
`,
      },
    ],
    good: [
      {
        title: 'the lag of a listed topic',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    targets: [kubernetes, ecs]
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
      {
        title: 'all topics of a consumer group that has committed offsets',
        targets: 'kubernetes',
        yaml: `lint: { rules: { never-wakes: { options: { committedGroups: [worker] } } } }
pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, partitions: 12 } }
`,
      },
      {
        title: 'a pool that wakes by its schedule',
        targets: 'kubernetes',
        yaml: `pools:
  reports:
    kind: scale-to-zero
    replicas: { max: 2 }
    containers: { reports: { image: "registry.example.com/reports:1.0.0", cpu: 1, memory: 1Gi } }
    schedule: { timezone: Europe/Berlin, windows: [{ from: "02:00", to: "04:00", min: 2 }] }
`,
      },
    ],
  }),
});

/**
 * No path wakes it, and the compiler does not report the reason itself: on Kubernetes the compiler names every missing
 * source.
 */
function isAsleep({ target, wake }: Sleeper, committed: readonly string[], group: string | undefined): boolean {
  if (wake.paths.length > 0 || wake.scheduled !== undefined) return false;
  return !wake.refused.some(
    ({ reason }) =>
      (target === 'kubernetes' && reason === 'no-metric') ||
      (reason === 'no-committed-offset' && group !== undefined && committed.includes(group)),
  );
}

function sourceFor({ from }: RefusedWake): string {
  return from === 'kafkaLag'
    ? '`kafka.cloudwatch` or `signals.kafkaLag.source.cloudwatch`'
    : from === 'wake'
      ? '`wake.source.cloudwatch`'
      : `\`signals.${from}.source.cloudwatch\``;
}
