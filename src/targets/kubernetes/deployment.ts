import { because, derive, mapped } from '../../model/sourced.ts';
import type { Emit, EmitNode } from '../../model/sourced.ts';
import type { KubernetesRollout } from '../../model/kubernetes-plan.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget, Provisioner } from '../../model/targets.ts';
import type { Pool } from '../../model/pool.ts';
import type { System } from '../../model/system.ts';
import { formatPercent, replicas, seconds } from '../../model/units.ts';
import { containerTree, listed } from './container.ts';
import type { Labels, PodSpec, RollingUpdate, TopologySpread } from './emitted-objects.ts';
import { labelsOf, objectFile, selectorOf } from './identity.ts';

export function deployment(system: System, target: KubernetesTarget, planned: PoolPlan): StructuredFile {
  const {
    pool,
    on: { kubernetes },
  } = planned;
  const labels = labelsOf(system, pool);
  const selector = selectorOf(system, pool);
  const autoscaler = kubernetes?.autoscaler;
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
        strategy: kubernetes?.rollout && { type: 'RollingUpdate', rollingUpdate: rollingUpdate(kubernetes.rollout) },
        template: {
          metadata: { labels, annotations: protectionOf(pool, target) },
          spec: {
            automountServiceAccountToken: false,
            terminationGracePeriodSeconds: mapped(pool.gracePeriod, grace => seconds(Math.ceil(grace))),
            securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
            nodeSelector: nodeSelector(pool, target.provisioner.plain),
            affinity: affinity(pool, target.provisioner.plain),
            tolerations:
              pool.hardware === undefined
                ? undefined
                : [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
            topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(topologyKey =>
              spread(topologyKey, selector),
            ),
            containers: pool.containers.map((container, index) =>
              containerTree(container, pool, index === 0 ? pool.hardware : undefined),
            ),
          },
        },
      },
    },
  );
}

function rollingUpdate({ maxSurge, maxUnavailable }: KubernetesRollout): Emit<RollingUpdate> {
  return { maxSurge: mapped(maxSurge, surge => (surge === 0 ? replicas(0) : formatPercent(surge))), maxUnavailable };
}

function spread(topologyKey: string, selector: EmitNode<Labels>): Emit<TopologySpread> {
  return { maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: selector } };
}

/** The cluster-autoscaler waits no longer for a pod, whatever its grace period says (semantics 60). */
const CLUSTER_AUTOSCALER_WAITS = 600;

/** A node is not taken away under work that is longer than its provisioner waits; GKE runs the same autoscaler. */
function protectionOf({ gracePeriod }: Pool, { provisioner }: KubernetesTarget): Emit<Labels> | undefined {
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

/** Labels that are known before a node has booted, so that a pool at zero can ask for one (semantics 48). */
function nodeSelector({ hardware }: Pool, provisioner: Provisioner): Emit<Labels> | undefined {
  if (hardware === undefined) return undefined;
  // Karpenter knows the model alone: `a100` of NVIDIA-A100-SXM4-40GB, `t4` of Tesla-T4.
  const name = mapped(hardware.gpu, gpu =>
    gpu
      .toLowerCase()
      .replace(/^(?:nvidia-)?(?:tesla-)?/, '')
      .replace(/-(?:sxm|pcie|nvl|hbm|\d+gb).*$/, ''),
  );
  const known: EmitNode<Labels> =
    provisioner === 'karpenter'
      ? { 'karpenter.k8s.aws/instance-gpu-name': name }
      : provisioner === 'gke'
        ? { 'cloud.google.com/gke-accelerator': mapped(hardware.gpu, gpu => gpu.toLowerCase()) }
        : { 'k8s.amazonaws.com/accelerator': mapped(hardware.gpu, gpu => gpu.toLowerCase()) };
  return { ...known, ...Object.fromEntries(hardware.nodeSelector.map(({ key, value }) => [key.plain, value])) };
}

function affinity({ hardware }: Pool, provisioner: Provisioner): Emit<PodSpec['affinity']> {
  const types = listed(hardware?.instanceTypes ?? []);
  if (types === undefined || provisioner === 'gke') return undefined;
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              {
                key: because('the label that every AWS node has for its type', 'node.kubernetes.io/instance-type'),
                operator: 'In',
                values: types,
              },
            ],
          },
        ],
      },
    },
  };
}
