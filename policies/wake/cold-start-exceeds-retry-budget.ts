import type { Proof, WakePath } from '#knowledge/proof/types.ts';
import { arithmeticOf, termsOf } from '#knowledge/proof/arithmetic.ts';
import { definePolicy } from '#policy';
import { formatDuration } from '#model/units.ts';
import { zeroAt } from '#knowledge/proof/zero-origin.ts';

export default definePolicy({
  id: 'cold-start-exceeds-retry-budget',
  group: 'wake',
  severity: 'error',
  level: 'recommended',
  summary:
    'Callers of a pool that may be at zero keep trying for as long as it takes to wake it, unless the work waits elsewhere.',
  why: "A caller that gives up before the first replica takes work loses the request; Pipestream's sidecar dead-letters the document and commits its offset",
  source: 'Semantics 31; pipestream.md: the engine tries a module three times, 100 ms to 2 s apart',
  messages: {
    exceeds: {
      text: 'waking pool "{pool}" takes up to {longest} on {target}, and its callers give up after {budget} ({arithmetic})',
      help: "Raise wake.retryBudget together with the callers' own setting, put a proxy in front that holds requests and write wake.holdsRequests: true, wake it by the lag of work that is still in Kafka, or keep replicas.min at 1",
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
      related: [...termsOf(path.longest), { message: 'it may be at zero', at: zeroAt(pool) }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'six seconds of retries against a GPU that takes four minutes',
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
        title: 'a budget of seven minutes, which both platforms stay within',
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
        title: 'work that waits in a topic meanwhile',
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
  return proofs
    .flatMap(({ target, wake }) => wake.paths.filter(({ holdsWork }) => !holdsWork).map(path => ({ path, target })))
    .sort((a, b) => b.path.longest.plain - a.path.longest.plain)[0];
}
