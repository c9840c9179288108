import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'memory-volume-without-limit',
  group: 'hygiene',
  severity: 'warning',
  level: 'recommended',
  summary: 'A volume in memory must have a size limit.',
  why: oneLine(
    'Files in it count as memory of the container that writes them. Without a limit it may fill up to the memory limit',
    'of the pod, or half of the node, and the container is killed for memory that its process never had',
  ),
  source: 'Kubernetes, "Volumes", emptyDir; KEP-1967',
  messages: {
    endless: {
      text: 'the volume "{volume}" of pool "{pool}" is in memory and has no size limit',
      help: 'Set `sizeLimit`, and add it to `memory` of the container that writes to it',
    },
  },
  pool({ pool, on: { kubernetes } }, { report }) {
    if (kubernetes === undefined || pool.existing !== undefined) return;
    for (const { key, source } of pool.volumes) {
      if (source.kind !== 'emptyDir' || source.medium === undefined || source.sizeLimit !== undefined) continue;
      report('endless', {
        at: source.medium.origin,
        path: ['pools', pool.key, 'volumes', key.plain, 'emptyDir'],
        data: { pool: pool.key, volume: key.plain },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'shared memory without a limit',
        path: 'pools.model.volumes.shm.emptyDir',
        message: 'endless',
        targets: 'kubernetes',
        yaml: `pools:
  model:
    kind: always-on
    replicas: 2..10
    volumes: { shm: { emptyDir: { medium: Memory } } }
    containers: { model: { image: "registry.example.com/model:1.0.0", cpu: 2, memory: 8Gi, mounts: { /dev/shm: shm } } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'shared memory of 2 GiB',
        targets: 'kubernetes',
        yaml: `pools:
  model:
    kind: always-on
    replicas: 2..10
    volumes: { shm: { emptyDir: { medium: Memory, sizeLimit: 2Gi } } }
    containers: { model: { image: "registry.example.com/model:1.0.0", cpu: 2, memory: 10Gi, mounts: { /dev/shm: shm } } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
