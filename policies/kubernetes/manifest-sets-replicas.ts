import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'manifest-sets-replicas',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'The manifest of a workload that an autoscaler scales must not set `replicas`.',
  why: oneLine(
    'Whoever applies the manifest sets the count that is written in it. The autoscaler needs minutes to bring it back,',
    'and after an apply under load the remaining replicas take all of the work',
  ),
  source: oneLine(
    'Kubernetes, "Horizontal Pod Autoscaling" (migrating Deployments and StatefulSets to horizontal autoscaling); Argo CD,',
    '"Diff Customization" (RespectIgnoreDifferences)',
  ),
  messages: {
    replicas: {
      text: oneLine(
        'the {kind} of pool "{pool}" has `replicas: {replicas}` in "{file}", and an autoscaler sets its count: each apply',
        'of the manifest takes the pool to {replicas}',
      ),
      help: oneLine(
        'Leave `replicas` out where the manifest is made. If the chart cannot, let Argo CD ignore it: `ignoreDifferences`',
        'with the pointer /spec/replicas, and the sync option RespectIgnoreDifferences=true',
      ),
    },
  },
  pool({ pool, on: { kubernetes } }, { report }) {
    const { existing } = pool;
    const replicas = existing?.manifest?.replicas;
    if (existing?.manifest === undefined || replicas === undefined || kubernetes?.owner !== 'autoscaler') return;
    const { path } = existing.manifest;
    report('replicas', {
      at: path.origin,
      path: ['pools', pool.key, 'workload', 'existing', 'manifest'],
      data: { pool: pool.key, kind: existing.kind.plain, replicas: replicas.plain, file: path.plain },
      related: [{ message: 'in the manifest', at: replicas.origin }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a chart that writes its count',
        path: 'pools.api.workload.existing.manifest',
        message: 'replicas',
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
  replicas: 3
  template:
    spec:
      containers: [{ name: main, resources: { requests: { cpu: 500m } } }]
`,
      },
    ],
    good: [
      {
        title: 'a chart that leaves the count to the autoscaler',
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
