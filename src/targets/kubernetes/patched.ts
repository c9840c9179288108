import type { KubernetesPool } from '../../model/kubernetes-plan.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import { merged } from '../../model/patch.ts';

/** A file of a pool with the pool's patch of its kind over it. The second Service of a pool is for its peers alone. */
export function patched(file: StructuredFile, { patches }: KubernetesPool): StructuredFile {
  const patch =
    file.schema?.of === 'kubernetes' && !file.path.endsWith('/service-headless.yaml')
      ? patches.find(({ kind }) => file.schema?.of === 'kubernetes' && file.schema.kind === kind)
      : undefined;
  return patch === undefined ? file : { ...file, tree: merged(file.tree, patch.tree) };
}
