import type { PoolKind, Priority } from '#model/pool.ts';
import { counted } from '#knowledge/leases.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { PRIORITY_MINIMUM } from '#model/priority.ts';

export default definePolicy({
  id: 'min-above-priority',
  group: 'pipestream',
  severity: 'information',
  level: 'recommended',
  preset: 'pipestream',
  summary: 'A pool must not keep more replicas than its priority asks for.',
  why: oneLine(
    'A written minimum overrides the priority, so an environment that becomes low-cost still pays for it. Idle',
    'replicas are the most expensive way to respond quickly',
  ),
  source: oneLine(
    'Scaling document, table "Cost vs Latency tradeoff": low-cost 1/1/0, balanced 2/1/0, low-latency 3+/2+/1, where +',
    'means at least',
  ),
  messages: {
    above: {
      text: 'pool "{pool}" keeps {kept}, but priority {priority} asks for {wanted} in a pool of kind {kind}',
      help: 'Remove `replicas.min`, so that the priority decides, or set the `priority` that this pool needs',
    },
  },
  pool({ pool }, { report }) {
    const { min } = pool.replicas;
    const wanted = PRIORITY_MINIMUM[pool.priority.plain][pool.kind.plain];
    if (min.plain <= wanted || OPEN_ENDED[pool.priority.plain].includes(pool.kind.plain)) return;
    report('above', {
      at: min.origin,
      path: ['pools', pool.key, 'replicas', 'min'],
      data: {
        pool: pool.key,
        kept: counted(min.plain, 'replica'),
        priority: pool.priority.plain,
        wanted,
        kind: pool.kind.plain,
      },
      related: [{ message: 'the priority', at: pool.priority.origin }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a minimum from an earlier priority',
        path: 'pools.engine.replicas.min',
        message: 'above',
        yaml: `preset: pipestream
priority: balanced
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { min: 2, max: 10 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
environments:
  staging: { priority: low-cost, targets: { ecs: { cluster: staging } } }
  production: {}
`,
      },
      {
        title: 'a GPU replica that keeps running under balanced',
        path: 'pools.embedder.replicas.min',
        message: 'above',
        yaml: `preset: pipestream
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: scale-to-zero
    targets: [kubernetes, ecs]
    hardware: a10g
    capacity: { managedInstances: gpu }
    replicas: { min: 1, max: 5 }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12, offsetReset: earliest } }
`,
      },
    ],
    good: [
      {
        title: 'low-latency, which asks for three engines or more',
        yaml: `preset: pipestream
priority: low-latency
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { min: 6, max: 10 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a pool with its own priority',
        yaml: `preset: pipestream
priority: low-cost
pools:
  engine:
    kind: always-on
    targets: [kubernetes, ecs]
    priority: balanced
    replicas: { min: 2, max: 10 }
    containers: { engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

/** Where the table has a plus, which means at least. */
const OPEN_ENDED: Readonly<Record<Priority, readonly PoolKind[]>> = {
  'low-cost': [],
  balanced: [],
  'low-latency': ['always-on', 'demand-driven'],
};
