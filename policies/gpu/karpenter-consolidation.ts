import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';
import { formatDuration, seconds } from '#model/units.ts';

export default definePolicy({
  id: 'karpenter-consolidation',
  group: 'gpu',
  severity: 'information',
  level: 'strict',
  summary: 'Under Karpenter, a GPU pool that scales to zero must stay idle for at least as long as its cold start.',
  why: oneLine(
    'Karpenter removes a node as soon as it is empty. After each pause that is longer than the idle time, the pool',
    'pays for a node, an image and a model again. If the cold start is longer than the idle time, the pool spends more',
    'time starting than idling',
  ),
  source: 'Semantics 50; Karpenter, "Disruption": consolidationPolicy WhenEmptyOrUnderutilized, consolidateAfter 0s',
  options: {
    consolidateAfter: {
      describe: 'Seconds for which the NodePool keeps an empty node (spec.disruption.consolidateAfter)',
      default: 0,
    },
  },
  messages: {
    thrash: {
      text: oneLine(
        'pool "{pool}" keeps an idle GPU node for {total} ({idle} idle + {kept} consolidateAfter), but a cold start',
        'takes {coldStart}',
      ),
      help: oneLine(
        'Raise `idle` to {coldStart}, or raise consolidateAfter of the NodePool and set the option `consolidateAfter`',
        'to the same number of seconds',
      ),
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
        kept: formatDuration(seconds(options.consolidateAfter)),
      },
      related: [
        { message: 'the cold start', at: coldStart.origin },
        { message: 'the provisioner of the nodes', at: provisioner.origin },
      ],
      fixes: [
        fix(
          `Set \`idle\` to ${formatDuration(coldStart.plain)}`,
          'unsafe',
          replaceValue(idle, formatDuration(coldStart.plain)),
        ),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'an idle time of one minute, and a cold start of eight',
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
    scaleDown: { stabilizationWindow: 5m }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
    ],
    good: [
      {
        title: 'an idle time that is as long as the cold start',
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
    scaleDown: { stabilizationWindow: 8m }
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
    scaleDown: { stabilizationWindow: 5m }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: embedder, topics: [documents], partitions: 12 } }
`,
      },
    ],
  }),
});
