import { derive, mapped } from '../../model/sourced.ts';
import type { Emit, EmitNode } from '../../model/sourced.ts';
import type { Container } from '../../model/container.ts';
import type { Hardware } from '../../model/hardware.ts';
import type { KubernetesRollout } from '../../model/kubernetes-plan.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { Pool } from '../../model/pool.ts';
import type { System } from '../../model/system.ts';
import { seconds } from '../../model/units.ts';
import { containerTree, listed } from './container.ts';
import type { Labels, PullSecret, Strategy } from './emitted-objects.ts';
import { labelsOf, objectFile, selectorOf } from './identity.ts';
import { schedulingTree } from './scheduling.ts';
import { accountName, identityLabels } from './service-account.ts';
import { volumeTrees } from './volumes.ts';

export function deployment(system: System, target: KubernetesTarget, planned: PoolPlan): StructuredFile {
  const {
    pool,
    on: { kubernetes },
  } = planned;
  const labels = labelsOf(system, pool);
  const selector = selectorOf(system, pool);
  const autoscaler = kubernetes?.autoscaler;
  const tree = (container: Container, hardware: Hardware | undefined) =>
    containerTree(container, { pool, hardware, nativeSleep: kubernetes?.nativeSleep ?? false });
  return objectFile(
    'Deployment',
    {
      path: `kubernetes/${pool.name.plain}/deployment.yaml`,
      pool,
      target,
      why: "every pool that is not somebody else's has a Deployment",
    },
    {
      metadata: { name: pool.name, namespace: target.namespace, labels, annotations: guards(pool) },
      spec: {
        // With an autoscaler the field is absent, or every sync would undo it (semantics 8).
        replicas: kubernetes?.owner === 'git' && autoscaler?.kind === 'none' ? autoscaler.replicas : undefined,
        selector: { matchLabels: selector },
        progressDeadlineSeconds: derive(
          'deadline = cold start and five minutes more, at least the default of 600 s',
          { coldStart: pool.coldStart },
          v => seconds(Math.max(600, Math.ceil(v.coldStart) + 300)),
        ),
        minReadySeconds: pool.rollout.minReady && mapped(pool.rollout.minReady, time => seconds(Math.ceil(time))),
        revisionHistoryLimit: pool.rollout.revisionHistoryLimit,
        strategy: kubernetes?.rollout && strategy(kubernetes.rollout),
        template: {
          metadata: { labels: podLabels(labels, pool), annotations: podAnnotations(pool, target) },
          spec: {
            serviceAccountName: accountName(pool),
            automountServiceAccountToken: pool.serviceAccount?.automountToken ?? false,
            imagePullSecrets: listed(
              pool.imagePullSecrets.flatMap(({ secret }): readonly Emit<PullSecret>[] =>
                secret === undefined ? [] : [{ name: secret }],
              ),
            ),
            priorityClassName: pool.scheduling?.priorityClass,
            terminationGracePeriodSeconds: mapped(pool.gracePeriod, grace => seconds(Math.ceil(grace))),
            securityContext: { seccompProfile: { type: 'RuntimeDefault' }, fsGroup: pool.fsGroup },
            ...schedulingTree(pool, kubernetes, selector),
            initContainers: listed(pool.initContainers.map(container => tree(container, undefined))),
            containers: pool.containers.map((container, index) =>
              tree(container, index === 0 ? pool.hardware : undefined),
            ),
            volumes: listed(volumeTrees(pool)),
          },
        },
      },
    },
  );
}

function strategy({ strategy: type, maxSurge, maxUnavailable }: KubernetesRollout): Emit<Strategy> {
  return type.plain === 'Recreate' ? { type } : { type, rollingUpdate: { maxSurge, maxUnavailable } };
}

function podLabels(labels: EmitNode<Labels>, pool: Pool): Emit<Labels> {
  return {
    ...labels,
    ...identityLabels(pool),
    ...Object.fromEntries(pool.podLabels.map(({ key, value }) => [key.plain, value])),
  };
}

/** What the pool says is said last: whoever writes one of ours means it. */
function podAnnotations(pool: Pool, target: KubernetesTarget): Emit<Labels> | undefined {
  const protection = protectionOf(pool, target);
  if (pool.podAnnotations.length === 0) return protection;
  return { ...protection, ...Object.fromEntries(pool.podAnnotations.map(({ key, value }) => [key.plain, value])) };
}

/** The cluster-autoscaler waits no longer for a pod, whatever its grace period says (semantics 60). */
const CLUSTER_AUTOSCALER_WAITS = 600;

/** A node is not taken away under work that is longer than its provisioner waits; GKE runs the same autoscaler. */
function protectionOf({ gracePeriod }: Pool, { provisioner }: KubernetesTarget): EmitNode<Labels> | undefined {
  if (provisioner.plain === 'karpenter' || gracePeriod.plain <= CLUSTER_AUTOSCALER_WAITS) return undefined;
  return {
    'cluster-autoscaler.kubernetes.io/safe-to-evict': derive(
      'cluster-autoscaler kills after 600 s, and the grace period is longer',
      { gracePeriod },
      () => 'false',
    ),
  };
}

/** Pruning an always-on Deployment that was renamed would stop it before the new one is there (semantics 67). */
function guards(pool: Pool): Emit<Labels> | undefined {
  if (pool.kind.plain !== 'always-on') return undefined;
  return { 'argocd.argoproj.io/sync-options': 'Prune=confirm', 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
}
