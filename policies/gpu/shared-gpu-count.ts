import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'shared-gpu-count',
  group: 'gpu',
  severity: 'error',
  level: 'recommended',
  summary: 'A replica must request only one share of a shared GPU.',
  why: oneLine(
    'Shares of a time-sliced GPU are turns, so two give no more than one. A CUDA process uses one MIG slice, even if',
    'it has more. The unused shares are taken from pods that could use them',
  ),
  source: oneLine(
    'Semantics 47; NVIDIA Kubernetes device plugin, "Shared access to GPUs"; NVIDIA MIG user guide, "CUDA device',
    'enumeration"',
  ),
  messages: {
    turns: {
      text: oneLine(
        'hardware "{hardware}" requests {count} shares of a time-sliced GPU per replica: they give no more than 1',
        'share, and other pods cannot use the other {others}',
      ),
      help: 'Set `count` to 1, or set `sharing: none` for whole GPUs',
    },
    slices: {
      text: 'hardware "{hardware}" requests {count} MIG slices of {profile} per replica, but a process uses only 1',
      help: 'Set `count` to 1 with a larger `migProfile`, or set `sharing: none` for whole GPUs',
    },
  },
  pool({ pool, on: { kubernetes } }, { report }) {
    const { hardware } = pool;
    // On ECS a task holds whole GPUs, and an existing workload requests its own.
    if (hardware === undefined || kubernetes === undefined || pool.existing !== undefined) return;
    const { count, sharing, migProfile } = hardware;
    if (sharing.plain === 'none' || count.plain < 2) return;
    const place = {
      at: count.origin,
      path: ['hardware', hardware.key, 'count'],
      related: [{ message: 'how the GPU is shared', at: sharing.origin }],
      fixes: [fix('Set `count` to 1', 'unsafe', replaceValue(count, '1'))],
    };
    const data = { hardware: hardware.key, count: count.plain };
    if (sharing.plain === 'mig') report('slices', { ...place, data: { ...data, profile: migProfile?.plain ?? '' } });
    else report('turns', { ...place, data: { ...data, others: count.plain - 1 } });
  },
  examples: () => ({
    bad: [
      {
        title: 'two shares of one GPU',
        path: 'hardware.t4.count',
        message: 'turns',
        targets: 'kubernetes',
        yaml: `hardware:
  t4: { gpu: NVIDIA-T4, instanceTypes: [g4dn.xlarge], coldStart: 4m, sharing: time-slicing, count: 2 }
pools:
  scorer:
    kind: demand-driven
    hardware: t4
    replicas: 1..5
    containers: { scorer: { image: "registry.example.com/scorer:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'two slices for one process',
        path: 'hardware.a100.count',
        message: 'slices',
        targets: 'kubernetes',
        yaml: `hardware:
  a100: { gpu: NVIDIA-A100-SXM4-40GB, instanceTypes: [p4d.24xlarge], coldStart: 8m, sharing: mig, migProfile: 1g.5gb, count: 2 }
pools:
  scorer:
    kind: demand-driven
    hardware: a100
    replicas: 1..5
    containers: { scorer: { image: "registry.example.com/scorer:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'one share',
        targets: 'kubernetes',
        yaml: `hardware:
  t4: { gpu: NVIDIA-T4, instanceTypes: [g4dn.xlarge], coldStart: 4m, sharing: time-slicing, count: 1 }
pools:
  scorer:
    kind: demand-driven
    hardware: t4
    replicas: 1..5
    containers: { scorer: { image: "registry.example.com/scorer:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'four whole GPUs',
        targets: 'kubernetes',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.12xlarge], coldStart: 6m, count: 4 }
pools:
  trainer:
    kind: demand-driven
    hardware: a10g
    replicas: 1..5
    containers: { trainer: { image: "registry.example.com/trainer:1.0.0", cpu: 16, memory: 96Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
