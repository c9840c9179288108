import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'missing-cpu-request',
  group: 'kubernetes',
  severity: 'error',
  level: 'recommended',
  summary: 'A container whose CPU or memory a pool scales on must request it.',
  why: oneLine(
    'Utilization is a percentage of the request. Without a request it is undefined: the HPA does nothing, and KEDA',
    'rejects the whole ScaledObject',
  ),
  source: 'Semantics 3, 13; Kubernetes, "Container resource metrics"; KEDA `scaledobject_webhook.go`',
  messages: {
    unknown: {
      text: oneLine(
        'the CPU request of container "{container}" is unknown: pool "{pool}" scales on its CPU, and the workload is',
        'deployed elsewhere',
      ),
      help: oneLine(
        'Set `workload.existing.cpu` to the request in its Deployment. If it has none, add one there, or nothing scales',
        'the pool',
      ),
      severity: 'warning',
    },
    unknownMemory: {
      text: oneLine(
        'the memory request of container "{container}" is unknown: pool "{pool}" scales on its memory, and the workload',
        'is deployed elsewhere',
      ),
      help: oneLine(
        'Set `workload.existing.memory` to the request in its Deployment. If it has none, add one there, or nothing',
        'scales the pool',
      ),
      severity: 'warning',
    },
    manifest: {
      text: oneLine(
        'container "{container}" has no {resource} request in "{file}", and pool "{pool}" scales on its {resource}, so',
        'nothing can scale the pool',
      ),
      help: oneLine(
        'Set the request where the manifest is made, and render it again. If a LimitRange of the namespace sets it, write',
        'it in `workload.existing`',
      ),
    },
    cpu: {
      text: oneLine(
        'pool "{pool}" scales on the CPU of container "{container}", which has no CPU request, so nothing can scale',
        'the pool',
      ),
      help: 'Set `cpu` in this container',
    },
    memory: {
      text: oneLine(
        'pool "{pool}" scales on the memory of container "{container}", which has no memory request, so nothing can',
        'scale the pool',
      ),
      help: 'Set `memory` in this container',
    },
  },
  pool({ pool, signals, on: { kubernetes } }, { report }) {
    if (kubernetes === undefined) return;
    for (const { name, signal } of signals) {
      if (name !== 'cpu' && name !== 'memory') continue;
      const measured = pool.containers.find(container => container.name.plain === signal.container.plain);
      const related = [{ message: 'the signal', at: signal.at }];
      const data = { pool: pool.key, container: signal.container.plain };
      if (pool.existing?.manifest?.pod !== undefined && measured !== undefined) {
        const { path: file } = pool.existing.manifest;
        if (measured[name] !== undefined) continue;
        report('manifest', {
          at: file.origin,
          path: ['pools', pool.key, 'workload', 'existing', 'manifest'],
          related: [...related, { message: 'the container', at: measured.at }],
          data: { ...data, resource: name === 'cpu' ? 'CPU' : 'memory', file: file.plain },
        });
      } else if (pool.existing !== undefined) {
        // Of such a workload the file can say the requests of one container.
        if (measured?.[name] !== undefined) continue;
        const { at } = pool.existing;
        const path = ['pools', pool.key, 'workload', 'existing', name];
        report(name === 'cpu' ? 'unknown' : 'unknownMemory', { at, path, related, data });
      } else if (measured !== undefined && measured[name] === undefined) {
        const path = ['pools', pool.key, 'containers', measured.name.plain, name];
        report(name, { at: measured.at, path, related, data });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'no CPU request',
        path: 'pools.api.containers.api.cpu',
        message: 'cpu',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'no memory request',
        path: 'pools.api.containers.api.memory',
        message: 'memory',
        also: ['min-unreachable'],
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1 } }
    signals: { memory: 80% }
`,
      },
      {
        title: 'an existing workload whose CPU request is unknown',
        path: 'pools.api.workload.existing.cpu',
        message: 'unknown',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'an existing workload whose memory request is unknown',
        path: 'pools.api.workload.existing.memory',
        message: 'unknownMemory',
        also: ['min-unreachable'],
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, cpu: 500m } }
    signals: { cpu: 70%, memory: 80% }
`,
      },
      {
        title: 'a rendered manifest without requests',
        path: 'pools.api.workload.existing.manifest',
        message: 'manifest',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, manifest: rendered.yaml } }
    signals: { cpu: 70% }
`,
        manifest: `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers: [{ name: main }]
`,
      },
    ],
    good: [
      {
        title: 'a request in the measured container, and none in the sidecar',
        targets: 'kubernetes',
        yaml: `lint: { rules: { missing-resources: off } }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi }
      proxy: { image: "registry.example.com/proxy:1.0.0", memory: 128Mi }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'an existing workload whose manifest has the request',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, manifest: rendered.yaml } }
    signals: { cpu: 70% }
`,
        manifest: `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers: [{ name: main, resources: { requests: { cpu: 500m } } }]
`,
      },
      {
        title: 'an existing workload with its requests',
        targets: 'kubernetes',
        yaml: `lint: { rules: { min-unreachable: off } }
pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70%, memory: 80% }
`,
      },
    ],
  }),
});
