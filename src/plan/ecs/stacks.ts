import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EcsPool } from '../../model/ecs-plan.ts';
import { MAX_STACK_RESOURCES, stackPerPool } from '../../model/ecs-stack.ts';
import { writtenAt } from '../../model/sourced.ts';
import type { System } from '../../model/system.ts';

/** What is to be said about the stacks of an environment, once all its pools are planned. */
export function diagnoseStacks(system: System, pools: readonly EcsPool[]): readonly Diagnostic[] {
  if (!stackPerPool(pools)) return [];
  const written = writtenAt(system.targets.ecs?.at);
  return [
    {
      id: 'stack-per-pool',
      severity: 'information',
      message: `the pools of environment "${system.environment}" need more than ${String(MAX_STACK_RESOURCES)} resources, so each has a stack of its own`,
      path: ['targets', 'ecs'],
      why: 'CloudFormation takes 500 resources in a template',
      help: 'Move what the one stack holds with "aws cloudformation create-stack-refactor" before Git sync follows the new files',
      ...(written === undefined ? {} : { span: written.span }),
    },
  ];
}
