import { because, mapped, text } from '../../model/sourced.ts';
import type { Emit } from '../../model/sourced.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { System } from '../../model/system.ts';
import type { Metadata } from './emitted-objects.ts';
import { objectFile } from './identity.ts';

/**
 * What applies the output: an Argo CD Application, or Flux's source and Kustomization. No sync waves (semantics 14).
 */
export function gitopsFiles(system: System, target: KubernetesTarget): readonly StructuredFile[] {
  const { gitops } = target;
  if (gitops === undefined) return [];
  const environment = because('the environment that is compiled', system.environment, system.at);
  const name = text`${system.name}-${environment}`;
  const path = text`${gitops.path}/${environment}/kubernetes`;
  const metadata: Emit<Metadata<'Application'>> = {
    name,
    namespace: gitops.namespace,
    labels: { 'app.kubernetes.io/part-of': system.name, 'app.kubernetes.io/managed-by': 'pipestream-scaling' },
  };
  const why = 'the tool that applies the output';
  if (gitops.tool.plain === 'argocd') {
    return [
      objectFile(
        'Application',
        { path: 'gitops/application.yaml', pool: undefined, target, why },
        {
          metadata,
          spec: {
            project: gitops.project,
            source: { repoURL: gitops.repoURL, targetRevision: gitops.revision, path },
            destination: { ...gitops.destination, namespace: target.namespace },
            syncPolicy: {
              automated: { prune: gitops.sync.prune, selfHeal: gitops.sync.selfHeal },
              syncOptions: [
                ...(gitops.sync.createNamespace.plain ? ['CreateNamespace=true'] : []),
                'ServerSideApply=true',
              ],
            },
          },
        },
      ),
    ];
  }
  const interval = mapped(gitops.interval, seconds => `${String(Math.ceil(seconds))}s`);
  return [
    objectFile(
      'GitRepository',
      { path: 'gitops/git-repository.yaml', pool: undefined, target, why },
      {
        metadata,
        spec: { url: mapped(gitops.repoURL, fluxUrl), ref: { branch: gitops.revision }, interval },
      },
    ),
    objectFile(
      'Kustomization',
      { path: 'gitops/kustomization.yaml', pool: undefined, target, why },
      {
        metadata,
        spec: {
          interval,
          path: text`./${path}`,
          prune: gitops.sync.prune,
          sourceRef: { kind: 'GitRepository', name },
          targetNamespace: target.namespace,
        },
      },
    ),
  ];
}

/**
 * Flux takes `ssh://git@host/path` and not git's short form of it, `git@host:path` (CRD of GitRepository, `spec.url`).
 */
function fluxUrl(url: string): string {
  return url.replace(/^(git@[^:/]+):(?:\/)?/, 'ssh://$1/');
}
