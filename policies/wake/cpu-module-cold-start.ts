import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';
import { formatDuration } from '#model/units.ts';

export default definePolicy({
  id: 'cpu-module-cold-start',
  group: 'wake',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool that follows demand keeps one replica.',
  why: 'A module without a GPU costs little while it idles, and at zero the first request after each pause waits for a cold start',
  source: 'Scaling document, "Demand-Driven Pool (CPU Modules)": minimum 1 to avoid cold starts',
  messages: {
    zero: {
      text: 'pool "{pool}" is demand-driven with a minimum of 0, so the first request after a pause waits for its cold start of {coldStart}',
      help: 'Write replicas.min: 1, or kind: scale-to-zero if the pool is meant to sleep',
    },
  },
  explains: ['cold-start-without-retry-budget', 'min-below-priority'],
  pool({ pool, mayBeAtZero }, { report }) {
    if (pool.kind.plain !== 'demand-driven' || !mayBeAtZero) return;
    const { min } = pool.replicas;
    // A range such as 0..5 is written whole, and its minimum is only a part of it.
    const alone = min.origin.kind === 'written' && min.origin.span.end - min.origin.span.start === 1;
    report('zero', {
      at: min.origin,
      path: ['pools', pool.key, 'replicas', 'min'],
      data: { pool: pool.key, coldStart: formatDuration(pool.coldStart.plain) },
      fixes: [
        alone ? fix('Keep one replica', 'unsafe', replaceValue(min, '1')) : undefined,
        fix('Let the pool sleep, as its kind then says', 'unsafe', replaceValue(pool.kind, 'scale-to-zero')),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a CPU module at zero',
        path: 'pools.parser.replicas.min',
        message: 'zero',
        yaml: `pools:
  parser:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: { min: 0, max: 20 }
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: parser, topics: [documents], partitions: 24 } }
`,
      },
      {
        title: 'the same as a range',
        path: 'pools.parser.replicas.min',
        message: 'zero',
        yaml: `pools:
  parser:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: 0..20
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: parser, topics: [documents], partitions: 24 } }
`,
      },
    ],
    good: [
      {
        title: 'one replica stays',
        yaml: `pools:
  parser:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: { min: 1, max: 20 }
    containers: { parser: { image: "registry.example.com/parser:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: parser, topics: [documents], partitions: 24 } }
`,
      },
    ],
  }),
});
