import { mapped } from '../../model/sourced.ts';
import type { Emit } from '../../model/sourced.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { Authentication, KubernetesPool, Trigger } from '../../model/kubernetes-plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { Pool } from '../../model/pool.ts';
import type { System } from '../../model/system.ts';
import { behaviorTree } from './behavior.ts';
import type {
  AutoscalerSpec,
  ScaledObjectTrigger,
  SecretParameter,
  TriggerAuthenticationSpec,
} from './emitted-objects.ts';
import { labelsOf, objectFile } from './identity.ts';

export function targetRef(pool: Pool): Emit<AutoscalerSpec['scaleTargetRef']> {
  const { existing } = pool;
  return existing === undefined
    ? { apiVersion: 'apps/v1', kind: 'Deployment', name: pool.name }
    : { apiVersion: existing.apiVersion, kind: existing.kind, name: existing.name };
}

export function scaledObject(
  system: System,
  target: KubernetesTarget,
  pool: Pool,
  { autoscaler, behavior }: KubernetesPool,
): readonly StructuredFile[] {
  if (autoscaler.kind !== 'scaled-object') return [];
  const { fallback, paused } = autoscaler;
  const workload = pool.existing?.name ?? pool.name;
  return [
    objectFile(
      'ScaledObject',
      {
        path: `kubernetes/${pool.name.plain}/scaled-object.yaml`,
        pool,
        target,
        why: 'an event signal, a schedule or a minimum of 0: KEDA',
      },
      {
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
          pollingInterval: autoscaler.statesTimes ? autoscaler.pollingInterval : undefined,
          cooldownPeriod: autoscaler.statesTimes ? autoscaler.cooldownPeriod : undefined,
          minReplicaCount: autoscaler.min,
          maxReplicaCount: autoscaler.max,
          fallback: fallback && {
            failureThreshold: fallback.failureThreshold,
            replicas: fallback.replicas,
            behavior: fallback.behavior,
          },
          advanced: { horizontalPodAutoscalerConfig: { name: workload, behavior: behaviorTree(behavior) } },
          triggers: autoscaler.triggers.map(triggerTree),
        },
      },
    ),
    ...autoscaler.authentications.map(authentication =>
      triggerAuthentication(system, target, pool, authentication, autoscaler.authentications.length > 1),
    ),
  ];
}

function triggerTree({
  type,
  name,
  metricType,
  metadata,
  authentication,
  authenticationKind: kind,
}: Trigger): Emit<ScaledObjectTrigger> {
  return {
    type,
    name,
    metricType,
    metadata,
    authenticationRef: authentication === undefined ? undefined : { name: authentication, kind },
  };
}

function triggerAuthentication(
  system: System,
  target: KubernetesTarget,
  pool: Pool,
  { name, from }: Authentication,
  several: boolean,
): StructuredFile {
  const suffix = several ? `-${name.plain.slice(pool.name.plain.length + 1)}` : '';
  return objectFile(
    'TriggerAuthentication',
    {
      path: `kubernetes/${pool.name.plain}/trigger-authentication${suffix}.yaml`,
      pool,
      target,
      why: 'credentials are named, and never written out',
    },
    {
      metadata: { name, namespace: target.namespace, labels: labelsOf(system, pool) },
      spec: specOf(from),
    },
  );
}

function specOf(from: Authentication['from']): Emit<TriggerAuthenticationSpec> {
  switch (from.kind) {
    case 'secret':
      return {
        secretTargetRef: from.keys.map((key): Emit<SecretParameter> => ({ parameter: key, name: from.secret, key })),
      };
    case 'pod-identity':
      return { podIdentity: { provider: from.provider } };
    case 'written': {
      const { identity, secrets } = from;
      return {
        podIdentity: identity && {
          provider: identity.provider,
          roleArn: identity.roleArn,
          identityOwner: identity.owner,
          identityId: identity.identityId,
          identityTenantId: identity.tenantId,
        },
        secretTargetRef: secrets.length === 0 ? undefined : secrets,
      };
    }
  }
}
