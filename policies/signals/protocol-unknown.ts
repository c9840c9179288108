import { protocolOf } from '#model/protocol.ts';
import { definePolicy } from '#policy';

export default definePolicy({
  id: 'protocol-unknown',
  group: 'signals',
  severity: 'warning',
  level: 'recommended',
  summary: 'A pool that counts its own requests must have a port whose name states the protocol.',
  why: 'Each runtime counts HTTP requests and gRPC calls under different names. A query for the wrong one finds nothing, and the signal never acts',
  source:
    'Micrometer, `http.server.requests` and its gRPC interceptors; OpenTelemetry, semantic conventions for HTTP and RPC',
  messages: {
    unknown: {
      text: 'signals.{signal} of pool "{pool}" is read from the pool\'s own metrics, and no port name says HTTP or gRPC: gRPC is assumed',
      help: 'Name a port `http` or `grpc`, for example `http: 8080`, or set `source`',
    },
  },
  pool({ pool, signals, on: { kubernetes } }, { plan, report }) {
    // Pipestream speaks gRPC.
    if (plan.system.preset !== undefined || protocolOf(pool) !== undefined) return;
    if (kubernetes === undefined || kubernetes.autoscaler.kind === 'none') return;
    for (const { name, signal, prometheus } of signals) {
      if (name !== 'requests' && name !== 'latency') continue;
      if (prometheus === undefined || signal.source?.prometheus !== undefined) continue;
      report('unknown', {
        at: signal.at,
        path: ['pools', pool.key, 'signals', name],
        data: { signal: name, pool: pool.key },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'requests of a pool without a port',
        path: 'pools.api.signals.requests',
        message: 'unknown',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: 80/s }
`,
      },
    ],
    good: [
      {
        title: 'the name of the port says it',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi, ports: { http: 8080 } } }
    signals: { requests: 80/s }
`,
      },
    ],
  }),
});
