import type { Container } from '#model/container.ts';
import type { Pool } from '#model/pool.ts';
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
    cpu: {
      text: oneLine(
        'pool "{pool}" scales on the CPU of container "{container}", which has no CPU request, so nothing can scale',
        'the pool',
      ),
      help: 'Set {key}',
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
      // For an existing workload, the file can state only the CPU request.
      if (measured === undefined || measured[name] !== undefined || (name === 'memory' && pool.existing !== undefined))
        continue;
      const place = {
        at: measured.at,
        path: pathOf(pool, measured, name),
        related: [{ message: 'the signal', at: signal.at }],
      };
      const data = { pool: pool.key, container: measured.name.plain };
      if (name === 'memory') report('memory', { ...place, data });
      else
        report('cpu', {
          ...place,
          data: {
            ...data,
            key:
              pool.existing === undefined
                ? '`cpu` in this container'
                : '`workload.existing.cpu` to the CPU request in its chart',
          },
        });
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
        message: 'cpu',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api } }
    signals: { cpu: 70% }
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
        title: 'an existing workload with its CPU request',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, cpu: 500m } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

function pathOf(pool: Pool, { name }: Container, resource: 'cpu' | 'memory'): readonly string[] {
  return pool.existing === undefined
    ? ['pools', pool.key, 'containers', name.plain, resource]
    : ['pools', pool.key, 'workload', 'existing', resource];
}
