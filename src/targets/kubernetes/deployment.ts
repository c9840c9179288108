import { because, derive, mapped } from '../../model/sourced.ts';
import type { EmitTree } from '../../model/sourced.ts';
import type { OutputFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { KubernetesTarget, Provisioner } from '../../model/targets.ts';
import type { Pool } from '../../model/pool.ts';
import type { System } from '../../model/system.ts';
import { containerTree, listed } from './container.ts';
import { labelsOf, objectFile, selectorOf } from './identity.ts';

export function deployment(system: System, target: KubernetesTarget, planned: PoolPlan): OutputFile {
  const {
    pool,
    on: { kubernetes },
  } = planned;
  const labels = labelsOf(system, pool);
  const selector = selectorOf(system, pool);
  const autoscaler = kubernetes?.autoscaler;
  return objectFile(
    `kubernetes/${pool.name.plain}/deployment.yaml`,
    pool,
    target,
    "every pool that is not somebody else's has a Deployment",
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: pool.name, namespace: target.namespace, labels, annotations: guards(pool) },
      spec: {
        // With an autoscaler the field is absent, or every sync would undo it (semantics 8).
        replicas: kubernetes?.owner === 'git' && autoscaler?.kind === 'none' ? autoscaler.replicas : undefined,
        selector: { matchLabels: selector },
        progressDeadlineSeconds: derive(
          'deadline = cold start and five minutes more, at least the default of 600 s',
          { coldStart: pool.coldStart },
          v => Math.max(600, Math.ceil(v.coldStart) + 300),
        ),
        // A GPU pool has no spare GPU to surge on, so it makes room first.
        strategy:
          pool.hardware === undefined
            ? { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } }
            : { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            terminationGracePeriodSeconds: mapped(pool.gracePeriod, grace => Math.ceil(grace)),
            securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
            nodeSelector: nodeSelector(pool, target.provisioner.plain),
            affinity: affinity(pool, target.provisioner.plain),
            tolerations:
              pool.hardware === undefined
                ? undefined
                : [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
            topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(topologyKey => ({
              maxSkew: 1,
              topologyKey,
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: selector },
            })),
            containers: pool.containers.map((container, index) =>
              containerTree(container, pool, index === 0 ? pool.hardware : undefined),
            ),
          },
        },
      },
    },
  );
}

/** Pruning an always-on Deployment that was renamed would stop it before the new one is there (semantics 67). */
function guards(pool: Pool): EmitTree {
  if (pool.kind.plain !== 'always-on') return undefined;
  return { 'argocd.argoproj.io/sync-options': 'Prune=confirm', 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };
}

/** Labels that are known before a node has booted, so that a pool at zero can ask for one (semantics 48). */
function nodeSelector({ hardware }: Pool, provisioner: Provisioner): EmitTree {
  if (hardware === undefined) return undefined;
  // Karpenter knows the model alone: `a100` of NVIDIA-A100-SXM4-40GB, `t4` of Tesla-T4.
  const name = mapped(hardware.gpu, gpu =>
    gpu
      .toLowerCase()
      .replace(/^(?:nvidia-)?(?:tesla-)?/, '')
      .replace(/-(?:sxm|pcie|nvl|hbm|\d+gb).*$/, ''),
  );
  const known: { readonly [key: string]: EmitTree } =
    provisioner === 'karpenter'
      ? { 'karpenter.k8s.aws/instance-gpu-name': name }
      : provisioner === 'gke'
        ? { 'cloud.google.com/gke-accelerator': mapped(hardware.gpu, gpu => gpu.toLowerCase()) }
        : { 'k8s.amazonaws.com/accelerator': mapped(hardware.gpu, gpu => gpu.toLowerCase()) };
  return { ...known, ...Object.fromEntries(hardware.nodeSelector.map(({ key, value }) => [key.plain, value])) };
}

function affinity({ hardware }: Pool, provisioner: Provisioner): EmitTree {
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
