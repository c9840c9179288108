import type { Pool } from '#model/pool.ts';
import { definePolicy } from '#policy';
import { fix, removeEntry } from '#edits';
import { writtenOf } from '#knowledge/directions.ts';

/** Minor versions of Kubernetes 1 and KEDA 2. */
const ON_BY_DEFAULT = 35;
const BEHIND_A_GATE = 33;
const KEDA = 18;

export default definePolicy({
  id: 'tolerance-needs-kubernetes',
  group: 'behaviour',
  severity: 'error',
  level: 'recommended',
  summary: 'A tolerance of its own is declared only where the cluster knows it.',
  why: 'An API server that does not know the field, or has it turned off, drops it without a word, and the tolerance of the whole cluster, a tenth, goes on ruling',
  source:
    'Semantics 6; KEP 4951: alpha in 1.33 behind HPAConfigurableTolerance, beta and on by default from 1.35; KEDA passes it on from 2.18 (keda-docs, "horizontalPodAutoscalerConfig.behavior tolerance")',
  options: {
    featureGate: {
      describe: 'Whether the cluster has the feature gate HPAConfigurableTolerance on, which exists from 1.33',
      default: false,
    },
  },
  messages: {
    cluster: {
      text: '{direction}.tolerance of pool "{pool}" is {tolerance}, which Kubernetes {version} does not know; it needs {needed}',
      help: 'Take it out, or upgrade the cluster; from 1.33 the feature gate HPAConfigurableTolerance turns it on, which the option featureGate states',
    },
    keda: {
      text: '{direction}.tolerance of pool "{pool}" is {tolerance}, which KEDA {version} does not pass on to its HPA; it needs {needed}',
      help: 'Take it out, or upgrade KEDA',
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
      if (minor(target.version.plain) < needed) {
        report('cluster', {
          ...place,
          data: { ...data, version: target.version.plain, needed: `1.${String(needed)}` },
          related: [{ message: 'the version of the cluster', at: target.version.origin }],
        });
      } else if (kubernetes.autoscaler.kind === 'scaled-object' && minor(target.keda.plain) < KEDA) {
        report('keda', {
          ...place,
          data: { ...data, version: target.keda.plain, needed: `2.${String(KEDA)}` },
          related: [{ message: 'the version of KEDA', at: target.keda.origin }],
        });
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'on 1.32, which has no such field',
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
        title: 'on a cluster that knows it, through a KEDA that does not',
        path: 'pools.web.scaleUp.tolerance',
        message: 'keda',
        yaml: `targets:
  kubernetes: { version: "1.35", namespace: example, keda: "2.17", prometheus: "http://prometheus.monitoring:9090" }
pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: 100/s }
    scaleUp: { tolerance: 5% }
`,
      },
    ],
    good: [
      {
        title: 'on 1.35',
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
        title: 'on 1.33 with the gate on',
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

function minor(version: string): number {
  return Number(version.split('.')[1]);
}

/** A map of which nothing would be left is not one any more. */
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
    : fix('Leave it to the cluster', 'unsafe', removeEntry(tolerance));
}
