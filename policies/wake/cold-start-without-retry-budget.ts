import { arithmeticOf } from '#knowledge/proof/arithmetic.ts';
import { definePolicy } from '#policy';
import { fix, insertEntry } from '#edits';
import { formatDuration } from '#model/units.ts';

export default definePolicy({
  id: 'cold-start-without-retry-budget',
  group: 'wake',
  severity: 'warning',
  level: 'recommended',
  summary: 'Of a pool that its callers wake from zero it is known how long they keep trying.',
  why: 'Nothing holds the first request while the pool starts; whether it survives depends on the callers alone, and few clients retry for minutes by default',
  source: 'Semantics 31',
  messages: {
    unknown: {
      text: 'waking pool "{pool}" takes up to {longest}, and nothing says how long its callers keep trying ({arithmetic})',
      help: 'Write wake.retryBudget as the callers are set, or wake.holdsRequests: true where a proxy holds requests, or wake it by work that waits in a queue or a topic',
    },
  },
  pool(plan, { proofs, report }) {
    const { pool } = plan;
    if (pool.retryBudget !== undefined) return;
    const paths = proofs(plan).flatMap(({ wake }) => wake.paths.filter(({ holdsWork }) => !holdsWork));
    const slowest = [...paths].sort((a, b) => b.longest.plain - a.longest.plain)[0];
    if (slowest === undefined) return;
    const longest = formatDuration(slowest.longest.plain);
    report('unknown', {
      at: slowest.at,
      path: slowest.path,
      data: { pool: pool.key, longest, arithmetic: arithmeticOf(slowest.longest) },
      related: [{ message: `its cold start, ${formatDuration(pool.coldStart.plain)}`, at: pool.coldStart.origin }],
      fixes: [
        fix(
          `State that callers keep trying for ${longest}`,
          'unsafe',
          pool.wake?.source === undefined ? undefined : insertEntry(pool.wake.source.at, 'retryBudget', longest),
        ),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'woken by calls, with nothing known of their retries',
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
        title: 'a proxy holds requests',
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
