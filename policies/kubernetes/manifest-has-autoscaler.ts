import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'manifest-has-autoscaler',
  group: 'kubernetes',
  severity: 'error',
  level: 'recommended',
  summary: 'A workload must not have an autoscaler in its own manifest beside the one that is generated.',
  why: oneLine(
    'Two HPAs of one workload stop each other: both report AmbiguousSelector, and the count is frozen. KEDA rejects a',
    'ScaledObject for a workload that an HPA already scales',
  ),
  source: oneLine(
    'Semantics 13, 15; Kubernetes 1.26, horizontal.go (AmbiguousSelector); KEDA scaledobject_webhook.go, "already managed',
    'by the hpa"',
  ),
  messages: {
    autoscaler: {
      text: oneLine(
        '"{file}" has the {kind} "{name}" for {workload}, and pool "{pool}" generates an autoscaler for it too',
      ),
      help: oneLine(
        'Turn it off where the manifest is made, such as with `autoscaling.enabled: false`, and render the manifest again.',
        'The guide docs/guides/chart.md hands it over in steps',
      ),
    },
  },
  pool({ pool, on: { kubernetes } }, { report }) {
    const { existing } = pool;
    if (existing?.manifest === undefined || kubernetes === undefined || kubernetes.autoscaler.kind === 'none') return;
    const { path, autoscalers } = existing.manifest;
    for (const { kind, name, at } of autoscalers)
      report('autoscaler', {
        at: path.origin,
        path: ['pools', pool.key, 'workload', 'existing', 'manifest'],
        data: {
          pool: pool.key,
          file: path.plain,
          kind,
          name,
          workload: `${existing.kind.plain} "${existing.name.plain}"`,
        },
        related: [{ message: 'in the manifest', at }],
      });
  },
  examples: () => ({
    bad: [
      {
        title: 'a chart whose own HPA is still on',
        path: 'pools.api.workload.existing.manifest',
        message: 'autoscaler',
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
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: api }
  maxReplicas: 5
`,
      },
    ],
    good: [
      {
        title: 'an HPA of another workload in the same file',
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
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api-admin }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: api-admin }
  maxReplicas: 5
`,
      },
    ],
  }),
});
