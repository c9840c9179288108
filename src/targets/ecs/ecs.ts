import type { EcsPool } from '../../model/ecs-plan.ts';
import type { OutputFile } from '../../model/output-file.ts';
import { stackPerPool } from '../../model/ecs-stack.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { System } from '../../model/system.ts';
import type { EcsTarget } from '../../model/targets.ts';
import { onePathEach } from '../named-once.ts';
import type { Promised, PromisedOf, Target } from '../target.ts';
import { payloadFiles, payloadsOf } from './payloads.ts';
import type { EcsPoolFiles } from './payloads.ts';
import { stackFiles } from './stack-files.ts';
import { watcherPayloads } from './watcher/payloads.ts';
import { watcherFiles } from './watcher/watcher-files.ts';

export const ecs: Target = {
  name: 'ecs',
  emit({ system, pools }, promised) {
    const target = system.targets.ecs;
    return target === undefined ? [] : onePathEach(groups(system, target, pools, promised));
  },
};

function* groups(
  system: System,
  target: EcsTarget,
  pools: readonly PoolPlan[],
  promised: PromisedOf,
): Generator<readonly OutputFile[]> {
  const onEcs = pools.flatMap(({ on: { ecs } }) => ecs ?? []);
  if (onEcs.length === 0) return;
  const eachItsOwn = stackPerPool(onEcs);
  /** What is in one stack; CloudFormation's quota of resources bounds it. */
  const together: EcsPoolFiles[] = [];
  for (const plan of pools) {
    const { ecs } = plan.on;
    if (ecs === undefined) continue;
    const laidOut = laidOutOf(target, plan, ecs, promised(plan));
    const { payloads, watcher } = laidOut;
    if (!eachItsOwn) together.push(laidOut);
    yield [
      ...payloadFiles(plan, payloads),
      ...(watcher === undefined ? [] : watcherFiles(plan, watcher)),
      ...(eachItsOwn ? stackFiles(system, [laidOut], plan) : []),
    ];
  }
  if (!eachItsOwn) yield stackFiles(system, together, undefined);
}

function laidOutOf(target: EcsTarget, plan: PoolPlan, ecs: EcsPool, { line, alarms }: Promised): EcsPoolFiles {
  return {
    plan,
    target,
    ecs,
    promised: line,
    payloads: payloadsOf(target, ecs, alarms),
    watcher: ecs.watcher && watcherPayloads(target, ecs.watcher),
  };
}
