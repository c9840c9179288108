import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Step } from '#model/diagnostic.ts';
import { changedOnKubernetes, workloadOf } from '#knowledge/history.ts';
import { commandOf, kubectl, releaseSync, step } from '#knowledge/steps.ts';
import { definePolicy } from '#policy';

export default definePolicy({
  id: 'replicas-removal-drop-to-1',
  group: 'history',
  severity: 'warning',
  level: 'recommended',
  summary: 'Before a pool gets its first signals, somebody else than git owns spec.replicas of its Deployment.',
  why: 'What is applied without a field that it had takes the field away, and the default of spec.replicas is 1: every pod but one is stopped before the autoscaler has looked',
  source:
    'Semantics 8; Kubernetes, "Migrating Deployments and StatefulSets to horizontal autoscaling" and "Server-Side Apply", Transferring ownership; argo-cd #1603, kubernetes #25238',
  messages: {
    drop: {
      text: 'pool "{pool}" gets its first signals, so spec.replicas: {replicas} leaves its Deployment, which falls to 1 replica unless ownership of the field moves first',
      help: 'Move the ownership of spec.replicas before this is applied',
    },
  },
  history(plan, base, { report }) {
    for (const { now, autoscaler, autoscalerBefore, before } of changedOnKubernetes(plan, base)) {
      if (
        autoscalerBefore.kind !== 'none' ||
        autoscaler.kind === 'none' ||
        now.pool.existing !== undefined ||
        before.pool.existing !== undefined
      )
        continue;
      const replicas = autoscalerBefore.replicas.plain;
      if (replicas <= 1) continue;
      const { pool } = now;
      const [first] = now.signals;
      const part = first === undefined ? (pool.schedule === undefined ? 'wake' : 'schedule') : 'signals';
      report('drop', {
        at: first?.signal.at ?? pool.schedule?.at ?? pool.wake?.at ?? pool.at,
        path: ['pools', pool.key, part],
        data: { pool: pool.key, replicas },
        steps: stepsFor(plan, now, replicas),
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a pool of four gets an autoscaler',
        path: 'pools.api.signals',
        message: 'drop',
        targets: 'kubernetes',
        before: `pools:
  api:
    kind: always-on
    replicas: { fixed: 4 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
`,
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a pool of one, which is the default',
        targets: 'kubernetes',
        before: `pools:
  api:
    kind: always-on
    replicas: { fixed: 1 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
`,
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a pool whose signals were there, and held',
        targets: 'kubernetes',
        before: `pools:
  api:
    kind: always-on
    stage: observe
    replicas: { min: 2, max: 10, fixed: 4 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
        yaml: `pools:
  api:
    kind: always-on
    stage: cpu
    replicas: { min: 2, max: 10, fixed: 4 }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});

function stepsFor(plan: Plan, pool: PoolPlan, replicas: number): readonly Step[] {
  const deployment = `deployment/${workloadOf(pool)}`;
  // Argo CD is set to apply on the server's side, as Flux always does; by hand kubectl compares with what it applied
  // last.
  if (plan.system.targets.kubernetes?.gitops === undefined) {
    return [
      kubectl(
        plan,
        'See that git owns the field: it is in what was applied last',
        'apply',
        'view-last-applied',
        deployment,
      ),
      kubectl(plan, 'Delete spec.replicas there; no pod is touched', 'apply', 'edit-last-applied', deployment),
      ...releaseSync(plan),
    ];
  }
  const namespace = plan.system.targets.kubernetes.namespace.plain;
  const owned = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: workloadOf(pool), namespace },
    spec: { replicas },
  };
  const handOver = commandOf(
    'kubectl',
    'apply',
    '--server-side',
    '--field-manager=handover-to-hpa',
    '--validate=false',
    '-f',
    '-',
  );
  return [
    {
      does: `Let a second manager own spec.replicas: ${String(replicas)}; no pod is touched`,
      command: `${commandOf('printf', '%s', JSON.stringify(owned))} | ${handOver}`,
    },
    kubectl(
      plan,
      'See that handover-to-hpa owns f:replicas',
      'get',
      deployment,
      '--show-managed-fields',
      '-o',
      'jsonpath={.metadata.managedFields[?(@.manager=="handover-to-hpa")].fieldsV1}',
    ),
    step('Merge the change; from its first decision on the autoscaler owns the field'),
  ];
}
