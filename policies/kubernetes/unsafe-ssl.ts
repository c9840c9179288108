import { definePolicy } from '#policy';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'unsafe-ssl',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'KEDA verifies the certificate of Prometheus.',
  why: 'Whoever can answer in the place of Prometheus decides how many replicas run, and is handed the credentials that KEDA sends',
  source: 'Semantics 26; KEDA `prometheus_scaler.go`, unsafeSsl',
  messages: {
    unverified: {
      text: 'KEDA does not verify the certificate of {url}, so anybody in between decides how many replicas run',
      help: 'Let KEDA trust the authority: mount its certificate into the operator as /custom/ca, and take unsafeSsl out',
    },
  },
  environment(
    {
      system: {
        targets: { kubernetes },
      },
    },
    { report },
  ) {
    const prometheus = kubernetes?.prometheus;
    if (prometheus?.unsafeSsl.plain !== true) return;
    report('unverified', {
      at: prometheus.unsafeSsl.origin,
      path: ['targets', 'kubernetes', 'prometheus', 'unsafeSsl'],
      data: { url: prometheus.url.plain },
      fixes: [fix('Verify the certificate', 'unsafe', replaceValue(prometheus.unsafeSsl, 'false'))],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a certificate that nobody checks',
        path: 'targets.kubernetes.prometheus.unsafeSsl',
        message: 'unverified',
        yaml: `targets:
  kubernetes:
    version: "1.32"
    namespace: example
    prometheus: { url: "https://prometheus.example.com", unsafeSsl: true }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 120/s, source: { prometheus: { counter: 'gateway_requests_total{upstream="api"}', job: gateway } } } }
`,
      },
    ],
    good: [
      {
        title: 'a certificate that is verified',
        yaml: `targets:
  kubernetes:
    version: "1.32"
    namespace: example
    prometheus: { url: "https://prometheus.example.com", unsafeSsl: false }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 120/s, source: { prometheus: { counter: 'gateway_requests_total{upstream="api"}', job: gateway } } } }
`,
      },
    ],
  }),
});
