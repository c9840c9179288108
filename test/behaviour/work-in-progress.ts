import type { OutputFile } from '../../src/model/output-file.ts';
import { unwrap } from '../../src/model/sourced.ts';
import { ecs } from '../../src/targets/ecs/ecs.ts';
import { kubernetes } from '../../src/targets/kubernetes/kubernetes.ts';
import { at } from '../examples/compiled.ts';
import type { PlannedPool } from './pools.ts';
import type { Property } from './property.ts';

/** Seconds that both platforms wait where nothing is written. */
const USUAL = 30;
/** Seconds: semantics 33 and 60. */
const MOST_OF_FARGATE = 120;
const MOST_OF_CLUSTER_AUTOSCALER = 600;

/**
 * Whatever takes a replica away, scaling in, to zero, a rollout or a drained node, asks it to stop and kills it once
 * the time that is emitted has passed. Work that is no longer than declared has ended by then.
 */
export const WORK_IN_PROGRESS: Property = {
  name: 'work shorter than declared is never ended',
  saidBy: ['scale-in-kills-work', 'grace-set-elsewhere'],
  broken: planned => {
    const { longestWork } = planned.pool.pool;
    if (longestWork === undefined) return undefined;
    return endsOf(planned)
      .filter(({ after }) => after < longestWork.plain)
      .map(
        ({ after, by }) => `${by} kills it after ${String(after)} s, and its work takes ${String(longestWork.plain)} s`,
      );
  },
};

interface End {
  readonly by: string;
  /** Seconds from the signal to stop. */
  readonly after: number;
}

function endsOf(planned: PlannedPool): readonly End[] {
  const { pool, hold, bounds } = planned.pool;
  if (pool.existing === undefined) return planned.on.target === 'kubernetes' ? podEnds(planned) : taskEnds(planned);
  // Who deploys a workload also says how long it has; but this takes its replicas away.
  const scaled = hold === undefined && bounds.min.plain < bounds.max.plain && planned.on.planned.owner !== 'elsewhere';
  return scaled ? [{ by: 'the default of its platform', after: USUAL }] : [];
}

function podEnds({ plan, pool }: PlannedPool): readonly End[] {
  const pod = at(
    fileOf(
      [...kubernetes.emit({ ...plan, pools: [pool] }, () => ({ line: undefined, alerts: [], alarms: [] }), [])].flat(),
      `kubernetes/${pool.pool.name.plain}/deployment.yaml`,
    ),
    'spec',
    'template',
  );
  const grace = Number(at(pod, 'spec', 'terminationGracePeriodSeconds') ?? USUAL);
  const stays = at(pod, 'metadata', 'annotations', 'cluster-autoscaler.kubernetes.io/safe-to-evict') === 'false';
  // GKE runs the same autoscaler; Karpenter waits as long as the pod says.
  const drained = plan.system.targets.kubernetes?.provisioner.plain !== 'karpenter' && !stays;
  return [
    { by: 'the kubelet', after: grace },
    ...(drained ? [{ by: 'the cluster autoscaler', after: MOST_OF_CLUSTER_AUTOSCALER }] : []),
  ];
}

function taskEnds({ plan, pool }: PlannedPool): readonly End[] {
  const task = fileOf(
    [...ecs.emit({ ...plan, pools: [pool] }, () => ({ line: undefined, alerts: [], alarms: [] }), [])].flat(),
    `ecs/${pool.pool.name.plain}/task-definition.json`,
  );
  const containers = at(task, 'containerDefinitions');
  const capped = JSON.stringify(at(task, 'requiresCompatibilities')) !== '["EC2"]';
  return (Array.isArray(containers) ? containers : []).map((container: unknown) => {
    const stop = Number(at(container, 'stopTimeout') ?? USUAL);
    return { by: 'ECS', after: capped ? Math.min(MOST_OF_FARGATE, stop) : stop };
  });
}

function fileOf(files: readonly OutputFile[], path: string): unknown {
  const file = files.find(one => one.path === path);
  if (file === undefined || file.form === 'text') throw new Error(`${path} is not emitted`);
  return unwrap(file.tree);
}
