import { text } from '../../model/sourced.ts';
import type { EmitNode, Sourced } from '../../model/sourced.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { CloudRole } from '../../model/pod.ts';
import type { Pool } from '../../model/pool.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import type { Labels } from './emitted-objects.ts';
import { labelsOf, objectFile } from './identity.ts';

/** The service account of the pods; none where they use one that exists, or the one of the namespace. */
export function serviceAccount(
  system: System,
  target: KubernetesTarget,
  { pool }: PoolPlan,
): readonly StructuredFile[] {
  const account = pool.serviceAccount;
  if (account === undefined || account.existing !== undefined) return [];
  const { role, annotations } = account;
  return [
    objectFile(
      'ServiceAccount',
      {
        path: `kubernetes/${pool.name.plain}/service-account.yaml`,
        pool,
        target,
        why: 'the pods are told apart from others by their service account',
      },
      {
        metadata: {
          name: pool.name,
          namespace: target.namespace,
          labels: labelsOf(system, pool),
          annotations:
            role === undefined && annotations.length === 0
              ? undefined
              : {
                  ...(role === undefined ? {} : { [ROLE_ANNOTATION[role.cloud]]: role.identity }),
                  ...Object.fromEntries(annotations.map(({ key, value }) => [key.plain, value])),
                },
        },
      },
    ),
  ];
}

/**
 * How each cloud finds the role of a service account: EKS, "IAM roles for service accounts"; GKE, "Workload Identity
 * Federation"; AKS, "Microsoft Entra Workload ID".
 */
const ROLE_ANNOTATION: Readonly<Record<CloudRole['cloud'], string>> = {
  aws: 'eks.amazonaws.com/role-arn',
  google: 'iam.gke.io/gcp-service-account',
  azure: 'azure.workload.identity/client-id',
};

/** Name of the account that the pods have; undefined for the one of the namespace. */
export function accountName({ serviceAccount: account, name }: Pool): Sourced<string> | undefined {
  return account === undefined ? undefined : (account.existing ?? text`${name}`);
}

/** The webhook of AKS gives its token only to pods with this label. */
export function identityLabels({ serviceAccount: account }: Pool): EmitNode<Labels> | undefined {
  return account?.role?.cloud === 'azure' ? { 'azure.workload.identity/use': 'true' } : undefined;
}
