import type { Step } from '../../model/diagnostic.ts';
import type { EcsPool } from '../../model/ecs-plan.ts';
import type { Plan, PoolPlan } from '../../model/plan.ts';
import { workloadOf } from './history.ts';

/** What is to be done, with the words of a command where there is one. */
export function step(does: string, ...words: readonly string[]): Step {
  return words.length === 0 ? { does } : { does, command: commandOf(...words) };
}

/** Each word quoted as a POSIX shell needs it. */
export function commandOf(...words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

export function kubectl({ system }: Plan, does: string, ...words: readonly string[]): Step {
  return step(does, 'kubectl', '-n', system.targets.kubernetes?.namespace.plain ?? 'default', ...words);
}

export function aws({ system }: Plan, does: string, ...words: readonly string[]): Step {
  return step(does, 'aws', ...words, '--region', system.targets.ecs?.region.plain ?? 'us-east-1');
}

/** Sets how many tasks are wanted. */
export function awsDesiredCount(plan: Plan, ecs: EcsPool, does: string, count: number): Step {
  return aws(
    plan,
    does,
    'ecs',
    'update-service',
    '--cluster',
    ecs.cluster.plain,
    '--service',
    ecs.serviceName.plain,
    '--desired-count',
    String(count),
  );
}

/** `deployment/worker` */
export function workloadReference(pool: PoolPlan): string {
  return `${(pool.pool.existing?.kind.plain ?? 'Deployment').toLowerCase()}/${workloadOf(pool)}`;
}

/**
 * Nothing is applied while somebody works on the cluster by hand; where nothing applies by itself, nothing is to be
 * held.
 */
export function holdSync(plan: Plan): readonly Step[] {
  const { gitops } = plan.system.targets.kubernetes ?? {};
  if (gitops === undefined) return [];
  return [
    gitops.tool.plain === 'argocd'
      ? step(
          'Turn off automatic sync before the change is merged',
          'argocd',
          'app',
          'set',
          applicationOf(plan),
          '--sync-policy',
          'none',
        )
      : step(
          'Suspend reconciliation before the change is merged',
          'flux',
          'suspend',
          'kustomization',
          nameOf(plan),
          '-n',
          gitops.namespace.plain,
        ),
  ];
}

/** The change takes effect: by the tool, or by hand where there is none. */
export function releaseSync(plan: Plan): readonly Step[] {
  const { gitops } = plan.system.targets.kubernetes ?? {};
  if (gitops === undefined) return [step('Apply the change', 'kubectl', 'apply', '-k', folderOf(plan))];
  return [
    gitops.tool.plain === 'argocd'
      ? step(
          'Turn on automatic sync again, after the change is merged',
          'argocd',
          'app',
          'set',
          applicationOf(plan),
          '--sync-policy',
          'automated',
          '--auto-prune',
          '--self-heal',
        )
      : step(
          'Resume reconciliation, after the change is merged',
          'flux',
          'resume',
          'kustomization',
          nameOf(plan),
          '-n',
          gitops.namespace.plain,
        ),
  ];
}

/** As `argocd` takes it; the namespace is said only where it is not the one that Argo CD runs in by default. */
export function applicationOf(plan: Plan): string {
  const namespace = plan.system.targets.kubernetes?.gitops?.namespace.plain ?? 'argocd';
  return namespace === 'argocd' ? nameOf(plan) : `${namespace}/${nameOf(plan)}`;
}

/** Where what is emitted for Kubernetes lies in the repository. */
export function folderOf({ system }: Plan): string {
  return `${system.targets.kubernetes?.gitops?.path.plain ?? 'out'}/${system.environment}/kubernetes`;
}

/** The Application, and the Kustomization. */
function nameOf({ system }: Plan): string {
  return `${system.name.plain}-${system.environment}`;
}

function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}
