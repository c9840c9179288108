import { arithmeticOf } from '#proof/arithmetic.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, insertEntry } from '#edits';
import { formatDuration } from '#model/units.ts';
import { sleepersOf } from '#proof/sleepers.ts';

export default definePolicy({
  id: 'cold-start-without-retry-budget',
  group: 'wake',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool that its callers wake from zero must declare how long they retry.',
  why: oneLine(
    'Nothing holds the first request while the pool starts. Only the callers decide whether it survives, and few',
    'clients retry for minutes by default',
  ),
  source: 'Semantics 31',
  messages: {
    unknown: {
      text: oneLine(
        'pool "{pool}" takes up to {longest} to wake ({arithmetic}), but the file does not say how long its callers',
        'retry',
      ),
      help: oneLine(
        'Add `wake.retryBudget` as in the callers, set `wake.holdsRequests: true` if a proxy holds requests, or wake',
        'the pool by work in a queue or a topic',
      ),
    },
  },
  pool(plan, { proofs, report }) {
    const { pool } = plan;
    if (pool.retryBudget !== undefined) return;
    const paths = sleepersOf(proofs(plan)).flatMap(({ wake }) => wake.paths.filter(({ holdsWork }) => !holdsWork));
    const slowest = [...paths].sort((a, b) => b.longest.plain - a.longest.plain)[0];
    if (slowest === undefined) return;
    const longest = formatDuration(slowest.longest.plain);
    report('unknown', {
      at: slowest.at,
      path: slowest.path,
      data: { pool: pool.key, longest, arithmetic: arithmeticOf(slowest.longest) },
      related: [{ message: `the cold start of ${formatDuration(pool.coldStart.plain)}`, at: pool.coldStart.origin }],
      fixes: [
        fix(
          `Add \`wake.retryBudget: ${longest}\``,
          'unsafe',
          pool.wake?.source === undefined ? undefined : insertEntry(pool.wake.source.at, 'retryBudget', longest),
        ),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'woken by calls, with unknown retries',
        path: 'pools.embedder.wake.source.prometheus',
        message: 'unknown',
        targets: 'kubernetes',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 1 }
    coldStart: 4m
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    wake:
      source: { prometheus: { counter: 'gateway_calls_total{upstream="embedder"}', job: gateway } }
`,
      },
    ],
    good: [
      {
        title: 'a proxy that holds requests',
        targets: 'kubernetes',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 1 }
    coldStart: 4m
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    wake:
      source: { prometheus: { counter: 'gateway_calls_total{upstream="embedder"}', job: gateway } }
      holdsRequests: true
`,
      },
    ],
  }),
});
