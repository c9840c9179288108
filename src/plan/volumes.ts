import { compilerProblem } from '../model/catalogue/compiler.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { patchedFields } from '../model/patch.ts';
import type { Pool } from '../model/pool.ts';

/** Mounts of volumes that the pool does not have; a patch may add one of a kind that the language does not know. */
export function unknownVolumes(pool: Pool): readonly Diagnostic[] {
  const own = pool.volumes.map(({ key }) => key.plain);
  const patched = pool.patches
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap(({ tree }) => patchedFields(tree).map(({ path }) => path))
    .flatMap(([spec, template, inner, list, name]) =>
      [spec, template, inner, list].join('.') === 'spec.template.spec.volumes' && name !== undefined ? [name] : [],
    );
  const known = [...own, ...patched];
  const all = [
    ...pool.containers.map(container => ({ under: 'containers', container })),
    ...pool.initContainers.map(container => ({ under: 'initContainers', container })),
  ];
  return all.flatMap(({ under, container: { name, mounts } }) =>
    mounts
      .filter(({ volume }) => !known.includes(volume.plain))
      .map(({ path, volume }): Diagnostic => {
        const place = { at: volume.origin, path: ['pools', pool.key, under, name.plain, 'mounts', path.plain] };
        const data = { container: name.plain, pool: pool.key, volume: volume.plain, path: path.plain };
        return known.length === 0
          ? compilerProblem('unknown-volume', 'none', { ...place, data })
          : compilerProblem('unknown-volume', 'unknown', { ...place, data: { ...data, known: known.join(', ') } });
      }),
  );
}
