import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';
import { formatDuration, seconds } from '#model/units.ts';

export default definePolicy({
  id: 'karpenter-consolidation',
  group: 'gpu',
  severity: 'information',
  level: 'strict',
  summary: 'A GPU pool that sleeps under Karpenter waits at least as long for work as it takes to come back.',
  why: 'Karpenter removes a node as soon as it is empty, so each pause that is longer than the idle time costs a node, an image and a model again; where that takes longer than the pool would have idled, work waits more than the GPU saves',
  source: 'Semantics 50; Karpenter, "Disruption": consolidationPolicy WhenEmptyOrUnderutilized, consolidateAfter 0s',
  options: {
    consolidateAfter: {
      describe: 'Seconds that the NodePool keeps an empty node (spec.disruption.consolidateAfter)',
      default: 0,
    },
  },
  messages: {
    thrash: {
      text: 'pool "{pool}" sleeps after {idle} without work, Karpenter removes its empty node {kept}, and it takes {coldStart} to come back, longer than the {total} it was kept for',
      help: 'Raise idle to {coldStart}, or consolidateAfter of the NodePool, and name the latter in the option consolidateAfter in seconds',
    },
  },
  pool({ pool, on: { kubernetes }, mayBeAtZero }, { plan, report, options }) {
    const provisioner = plan.system.targets.kubernetes?.provisioner;
    if (pool.hardware === undefined || kubernetes === undefined || provisioner?.plain !== 'karpenter' || !mayBeAtZero)
      return;
    const { idle, coldStart } = pool;
    const total = idle.plain + options.consolidateAfter;
    if (total >= coldStart.plain) return;
    report('thrash', {
      at: idle.origin.kind === 'written' ? idle.origin : pool.at,
      path: ['pools', pool.key, 'idle'],
      data: {
        pool: pool.key,
        idle: formatDuration(idle.plain),
        coldStart: formatDuration(coldStart.plain),
        total: formatDuration(seconds(total)),
        kept: options.consolidateAfter === 0 ? 'at once' : `after ${formatDuration(seconds(options.consolidateAfter))}`,
      },
      related: [
        { message: 'its cold start', at: coldStart.origin },
        { message: 'what adds and removes nodes', at: provisioner.origin },
      ],
      fixes: [
        fix(
          `Stay awake for ${formatDuration(coldStart.plain)}`,
          'unsafe',
          replaceValue(idle, formatDuration(coldStart.plain)),
        ),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a minute awake for every eight of waking',
        path: 'pools.embedder.idle',
        message: 'thrash',
        targets: 'kubernetes',
        yaml: `lint: { rules: { karpenter-consolidation: information } }
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 8m }
pools:
  embedder:
    kind: scale-to-zero
    hardware: a10g
    replicas: { max: 5 }
    idle: 1m
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'as long awake as it takes to wake',
        targets: 'kubernetes',
        yaml: `lint: { rules: { karpenter-consolidation: information } }
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 8m }
pools:
  embedder:
    kind: scale-to-zero
    hardware: a10g
    replicas: { max: 5 }
    idle: 8m
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
      {
        title: 'a NodePool that keeps an empty node for ten minutes',
        targets: 'kubernetes',
        yaml: `lint: { rules: { karpenter-consolidation: { severity: information, options: { consolidateAfter: 600 } } } }
hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 8m }
pools:
  embedder:
    kind: scale-to-zero
    hardware: a10g
    replicas: { max: 5 }
    idle: 1m
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
    ],
  }),
});
