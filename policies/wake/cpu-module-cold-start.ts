import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { formatDuration } from '#model/units.ts';

export default definePolicy({
  id: 'cpu-module-cold-start',
  group: 'wake',
  severity: 'warning',
  level: 'recommended',
  summary: 'A demand-driven pool must keep one replica.',
  why: oneLine(
    'A module without a GPU costs little while it is idle. At zero, the first request after each pause waits for a',
    'cold start',
  ),
  source: 'Scaling document, "Demand-Driven Pool (CPU Modules)": minimum 1 to avoid cold starts',
  messages: {
    zero: {
      text: oneLine(
        'pool "{pool}" is demand-driven with a minimum of 0, so the first request after a pause waits for a cold start',
        'of {coldStart}',
      ),
      help: 'Set `replicas.min` to 1, or set `kind: scale-to-zero` if the pool may scale to zero',
    },
  },
  explains: ['cold-start-without-retry-budget', 'min-below-priority'],
  pool({ pool, mayBeAtZero }, { report }) {
    if (pool.kind.plain !== 'demand-driven' || !mayBeAtZero) return;
    const { min } = pool.replicas;
    // A range such as 0..5 is one value, and the minimum is only a part of it.
    const alone = min.origin.kind === 'written' && min.origin.span.end - min.origin.span.start === 1;
    report('zero', {
      at: min.origin,
      path: ['pools', pool.key, 'replicas', 'min'],
      data: { pool: pool.key, coldStart: formatDuration(pool.coldStart.plain) },
      fixes: [
        alone ? fix('Set `replicas.min` to 1', 'unsafe', replaceValue(min, '1')) : undefined,
        fix('Set `kind: scale-to-zero`', 'unsafe', replaceValue(pool.kind, 'scale-to-zero')),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a CPU module that scales to zero',
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
        title: 'one replica that keeps running',
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
