import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { bytes, formatCpu, formatMemory, milliCpu } from '#model/units.ts';
import { removeEntry, fix } from '#edits';

export default definePolicy({
  id: 'manifest-differs',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'A request that is written for an existing workload must be the one of its manifest.',
  why: oneLine(
    'Utilization is a percentage of the request that the pods really have. If the file has another one, the load at which',
    'the pool grows is not the one that lint and REPORT.md print',
  ),
  source: 'Semantics 3; Kubernetes, "Container resource metrics"',
  messages: {
    request: {
      text: oneLine(
        '`workload.existing.{resource}` of pool "{pool}" is {written}, but container "{container}" requests {found} in',
        '"{file}"',
      ),
      help: 'Remove `workload.existing.{resource}`: the manifest says it',
    },
  },
  pool({ pool }, { report }) {
    const { existing } = pool;
    const [measured] = pool.containers;
    const manifest = existing?.manifest;
    const found = manifest?.pod?.containers.find(({ name }) => name.plain === measured?.name.plain);
    if (manifest === undefined || measured === undefined || found === undefined) return;
    for (const resource of ['cpu', 'memory'] as const) {
      const [written, rendered] = [measured[resource]?.request, found[resource]?.request];
      if (written === undefined || rendered === undefined || written.plain === rendered.plain) continue;
      const text = (amount: number) => FORMAT[resource](amount);
      report('request', {
        at: written.origin,
        path: ['pools', pool.key, 'workload', 'existing', resource],
        data: {
          pool: pool.key,
          resource,
          container: measured.name.plain,
          file: manifest.path.plain,
          written: text(written.plain),
          found: text(rendered.plain),
        },
        related: [{ message: 'in the manifest', at: rendered.origin }],
        fixes: [fix(`Remove \`workload.existing.${resource}\``, 'unsafe', removeEntry(written))],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a request that the chart has raised since',
        path: 'pools.api.workload.existing.cpu',
        message: 'request',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    workload: { existing: { name: api, cpu: 250m, manifest: rendered.yaml } }
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
    ],
    good: [
      {
        title: 'a request that only the manifest says',
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
    ],
  }),
});

const FORMAT = {
  cpu: (amount: number) => formatCpu(milliCpu(amount)),
  memory: (amount: number) => formatMemory(bytes(amount)),
} as const;
