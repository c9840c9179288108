import type { Pool } from '#model/pool.ts';
import { definePolicy } from '#policy';
import { minorVersion } from '#model/minor-version.ts';
import { oneLine } from '#model/one-line.ts';
import { fix, removeEntry } from '#edits';
import { writtenOf } from '#knowledge/directions.ts';

/** Minor versions of Kubernetes 1 and KEDA 2. */
const ON_BY_DEFAULT = 35;
const BEHIND_A_GATE = 33;
const KEDA = 18;

export default definePolicy({
  id: 'tolerance-needs-kubernetes',
  group: 'behavior',
  severity: 'error',
  level: 'recommended',
  summary: 'A pool must not set a tolerance that its cluster does not support.',
  why: oneLine(
    'An API server that does not know the field, or has it disabled, drops it silently. The tolerance of the whole',
    'cluster, which is 10%, then still applies',
  ),
  source: oneLine(
    'Semantics 6; KEP 4951: alpha in 1.33 behind HPAConfigurableTolerance, beta and on by default from 1.35; KEDA',
    'passes it on from 2.18 (keda-docs, "horizontalPodAutoscalerConfig.behavior tolerance")',
  ),
  options: {
    featureGate: {
      describe: 'Whether the cluster has the feature gate HPAConfigurableTolerance enabled, which exists from 1.33',
      default: false,
    },
  },
  messages: {
    cluster: {
      text: oneLine(
        '{direction}.tolerance of pool "{pool}" is {tolerance}, but Kubernetes {version} does not support it: it needs',
        '{needed}',
      ),
      help: oneLine(
        'Remove `{direction}.tolerance`, or upgrade the cluster; from 1.33, enable the feature gate',
        'HPAConfigurableTolerance and set the option `featureGate`',
      ),
    },
    keda: {
      text: oneLine(
        '{direction}.tolerance of pool "{pool}" is {tolerance}, but KEDA {version} does not pass it on to the HPA: it',
        'needs {needed}',
      ),
      help: 'Remove `{direction}.tolerance`, or upgrade KEDA',
    },
  },
  pool({ pool, on: { kubernetes } }, { plan, options, report }) {
    const target = plan.system.targets.kubernetes;
    if (target === undefined || kubernetes === undefined || kubernetes.autoscaler.kind === 'none') return;
    const needed = options.featureGate ? BEHIND_A_GATE : ON_BY_DEFAULT;
    for (const direction of ['scaleUp', 'scaleDown'] as const) {
      const { tolerance } = pool[direction];
      if (tolerance === undefined) continue;
      const place = {
        at: tolerance.origin,
        path: ['pools', pool.key, direction, 'tolerance'],
        fixes: [removal(pool, direction)],
      };
      const data = { pool: pool.key, direction, tolerance: `${String(tolerance.plain)}%` };
      if (minorVersion(target.version.plain) < needed) {
        report('cluster', {
          ...place,
          data: { ...data, version: target.version.plain, needed: `1.${String(needed)}` },
          related: [{ message: 'the Kubernetes version', at: target.version.origin }],
        });
      } else if (kubernetes.autoscaler.kind === 'scaled-object' && minorVersion(target.keda.plain) < KEDA) {
        report('keda', {
          ...place,
          data: { ...data, version: target.keda.plain, needed: `2.${String(KEDA)}` },
          related: [{ message: 'the KEDA version', at: target.keda.origin }],
        });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'Kubernetes 1.32, which does not have the field',
        path: 'pools.web.scaleUp.tolerance',
        message: 'cluster',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleUp: { percent: 100%, tolerance: 5% }
`,
      },
      {
        title: 'a cluster that supports the field, and a KEDA version that does not',
        path: 'pools.web.scaleUp.tolerance',
        message: 'keda',
        yaml: `targets:
  kubernetes: { version: "1.35", namespace: example, keda: "2.17", prometheus: "http://prometheus.monitoring:9090" }
pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { requests: 100/s }
    scaleUp: { tolerance: 5% }
`,
      },
    ],
    good: [
      {
        title: 'Kubernetes 1.35',
        yaml: `targets:
  kubernetes: { version: "1.35", namespace: example, keda: "2.17" }
pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleUp: { percent: 100%, tolerance: 5% }
`,
      },
      {
        title: 'Kubernetes 1.33 with the feature gate enabled',
        yaml: `lint: { rules: { tolerance-needs-kubernetes: { options: { featureGate: true } } } }
targets:
  kubernetes: { version: "1.33", namespace: example }
pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    scaleUp: { percent: 100%, tolerance: 5% }
`,
      },
    ],
  }),
});

/** No fix if the map would become empty. */
function removal(pool: Pool, direction: 'scaleUp' | 'scaleDown') {
  const others = writtenOf(pool, direction, [
    'stabilizationWindow',
    'percent',
    'replicas',
    'every',
    'select',
    'cooldown',
  ]);
  const { tolerance } = pool[direction];
  return tolerance === undefined || others.length === 0
    ? undefined
    : fix(`Remove \`${direction}.tolerance\``, 'unsafe', removeEntry(tolerance));
}
