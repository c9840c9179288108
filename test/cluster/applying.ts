import { dump, loadAll } from 'js-yaml';
import type { CompiledEnvironment } from '../../src/pipeline.ts';
import { tree } from '../matrix/objects.ts';
import type { Tree } from '../matrix/objects.ts';
import type { Api } from './api.ts';

/** The two ways in which Argo CD and Flux apply: as `kubectl apply` does, and on the server. */
export const WAYS = {
  'client-side': [],
  'server-side': ['--server-side', '--field-manager=kustomize-controller'],
} as const;
export type Way = keyof typeof WAYS;

/** What was taken, by kind, and everything that the API server said. */
export interface Applied {
  readonly taken: ReadonlyMap<string, number>;
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

/** The Kubernetes and the GitOps objects of an environment. */
export function objectsToApply({ rendered }: CompiledEnvironment): readonly Tree[] {
  return rendered
    .filter(({ path }) => /^(?:kubernetes|gitops)\/.*\.yaml$/.test(path) && path !== 'kubernetes/kustomization.yaml')
    .flatMap(({ text }) => loadAll(text).map(tree));
}

/** Applies objects with strict validation, in namespaces that are made for them. */
export async function applied(api: Api, objects: readonly Tree[], way: Way): Promise<Applied> {
  for (const namespace of new Set(objects.map(({ metadata }) => String(tree(metadata)['namespace']))))
    await api.namespace(namespace);
  const { stdout, stderr } = await api.kubectl(
    ['apply', '-f', '-', '--validate=strict', ...WAYS[way]],
    objects.map(object => dump(object)).join('---\n'),
  );
  const taken = new Map<string, number>();
  for (const [, kind] of stdout.matchAll(
    /^([\w-]+)[\w.-]*\/\S+ (?:created|configured|unchanged|serverside-applied)$/gm,
  ))
    if (kind !== undefined) taken.set(kind, (taken.get(kind) ?? 0) + 1);
  // What kubectl explains goes on for lines, none of which begins like this.
  const said = stderr.split(/\n(?=Warning:|error:|Error )/).filter(text => text.trim() !== '');
  return {
    taken,
    warnings: said.filter(line => line.startsWith('Warning:')),
    errors: said.filter(line => !line.startsWith('Warning:')),
  };
}

export function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** The object in another namespace. */
export function within(object: Tree, namespace: string): Tree {
  return { ...object, metadata: { ...tree(object['metadata']), namespace } };
}
