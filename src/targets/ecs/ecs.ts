import type { OutputFile } from '../../model/output-file.ts';
import { stackPerPool } from '../../model/ecs-stack.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { EcsTarget } from '../../model/targets.ts';
import { onePathEach } from '../named-once.ts';
import type { Promised, Target } from '../target.ts';
import { payloadFiles, payloadsOf } from './payloads.ts';
import type { EcsPoolFiles } from './payloads.ts';
import { stackFiles } from './stack-files.ts';
import { watcherPayloads } from './watcher/payloads.ts';
import { watcherFiles } from './watcher/watcher-files.ts';

export const ecs: Target = {
  name: 'ecs',
  emit({ system, pools }, promised) {
    const target = system.targets.ecs;
    if (target === undefined) return [];
    const laidOut = pools.flatMap(plan => poolFiles(target, plan, promised(plan)));
    if (laidOut.length === 0) return [];
    const files: OutputFile[] = laidOut.flatMap(({ plan, payloads, watcher }) => [
      ...payloadFiles(plan, payloads),
      ...(watcher === undefined ? [] : watcherFiles(plan, watcher)),
    ]);
    const stacks = stackPerPool(laidOut.map(pool => pool.ecs))
      ? laidOut.flatMap(pool => stackFiles(system, [pool], pool.plan))
      : stackFiles(system, laidOut, undefined);
    return onePathEach([...files, ...stacks]);
  },
};

function poolFiles(target: EcsTarget, plan: PoolPlan, { line, alarms }: Promised): readonly EcsPoolFiles[] {
  const { ecs } = plan.on;
  if (ecs === undefined) return [];
  return [
    {
      plan,
      target,
      ecs,
      promised: line,
      payloads: payloadsOf(target, ecs, alarms),
      watcher: ecs.watcher && watcherPayloads(target, ecs.watcher),
    },
  ];
}
