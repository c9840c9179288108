import { because } from '../../model/sourced.ts';
import type { Container } from '../../model/container.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ExistingWorkload } from '../../model/pool.ts';
import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { FindWorkload } from '../manifest/find-workload.ts';
import type { ReadWorkload } from '../manifest/workload.ts';
import type { Config } from '../schema/root.ts';
import type { Section } from '../zip.ts';
import { measuredOf } from './containers.ts';

type PoolSection = Section<Config['pools'][string]>;
type ExistingSection = NonNullable<PoolSection['workload']>['existing'];

/** A workload that another tool deploys, with the containers that are known of it; the first is the measured one. */
export function existingOf(
  key: string,
  { workload }: PoolSection,
  { namespace, findWorkload }: { readonly namespace: string | undefined; readonly findWorkload: FindWorkload },
  diagnostics: Diagnostic[],
): { readonly workload: ExistingWorkload; readonly containers: readonly Container[] } | undefined {
  if (workload === undefined) return undefined;
  const { existing } = workload;
  const at = ['pools', key, 'workload', 'existing'];
  const { manifest: path, name, kind } = existing;
  const found = path === undefined ? undefined : findWorkload({ path, name, kind, namespace, at });
  diagnostics.push(...(found?.diagnostics ?? []));
  const read = found?.value;
  return {
    workload: {
      at: workload.$at,
      apiVersion:
        existing.apiVersion ??
        read?.apiVersion ??
        because('the API of Deployments and StatefulSets', 'apps/v1', existing.kind?.origin ?? workload.$at),
      kind: kind ?? read?.kind ?? because('most workloads are Deployments', 'Deployment', workload.$at),
      name,
      manifest: read?.manifest,
    },
    containers: containersOf(existing, read, [...at, 'container'], diagnostics),
  };
}

/** What the configuration says of the measured container comes before what the manifest says. */
function containersOf(
  existing: ExistingSection,
  read: ReadWorkload | undefined,
  path: readonly string[],
  diagnostics: Diagnostic[],
): readonly Container[] {
  const stated = measuredOf(existing);
  const pod = read?.manifest.pod;
  if (read === undefined || pod === undefined) return [stated];
  const { container: name } = existing;
  const measured =
    name === undefined ? pod.containers[0] : pod.containers.find(other => other.name.plain === name.plain);
  if (measured === undefined) {
    const known = pod.containers.map(other => other.name.plain).join(', ');
    const data = { container: stated.name.plain, file: read.manifest.path.plain, known };
    diagnostics.push(compilerProblem('unknown-container', 'notInManifest', { at: stated.name.origin, path, data }));
    return [stated];
  }
  return [
    { ...measured, cpu: stated.cpu ?? measured.cpu, memory: stated.memory ?? measured.memory },
    ...pod.containers.filter(other => other !== measured),
  ];
}
