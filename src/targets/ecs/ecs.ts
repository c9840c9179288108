import type { OutputFile } from '../../model/output-file.ts';
import { stackPerPool } from '../../model/ecs-stack.ts';
import type { Target } from '../target.ts';
import { payloadFiles, payloadsOf } from './payloads.ts';
import type { EcsPoolFiles } from './payloads.ts';
import { stackFiles } from './stack-files.ts';
import { emitWatcher } from './watcher/emit.ts';

export const ecs: Target = {
  name: 'ecs',
  emit({ system, pools }) {
    const laidOut = pools.flatMap((plan): readonly EcsPoolFiles[] =>
      plan.on.ecs === undefined ? [] : [{ plan, ecs: plan.on.ecs, payloads: payloadsOf(plan.on.ecs) }],
    );
    if (system.targets.ecs === undefined || laidOut.length === 0) return [];
    const files: OutputFile[] = laidOut.flatMap(({ plan, ecs: { watcher }, payloads }) => [
      ...payloadFiles(plan, payloads),
      ...(watcher === undefined ? [] : emitWatcher(system, plan, watcher)),
    ]);
    const stacks = stackPerPool(laidOut.map(pool => pool.ecs))
      ? laidOut.flatMap(pool => stackFiles(system, [pool], pool.plan))
      : stackFiles(system, laidOut, undefined);
    return [...files, ...stacks];
  },
};
