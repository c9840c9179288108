import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceValue } from '#edits';

export default definePolicy({
  id: 'unsafe-ssl',
  group: 'kubernetes',
  severity: 'warning',
  level: 'recommended',
  summary: 'KEDA must verify the certificate of Prometheus.',
  why: oneLine(
    'An attacker who answers in place of Prometheus can start and stop every pool, and receives the credentials that',
    'KEDA sends',
  ),
  source: 'Semantics 26; KEDA `prometheus_scaler.go`, unsafeSsl',
  messages: {
    unverified: {
      text: 'KEDA does not verify the certificate of {url}: anyone on the network path can control the replica count',
      help: 'Remove `unsafeSsl`, and mount the CA certificate into the KEDA operator under /custom/ca',
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
      fixes: [fix('Set `unsafeSsl` to false', 'unsafe', replaceValue(prometheus.unsafeSsl, 'false'))],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a certificate that is not verified',
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
