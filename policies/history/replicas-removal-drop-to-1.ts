import type { Plan, PoolPlan } from '#model/plan.ts';
import type { Step } from '#model/diagnostic.ts';
import { changedOnKubernetes, workloadOf } from '#knowledge/history.ts';
import { commandOf, kubectl, releaseSync, step } from '#knowledge/steps.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'replicas-removal-drop-to-1',
  group: 'history',
  severity: 'warning',
  level: 'recommended',
  summary: 'Ownership of spec.replicas must move away from git before a pool gets its first signals.',
  why: oneLine(
    'Applying a Deployment without spec.replicas removes the field, and its default is 1. All pods but one are stopped',
    'before the autoscaler acts',
  ),
  source: oneLine(
    'Semantics 8; Kubernetes, "Migrating Deployments and StatefulSets to horizontal autoscaling" and "Server-Side',
    'Apply", Transferring ownership; argo-cd #1603, kubernetes #25238',
  ),
  messages: {
    drop: {
      text: oneLine(
        'pool "{pool}" gets its first signals, so spec.replicas: {replicas} is removed from its Deployment: it drops',
        'to 1 replica unless ownership of the field moves first',
      ),
      help: 'Move the ownership of spec.replicas before you apply this change',
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
        title: 'a pool of four replicas gets an autoscaler',
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
        title: 'a pool of one replica, which is the default',
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
        title: 'a pool that already had signals, in a stage that held it',
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
  // Argo CD is configured for server-side apply, which Flux always uses. By hand, kubectl compares with what it last
  // applied.
  if (plan.system.targets.kubernetes?.gitops === undefined) {
    return [
      kubectl(
        plan,
        'Check that git owns the field: it is in the last applied configuration',
        'apply',
        'view-last-applied',
        deployment,
      ),
      kubectl(plan, 'Delete spec.replicas there; this changes no pod', 'apply', 'edit-last-applied', deployment),
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
      does: `Let a second field manager own spec.replicas: ${String(replicas)}; this changes no pod`,
      command: `${commandOf('printf', '%s', JSON.stringify(owned))} | ${handOver}`,
    },
    kubectl(
      plan,
      'Check that handover-to-hpa owns f:replicas',
      'get',
      deployment,
      '--show-managed-fields',
      '-o',
      'jsonpath={.metadata.managedFields[?(@.manager=="handover-to-hpa")].fieldsV1}',
    ),
    step('Merge the change; the autoscaler owns the field from its first decision'),
  ];
}
