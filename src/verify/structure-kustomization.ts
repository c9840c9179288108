import { posix } from 'node:path';
import { listAt } from './json-path.ts';
import type { EmittedObject, Finding, Inventory } from './objects.ts';

/**
 * A kustomization lists every manifest below it, each once, and nothing that is not there: what it leaves out is never
 * applied.
 */
export function kustomizationFindings({ kustomizations, manifests }: Kustomized): Finding[] {
  const folders = kustomizations.map(({ file }) => posix.dirname(file.path));
  return kustomizations.flatMap(({ file, plain }) => {
    const folder = posix.dirname(file.path);
    // A folder with a kustomization of its own is listed as one; what is below it is that one's business.
    const nested = folders.filter(other => other !== folder && isBelow(other, folder));
    const below = manifests.filter(path => isBelow(path, folder));
    const there = new Set([...below, ...nested].filter(path => !nested.some(other => isBelow(path, other))));
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

/** The kustomizations of an environment, and where all other objects stand. */
export interface Kustomized {
  readonly kustomizations: readonly EmittedObject[];
  readonly manifests: readonly string[];
}

export function kustomizedIn({ all }: Inventory): Kustomized {
  return {
    kustomizations: all.filter(isKustomization),
    manifests: all.filter(object => !isKustomization(object)).map(({ file }) => file.path),
  };
}

function isKustomization({ apiVersion }: EmittedObject): boolean {
  return apiVersion.startsWith('kustomize.config.k8s.io/');
}

function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}
