import { valuesOf } from '#model/container.ts';
import type { Container } from '#model/container.ts';
import type { LabelPair } from '#model/label-pair.ts';
import { yamlText } from '#model/yaml-scalar.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, insertBeside } from '#edits';

/** Variables that select GPUs; a container without a GPU has no use for them. */
const CHOOSES = ['NVIDIA_VISIBLE_DEVICES', 'CUDA_VISIBLE_DEVICES'];
/** Values that hide every GPU. */
const HIDES = ['', 'none', 'void', '-1', 'NoDevFiles'];

export default definePolicy({
  id: 'gpu-pool-without-gpu',
  group: 'gpu',
  severity: 'error',
  level: 'recommended',
  summary: 'A container that uses a GPU must request one.',
  why: oneLine(
    'Without a GPU in its limits, a pod lands on any node and falls back to the CPU. Or it sees every GPU of a node,',
    'including those of other pods. If a pool has `hardware`, the compiler puts the GPU into the limits of its first',
    'container. The API server rejects a GPU that is only in the requests',
  ),
  source: 'Semantics 46; Kubernetes, "Schedule GPUs"; NVIDIA container toolkit, NVIDIA_VISIBLE_DEVICES',
  messages: {
    missing: {
      text: oneLine(
        'container "{container}" in pool "{pool}" selects GPUs by {variable}, but the pool has no hardware, so no GPU',
        'is requested',
      ),
      help: 'Set `hardware` to the profile of the GPU, or remove {variable}',
    },
    other: {
      text: oneLine(
        'container "{container}" in pool "{pool}" selects GPUs by {variable}, but the GPU goes to the first container,',
        '"{first}"',
      ),
      help: 'Put "{container}" first, or remove {variable}',
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
          related: [{ message: 'the hardware profile', at: pool.hardware.at }],
        });
      else
        report('missing', {
          ...place,
          data,
          fixes: [
            only !== undefined && others.length === 0
              ? fix(
                  `Set \`hardware\` to ${only.key}`,
                  'unsafe',
                  insertBeside(pool.kind, 'hardware', yamlText(only.key)),
                )
              : undefined,
          ],
        });
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a GPU that is used but not requested',
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
        title: 'a model server that is listed after its proxy',
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
        title: 'the GPU in the first container, and a sidecar that hides GPUs',
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
        title: 'a pool that disables GPUs',
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
  return valuesOf(environment).find(({ key, value }) => CHOOSES.includes(key.plain) && !HIDES.includes(value.plain));
}
