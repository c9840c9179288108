import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'volume-not-mounted',
  group: 'hygiene',
  severity: 'warning',
  level: 'recommended',
  summary: 'A volume of a pool must be mounted by one of its containers.',
  why: oneLine(
    'A pod waits for each of its volumes, also for one that nothing reads: a claim or a Secret that is missing keeps',
    'every new replica from starting',
  ),
  source: 'Kubernetes, "Volumes"',
  messages: {
    unused: {
      text: 'no container of pool "{pool}" mounts the volume "{volume}"',
      help: 'Add it to `mounts` of a container, or remove it from `volumes`',
    },
  },
  pool({ pool }, { report }) {
    // A patch may mount it, in the words of the API.
    if (pool.existing !== undefined || pool.patches.some(({ kind }) => kind === 'Deployment')) return;
    const mounted = new Set(
      [...pool.containers, ...pool.initContainers].flatMap(({ mounts }) => mounts.map(({ volume }) => volume.plain)),
    );
    for (const { key, at } of pool.volumes) {
      if (mounted.has(key.plain)) continue;
      report('unused', {
        at,
        path: ['pools', pool.key, 'volumes', key.plain],
        data: { pool: pool.key, volume: key.plain },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a volume that is only declared',
        path: 'pools.api.volumes.scratch',
        message: 'unused',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    volumes: { scratch: { emptyDir: {} } }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a volume that is mounted',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    volumes: { scratch: { emptyDir: {} } }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, mounts: { /tmp: scratch } } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
