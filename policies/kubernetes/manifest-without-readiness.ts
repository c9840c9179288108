import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'manifest-without-readiness',
  group: 'kubernetes',
  severity: 'warning',
  level: 'strict',
  summary: 'A container that serves a port must have a readiness probe if an autoscaler adds replicas.',
  why: oneLine(
    'Without the probe a replica gets requests as soon as its process starts. Each scale-out then answers with errors',
    'until the new replica is up, exactly when the load is highest',
  ),
  source: oneLine(
    'Kubernetes, "Configure Liveness, Readiness and Startup Probes"; horizontal-pod-autoscaler algorithm details: a pod',
    'that is not ready is left out of the average',
  ),
  messages: {
    probe: {
      text: oneLine(
        'container "{container}" of pool "{pool}" serves {ports} and has no readiness probe in "{file}": each new replica',
        'gets requests before it can answer them',
      ),
      help: 'Set `readinessProbe` where the manifest is made, and render it again',
    },
  },
  pool({ pool, on: { kubernetes } }, { report }) {
    const manifest = pool.existing?.manifest;
    const [measured] = pool.containers;
    if (manifest?.pod === undefined || measured === undefined || kubernetes?.owner !== 'autoscaler') return;
    if (measured.ports.length === 0 || manifest.pod.ready.includes(measured.name.plain)) return;
    report('probe', {
      at: manifest.path.origin,
      path: ['pools', pool.key, 'workload', 'existing', 'manifest'],
      data: {
        pool: pool.key,
        container: measured.name.plain,
        ports: measured.ports.map(({ name }) => `"${name.plain}"`).join(', '),
        file: manifest.path.plain,
      },
      related: [{ message: 'the container', at: measured.at }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a port without a readiness probe',
        path: 'pools.api.workload.existing.manifest',
        message: 'probe',
        targets: 'kubernetes',
        yaml: `lint: { level: strict }
pools:
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
      containers: [{ name: main, ports: [{ name: http, containerPort: 8080 }], resources: { requests: { cpu: 500m } } }]
`,
      },
    ],
    good: [
      {
        title: 'a port with its probe',
        targets: 'kubernetes',
        yaml: `lint: { level: strict }
pools:
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
      containers: [{ name: main, ports: [{ name: http, containerPort: 8080 }], readinessProbe: { httpGet: { path: /ready, port: http } }, resources: { requests: { cpu: 500m } } }]
`,
      },
    ],
  }),
});
