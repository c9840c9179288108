import type { Proof, WakePath } from '#model/proof.ts';
import { arithmeticOf, termsOf } from '#proof/arithmetic.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { formatDuration } from '#model/units.ts';
import { zeroAt } from '#proof/zero-origin.ts';
import { sleepersOf } from '#proof/sleepers.ts';

export default definePolicy({
  id: 'cold-start-exceeds-retry-budget',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary: oneLine(
    'Callers of a pool that scales to zero must retry for as long as it takes to wake, unless the work waits',
    'elsewhere.',
  ),
  why: oneLine(
    "A caller that gives up before the first replica takes work loses the request. Pipestream's sidecar then moves the",
    'document to the dead-letter queue and commits its offset',
  ),
  source: 'Semantics 31; pipestream.md: the engine tries a module three times, 100 ms to 2 s apart',
  messages: {
    exceeds: {
      text: oneLine(
        'pool "{pool}" takes up to {longest} to wake on {target} ({arithmetic}), but its callers stop retrying after',
        '{budget}',
      ),
      help: oneLine(
        'Raise `wake.retryBudget` and the setting of the callers, set `wake.holdsRequests: true` behind a proxy that',
        'holds requests, wake the pool by the lag of waiting work, or set `replicas.min` to 1',
      ),
    },
  },
  pool(plan, { proofs, report }) {
    const { pool } = plan;
    const { retryBudget } = pool;
    if (retryBudget === undefined) return;
    const slowest = slowestThatLoses(proofs(plan));
    if (slowest === undefined || slowest.path.longest.plain <= retryBudget.plain) return;
    const { path, target } = slowest;
    const written = retryBudget.origin.kind === 'written';
    report('exceeds', {
      at: written ? retryBudget.origin : path.at,
      path: written ? ['pools', pool.key, 'wake', 'retryBudget'] : path.path,
      data: {
        pool: pool.key,
        target: target === 'kubernetes' ? 'Kubernetes' : 'ECS',
        longest: formatDuration(path.longest.plain),
        budget: formatDuration(retryBudget.plain),
        arithmetic: arithmeticOf(path.longest),
      },
      related: [...termsOf(path.longest), { message: 'the pool scales to zero', at: zeroAt(pool) }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'six seconds of retries, and a GPU pool that takes four minutes to start',
        path: 'pools.embedder.wake.retryBudget',
        message: 'exceeds',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 1 }
    coldStart: 4m
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    wake:
      source:
        prometheus: { counter: 'engine_callModule_duration_seconds_count{module="embedder"}', job: engine }
        cloudwatch: { namespace: Example, metric: Calls, dimensions: { Module: embedder }, statistic: Sum, heartbeat: { namespace: Example, metric: Up, statistic: SampleCount } }
      retryBudget: 6s
`,
      },
    ],
    good: [
      {
        title: 'a retry budget of seven minutes, which is enough on both platforms',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    replicas: { max: 1 }
    coldStart: 4m
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    wake:
      source:
        prometheus: { counter: 'engine_callModule_duration_seconds_count{module="embedder"}', job: engine }
        cloudwatch: { namespace: Example, metric: Calls, dimensions: { Module: embedder }, statistic: Sum, heartbeat: { namespace: Example, metric: Up, statistic: SampleCount } }
      retryBudget: 7m
`,
      },
      {
        title: 'work that waits in a topic',
        yaml: `pools:
  embedder:
    kind: scale-to-zero
    targets: [kubernetes, ecs]
    replicas: { max: 5 }
    coldStart: 4m
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [work], partitions: 12 } }
    wake: { signal: kafkaLag, retryBudget: 6s }
`,
      },
    ],
  }),
});

function slowestThatLoses(
  proofs: readonly Proof[],
): { readonly path: WakePath; readonly target: Proof['target'] } | undefined {
  return sleepersOf(proofs)
    .flatMap(({ target, wake }) => wake.paths.filter(({ holdsWork }) => !holdsWork).map(path => ({ path, target })))
    .sort((a, b) => b.path.longest.plain - a.path.longest.plain)[0];
}
