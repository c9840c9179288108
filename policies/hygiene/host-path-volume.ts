import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'host-path-volume',
  group: 'hygiene',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool must not mount a directory of its nodes.',
  why: oneLine(
    'A directory of the node lets a container out of its isolation, differs from node to node, and keeps what a replica',
    'leaves behind. The Pod Security Standards forbid it from the level Baseline on, so a namespace that enforces one',
    'starts no replica',
  ),
  source: 'Kubernetes, "Pod Security Standards", HostPath Volumes',
  messages: {
    mounted: {
      text: 'the volume "{volume}" of pool "{pool}" is {path} of the node that a replica runs on',
      help: 'Use `emptyDir`, `persistentVolumeClaim` or `csi` instead of `hostPath`',
    },
  },
  pool({ pool }, { report }) {
    if (pool.existing !== undefined) return;
    for (const { key, source } of pool.volumes) {
      if (source.kind !== 'hostPath') continue;
      report('mounted', {
        at: source.path.origin,
        path: ['pools', pool.key, 'volumes', key.plain, 'hostPath'],
        data: { pool: pool.key, volume: key.plain, path: source.path.plain },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'the socket of the container runtime',
        path: 'pools.api.volumes.runtime.hostPath',
        message: 'mounted',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    volumes: { runtime: { hostPath: /run/containerd/containerd.sock } }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, mounts: { /run/api: runtime } } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a directory of the replica',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    volumes: { run: { emptyDir: {} } }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, mounts: { /run/api: run } } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
