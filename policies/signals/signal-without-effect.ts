import { definePolicy } from '#policy';
import { fix, removeEntry } from '#edits';
import { pathText } from '#model/path.ts';
import { TARGET_LABEL } from '#model/targets.ts';

export default definePolicy({
  id: 'signal-without-effect',
  group: 'signals',
  severity: 'warning',
  level: 'recommended',
  everywhere: true,
  summary: 'Every field of a pool changes something on one of its targets.',
  why: 'A limit, a window or a source that nothing reads looks as if it protected the pool, and is missed only in the incident that it was written for',
  source:
    "The losses of each platform and what the compiler emits (REPORT.md); semantics 17 for activation, 41a for the watcher's sources",
  messages: {
    inert: {
      text: '{field} of pool "{pool}" changes nothing on any of its targets',
      help: 'Take it out ({why})',
    },
  },
  pool({ pool, withoutEffect }, { report }) {
    for (const { path, at, why, removable } of withoutEffect) {
      report('inert', {
        at,
        path: ['pools', pool.key, ...path],
        data: {
          field: pathText(path),
          pool: pool.key,
          why: why.map(({ target, reason }) => `${TARGET_LABEL[target]}: ${reason}`).join('; '),
        },
        fixes: [removable === undefined ? undefined : fix('Take it out', 'unsafe', removeEntry(removable))],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'limits of an HPA for a pool that target tracking scales',
        path: 'pools.web.scaleUp.replicas',
        message: 'inert',
        targets: 'ecs',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    scaleUp: { replicas: 2, cooldown: 2m }
`,
      },
      {
        title: 'an activation for a pool that is never at zero, and a source that Kubernetes does not read',
        path: 'pools.worker.signals.requests.source.cloudwatch',
        message: 'inert',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      requests:
        perReplica: 100/s
        activation: 5
        source:
          prometheus: { counter: 'gateway_requests_total{upstream="worker"}', job: gateway }
          cloudwatch: { namespace: Example, metric: Requests, statistic: Sum }
`,
      },
      {
        title: 'a probe over HTTP on ECS, which runs commands only',
        path: 'pools.web.containers.web.probes.liveness',
        message: 'inert',
        targets: 'ecs',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers:
      web:
        image: registry.example.com/web:1.0.0
        cpu: 1
        memory: 2Gi
        ports: { http: 8080 }
        probes: { liveness: { http: /healthz } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'what wakes a pool that never sleeps, and replicas to fall back on without KEDA',
        path: 'pools.web.wake',
        message: 'inert',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    wake: { source: { prometheus: { gauge: 'gateway_pending_requests{upstream="web"}' } } }
    fallback: { replicas: 4 }
`,
      },
    ],
    good: [
      {
        title: 'the same limits where the pool runs on Kubernetes too',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { cpu: 70% }
    scaleUp: { replicas: 2, cooldown: 2m }
`,
      },
      {
        title: 'a source that only one of the environments reads',
        yaml: `environments:
  in-the-cluster: { pools: { worker: { targets: [kubernetes] } } }
  on-aws: { pools: { worker: { targets: [ecs] } } }
pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals:
      requests:
        perReplica: 100/s
        source:
          prometheus: { counter: 'gateway_requests_total{upstream="worker"}', job: gateway }
          cloudwatch: { namespace: Example, metric: Requests, statistic: Sum }
`,
      },
      {
        title: 'a rung on which nothing acts yet',
        targets: 'kubernetes',
        yaml: `stage: fixed
pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 100/s, over: 2m } }
    scaleDown: { stabilizationWindow: 10m }
`,
      },
    ],
  }),
});
