import type { Container } from '#model/container.ts';
import type { LabelPair } from '#model/label-pair.ts';
import { definePolicy } from '#policy';
import { fix, insertBeside } from '#edits';

/** Variables that choose among GPUs; nobody sets them for a container that has none. */
const CHOOSES = ['NVIDIA_VISIBLE_DEVICES', 'CUDA_VISIBLE_DEVICES'];
/** Values that hide every GPU. */
const HIDES = ['', 'none', 'void', '-1', 'NoDevFiles'];

export default definePolicy({
  id: 'gpu-pool-without-gpu',
  group: 'gpu',
  severity: 'error',
  level: 'recommended',
  summary: 'A container that works on a GPU is given one: its pool has hardware, and it is the first container.',
  why: 'Without the GPU in its limits a pod lands on any node and falls back to the CPU, or sees every GPU of a node that others were given. Where a pool has hardware, the GPU is written into the limits of its first container, and never into the requests alone, which the API server refuses',
  source: 'Semantics 46; Kubernetes, "Schedule GPUs"; NVIDIA container toolkit, NVIDIA_VISIBLE_DEVICES',
  messages: {
    missing: {
      text: 'container "{container}" of pool "{pool}" chooses among GPUs by {variable}, and the pool has no hardware, so no GPU is asked for',
      help: 'Write hardware with the profile of the GPU, or take {variable} out',
    },
    other: {
      text: 'container "{container}" of pool "{pool}" chooses among GPUs by {variable}, and the GPU goes to the first container, "{first}"',
      help: 'Write "{container}" first, or take {variable} out',
    },
  },
  pool({ pool }, { plan, report }) {
    const first = pool.containers[0]?.name.plain ?? '';
    pool.containers.forEach((container, index) => {
      const variable = chooserOf(container);
      if (variable === undefined || (pool.hardware !== undefined && index === 0)) return;
      const place = {
        at: variable.value.origin,
        path: ['pools', pool.key, 'containers', container.name.plain, 'env', variable.key.plain],
      };
      const data = { pool: pool.key, container: container.name.plain, variable: variable.key.plain };
      const [only, ...others] = plan.system.hardware;
      if (pool.hardware !== undefined)
        report('other', {
          ...place,
          data: { ...data, first },
          related: [{ message: 'the hardware', at: pool.hardware.at }],
        });
      else
        report('missing', {
          ...place,
          data,
          fixes: [
            only !== undefined && others.length === 0
              ? fix(`Give the pool the hardware ${only.key}`, 'unsafe', insertBeside(pool.kind, 'hardware', only.key))
              : undefined,
          ],
        });
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a GPU that is used, and not asked for',
        path: 'pools.embedder.containers.embedder.env.NVIDIA_VISIBLE_DEVICES',
        message: 'missing',
        targets: 'kubernetes',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: demand-driven
    replicas: 1..5
    containers:
      embedder: { image: "registry.example.com/embedder:1.0.0", cpu: 2, memory: 8Gi, env: { NVIDIA_VISIBLE_DEVICES: all } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a model server written behind its proxy',
        path: 'pools.embedder.containers.model.env.CUDA_VISIBLE_DEVICES',
        message: 'other',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: demand-driven
    hardware: a10g
    capacity: { managedInstances: gpu }
    replicas: 1..5
    containers:
      proxy: { image: "registry.example.com/proxy:1.0.0", cpu: 500m, memory: 512Mi }
      model: { image: "registry.example.com/model:1.0.0", cpu: 2, memory: 8Gi, env: { CUDA_VISIBLE_DEVICES: "0" } }
    signals: { cpu: { target: 70%, container: model } }
`,
      },
    ],
    good: [
      {
        title: 'the GPU in the first container, and a sidecar from which GPUs are hidden',
        yaml: `hardware:
  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }
pools:
  embedder:
    kind: demand-driven
    hardware: a10g
    capacity: { managedInstances: gpu }
    replicas: 1..5
    containers:
      model: { image: "registry.example.com/model:1.0.0", cpu: 2, memory: 8Gi, env: { CUDA_VISIBLE_DEVICES: "0" } }
      proxy: { image: "registry.example.com/proxy:1.0.0", cpu: 500m, memory: 512Mi, env: { NVIDIA_VISIBLE_DEVICES: void } }
    signals: { cpu: { target: 70%, container: model } }
`,
      },
      {
        title: 'a pool that turns GPUs off',
        targets: 'kubernetes',
        yaml: `pools:
  scorer:
    kind: demand-driven
    replicas: 1..5
    containers:
      scorer: { image: "registry.example.com/scorer:1.0.0", cpu: 2, memory: 8Gi, env: { CUDA_VISIBLE_DEVICES: "-1" } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

function chooserOf({ environment }: Container): LabelPair | undefined {
  return environment.find(({ key, value }) => CHOOSES.includes(key.plain) && !HIDES.includes(value.plain));
}
