import type { FieldWithoutEffect } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, removeEntry } from '#edits';
import { pathText } from '#model/path.ts';
import { TARGET_LABEL } from '#model/targets.ts';

export default definePolicy({
  id: 'signal-without-effect',
  group: 'signals',
  severity: 'warning',
  level: 'recommended',
  everywhere: true,
  summary: 'Every configured field must have an effect on at least one target.',
  why: oneLine(
    'A limit, a window or a source that nothing reads looks like protection. It is missed only in the incident that it',
    'was written for',
  ),
  source: oneLine(
    'Settings that a platform does not support, and the generated files (REPORT.md); semantics 17 for activation, 41a',
    'for the sources of the watcher',
  ),
  messages: {
    inert: {
      text: '{field} of pool "{pool}" has no effect on any of its targets',
      help: 'Remove it ({why})',
    },
  },
  pool({ pool, withoutEffect }, { report }) {
    for (const { path, at, why, removable } of withoutEffect) {
      const field = pathText(path);
      report('inert', {
        at,
        path: ['pools', pool.key, ...path],
        data: {
          field,
          pool: pool.key,
          why: reasonsOf(why),
        },
        fixes: [removable === undefined ? undefined : fix(`Remove \`${field}\``, 'unsafe', removeEntry(removable))],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'HPA limits in a pool that ECS target tracking scales',
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
        title: 'an activation in a pool that never scales to zero, and a source that Kubernetes does not read',
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
        title: 'an HTTP probe on ECS, which runs only commands',
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
        title: 'a wake source in a pool that never scales to zero, and a fallback without KEDA',
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
        title: 'the same limits in a pool that also runs on Kubernetes',
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
        title: 'a stage in which nothing scales yet',
        targets: 'kubernetes',
        yaml: `stage: fixed
pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { requests: { perReplica: 100/s, over: 2m } }
    scaleDown: { stabilizationWindow: 10m }
`,
      },
    ],
  }),
});

/** A reason that is the same on every target, once. */
function reasonsOf(why: FieldWithoutEffect['why']): string {
  const [first] = why;
  if (first !== undefined && why.every(({ reason }) => reason === first.reason)) return first.reason;
  return why.map(({ target, reason }) => `${TARGET_LABEL[target]}: ${reason}`).join('; ');
}
