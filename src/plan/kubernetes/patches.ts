import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Autoscaler, KubernetesPool } from '../../model/kubernetes-plan.ts';
import { namesItem, patchedFields } from '../../model/patch.ts';
import type { Patch, PatchedKind } from '../../model/patch.ts';
import type { Pool } from '../../model/pool.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import { without } from '../capabilities.ts';
import type { Shortfall } from '../capabilities.ts';
import { ownedBy } from './owned-fields.ts';

/** Patches that touch what the compiler owns, each at its line, with where that is said instead. */
export function ownedFieldsPatched(pool: Pool): readonly Diagnostic[] {
  return pool.patches.flatMap(({ kind, tree }) =>
    patchedFields(tree).flatMap((field): readonly Diagnostic[] => {
      const instead = namesItem(field) ? undefined : (ownedBy(kind, field.path) ?? declared(pool, field.path));
      const place = { at: field.value.origin, path: ['pools', pool.key, 'patch', kind, ...field.path] };
      const data = { pool: pool.key, kind, field: field.path.join('.') };
      if (instead === undefined)
        return stranger(pool, kind, field.path)
          ? [
              compilerProblem('owned-field', 'container', {
                ...place,
                data: { ...data, container: field.path[4] ?? '' },
              }),
            ]
          : [];
      return [
        field.path.length === 0
          ? compilerProblem('owned-field', 'whole', { ...place, data: { pool: pool.key, kind } })
          : compilerProblem('owned-field', 'patch', { ...place, data: { ...data, instead } }),
      ];
    }),
  );
}

const POD = ['spec', 'template', 'spec'];

/** A volume or a mount of the pool: what it is is said there. */
function declared(pool: Pool, path: readonly string[]): string | undefined {
  if (!POD.every((step, index) => step === path[index])) return undefined;
  const [list, name, inner, mount] = path.slice(POD.length);
  if (list === 'volumes' && pool.volumes.some(({ key }) => key.plain === name)) return '`volumes`';
  if (inner !== 'volumeMounts' || mount === undefined) return undefined;
  return containersOf(pool, list)
    .filter(container => container.name.plain === name)
    .some(({ mounts }) => mounts.some(({ path: place }) => place.plain === mount))
    ? '`mounts` of the container'
    : undefined;
}

/** A container that the pool does not have, of which nothing would be known. */
function stranger(pool: Pool, kind: PatchedKind, path: readonly string[]): boolean {
  const [list, name] = path.slice(POD.length);
  if (kind !== 'Deployment' || (list !== 'containers' && list !== 'initContainers')) return false;
  if (!POD.every((step, index) => step === path[index])) return false;
  return !containersOf(pool, list).some(container => container.name.plain === name);
}

function containersOf({ containers, initContainers }: Pool, list: string | undefined) {
  return list === 'initContainers' ? initContainers : list === 'containers' ? containers : [];
}

/** Patches of objects that are emitted for the pool. */
export function patchesOfEmitted(
  pool: Pool,
  { monitoring }: KubernetesTarget,
  autoscaler: Autoscaler,
): readonly Patch[] {
  const deployed = pool.existing === undefined;
  const emitted: Readonly<Record<PatchedKind, boolean>> = {
    Deployment: deployed,
    Service: deployed && pool.containers.some(({ ports }) => ports.length > 0),
    ServiceAccount: deployed && pool.serviceAccount !== undefined && pool.serviceAccount.existing === undefined,
    PodDisruptionBudget: deployed,
    HorizontalPodAutoscaler: autoscaler.kind === 'hpa',
    ScaledObject: autoscaler.kind === 'scaled-object',
    PodMonitor:
      deployed &&
      monitoring.plain === 'prometheus-operator' &&
      pool.containers.some(({ metrics }) => metrics !== undefined),
  };
  return pool.patches.filter(({ kind }) => emitted[kind]);
}

/** Patches of objects that the pool does not have. */
export function patchesInVain(pool: Pool, { patches }: KubernetesPool): readonly Shortfall[] {
  return pool.patches
    .filter(patch => !patches.includes(patch))
    .flatMap(({ kind, at }) => without(`patch.${kind}`, at, `no ${kind} is generated for the pool`));
}
