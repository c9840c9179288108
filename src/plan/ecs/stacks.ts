import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EcsPool } from '../../model/ecs-plan.ts';
import { MAX_STACK_RESOURCES, stackPerPool } from '../../model/ecs-stack.ts';
import type { System } from '../../model/system.ts';

/** What is to be said about the stacks of an environment, once all its pools are planned. */
export function diagnoseStacks(system: System, pools: readonly EcsPool[]): readonly Diagnostic[] {
  if (!stackPerPool(pools)) return [];
  return [
    compilerProblem('stack-per-pool', 'split', {
      at: system.targets.ecs?.at,
      path: ['targets', 'ecs'],
      data: { environment: system.environment, most: MAX_STACK_RESOURCES },
    }),
  ];
}
