import { posix } from 'node:path';
import { listAt } from './json-path.ts';
import type { EmittedObject, Finding, Inventory } from './objects.ts';

/**
 * A kustomization lists every manifest below it, each once, and nothing that is not there: what it leaves out is never
 * applied.
 */
export function kustomizationFindings({ all }: Inventory): Finding[] {
  const kustomizations = all.filter(isKustomization);
  const folders = kustomizations.map(({ file }) => posix.dirname(file.path));
  return kustomizations.flatMap(({ file, plain }) => {
    const folder = posix.dirname(file.path);
    // A folder with a kustomization of its own is listed as one; what is below it is that one's business.
    const nested = folders.filter(other => other !== folder && isBelow(other, folder));
    const manifests = all
      .filter(object => !isKustomization(object))
      .map(object => object.file.path)
      .filter(path => isBelow(path, folder));
    const there = new Set([...manifests, ...nested].filter(path => !nested.some(other => isBelow(path, other))));
    const listed = listAt(plain, 'resources').map(entry =>
      typeof entry === 'string' && !entry.includes('://') ? posix.join(folder, entry) : undefined,
    );
    const mentioned = new Set(listed);
    return [
      ...[...there]
        .filter(path => !mentioned.has(path))
        .map(
          (path): Finding => ({ file, path: ['resources'], problem: `leaves out "${posix.relative(folder, path)}"` }),
        ),
      ...listed.flatMap((path, index): Finding[] =>
        path === undefined || there.has(path)
          ? []
          : [
              {
                file,
                path: ['resources', index],
                problem: `lists "${posix.relative(folder, path)}", which is not emitted`,
              },
            ],
      ),
    ];
  });
}

function isKustomization({ apiVersion }: EmittedObject): boolean {
  return apiVersion.startsWith('kustomize.config.k8s.io/');
}

function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}
