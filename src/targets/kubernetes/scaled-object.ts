import { mapped, unwrap } from '../../model/sourced.ts';
import type { EmitTree } from '../../model/sourced.ts';
import type { OutputFile } from '../../model/output-file.ts';
import type { Authentication, KubernetesPool } from '../../model/kubernetes-plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { Pool } from '../../model/pool.ts';
import type { System } from '../../model/system.ts';
import { behaviorTree } from './behavior.ts';
import { labelsOf, objectFile } from './identity.ts';

export function targetRef(pool: Pool): EmitTree {
  return { apiVersion: 'apps/v1', kind: pool.existing?.kind ?? 'Deployment', name: pool.existing?.name ?? pool.name };
}

export function scaledObject(
  system: System,
  target: KubernetesTarget,
  pool: Pool,
  { autoscaler, behavior }: KubernetesPool,
): readonly OutputFile[] {
  if (autoscaler.kind !== 'scaled-object') return [];
  const { fallback, paused } = autoscaler;
  const workload = pool.existing?.name ?? pool.name;
  return [
    objectFile(
      `kubernetes/${pool.name.plain}/scaled-object.yaml`,
      pool,
      target,
      'an event signal, a schedule or a minimum of 0: KEDA',
      {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        metadata: {
          name: pool.name,
          namespace: target.namespace,
          labels: labelsOf(system, pool),
          annotations: {
            'scaledobject.keda.sh/transfer-hpa-ownership': 'true',
            'scaledobject.keda.sh/hpa-excluded-labels': 'app.kubernetes.io/instance',
            'autoscaling.keda.sh/paused-replicas': paused && mapped(paused, String),
          },
        },
        spec: {
          scaleTargetRef: targetRef(pool),
          pollingInterval: autoscaler.pollingInterval,
          cooldownPeriod: autoscaler.cooldownPeriod,
          minReplicaCount: autoscaler.min,
          maxReplicaCount: autoscaler.max,
          fallback: fallback && { failureThreshold: 3, replicas: fallback },
          advanced: { horizontalPodAutoscalerConfig: { name: workload, behavior: behaviorTree(behavior) } },
          triggers: autoscaler.triggers.map(({ type, name, metricType, metadata, authentication }) => ({
            type,
            name,
            metricType,
            metadata,
            authenticationRef: authentication && { name: authentication },
          })),
        },
      },
    ),
    ...autoscaler.authentications.map(authentication =>
      triggerAuthentication(system, target, pool, authentication, autoscaler.authentications.length > 1),
    ),
  ];
}

function triggerAuthentication(
  system: System,
  target: KubernetesTarget,
  pool: Pool,
  { name, from }: Authentication,
  several: boolean,
): OutputFile {
  const suffix = several ? `-${String(unwrap(name)).slice(pool.name.plain.length + 1)}` : '';
  return objectFile(
    `kubernetes/${pool.name.plain}/trigger-authentication${suffix}.yaml`,
    pool,
    target,
    'credentials are named, and never written out',
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'TriggerAuthentication',
      metadata: { name, namespace: target.namespace, labels: labelsOf(system, pool) },
      spec:
        from.kind === 'secret'
          ? { secretTargetRef: from.keys.map(key => ({ parameter: key, name: from.secret, key })) }
          : { podIdentity: { provider: from.provider } },
    },
  );
}
