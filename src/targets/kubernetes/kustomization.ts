import type { StructuredFile } from '../../model/output-file.ts';
import { because } from '../../model/sourced.ts';
import type { EmitNode } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { KustomizationFile } from './emitted-objects.ts';

/** The file that names every object of the environment, by the paths of their files. */
export function kustomization(target: KubernetesTarget, paths: readonly string[]): StructuredFile {
  const tree = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: paths.map(path => path.replace(/^kubernetes\//, '')),
  } as const satisfies EmitNode<KustomizationFile>;
  return {
    form: 'yaml',
    path: 'kubernetes/kustomization.yaml',
    tree: because('one root for kubectl, Argo CD and Flux', tree, target.at),
    schema: { of: 'kubernetes', apiVersion: tree.apiVersion, kind: tree.kind, version: target.version.plain },
  };
}
