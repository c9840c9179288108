import type { Plan } from '#model/plan.ts';
import type { Pool } from '#model/pool.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, insertBeside } from '#edits';
import { writtenAt } from '#model/sourced.ts';

export default definePolicy({
  id: 'gpu-on-fargate',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'On ECS, a pool with a GPU must run on Managed Instances or on an EC2 capacity provider.',
  why: oneLine(
    'No Fargate task size has a GPU. ECS rejects the task definition, or the task starts without a GPU and computes on',
    'the CPU',
  ),
  source: 'Semantics 32; ECS developer guide, "Task definitions for GPU workloads"',
  messages: {
    fargate: {
      text: 'pool "{pool}" needs {gpus}, but Fargate has no GPU',
      help: 'Set `capacity.managedInstances` or `capacity.ec2` to a capacity provider, or set `targets: [kubernetes]`',
    },
  },
  pool({ pool, on: { kubernetes, ecs } }, { plan, report }) {
    const { hardware, capacity } = pool;
    if (hardware === undefined || ecs?.service?.compute !== 'FARGATE') return;
    report('fargate', {
      at: capacity.at ?? pool.at,
      path: ['pools', pool.key, 'capacity'],
      data: { pool: pool.key, gpus: `${String(hardware.count.plain)} × ${hardware.gpu.plain}` },
      related: [{ message: 'the hardware profile', at: hardware.at }],
      // Only where the pool has no ECS settings, which would lose their effect.
      fixes: [
        kubernetes !== undefined && capacity.at === undefined && !namesTargets(pool, plan)
          ? fix('Set `targets: [kubernetes]`', 'unsafe', insertBeside(pool.kind, 'targets', '[kubernetes]'))
          : undefined,
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a GPU without capacity, which means Fargate',
        path: 'pools.embedder.capacity',
        message: 'fargate',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: demand-driven
    hardware: a10g
    replicas: 1..5
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a GPU on Fargate Spot',
        path: 'pools.embedder.capacity',
        message: 'fargate',
        targets: 'ecs',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: demand-driven
    hardware: a10g
    replicas: 1..5
    capacity: { fargate: { base: 1 }, fargateSpot: { weight: 4 } }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a GPU on Managed Instances',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: demand-driven
    hardware: a10g
    replicas: 1..5
    capacity: { managedInstances: gpu }
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a GPU on Kubernetes, and a pool without a GPU on Fargate',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: demand-driven
    targets: [kubernetes]
    hardware: a10g
    replicas: 1..5
    containers: { embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi } }
    signals: { cpu: 70% }
  api:
    kind: always-on
    targets: [ecs]
    replicas: 2..5
    capacity: { fargate: { weight: 1 } }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

/** The targets of a pool that names none are the system's, with their place in the file. */
function namesTargets({ targets }: Pool, { system }: Plan): boolean {
  return targets.some(
    ({ plain, origin }) => writtenAt(origin)?.span.start !== writtenAt(system.targets[plain]?.at)?.span.start,
  );
}
