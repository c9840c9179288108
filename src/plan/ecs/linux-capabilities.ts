import type { EcsCompute } from '../../model/ecs-plan.ts';
import type { Capabilities, Container } from '../../model/container.ts';
import type { Sourced } from '../../model/sourced.ts';

/** The one capability that a task on Fargate may add (ECS API, KernelCapabilities). */
const ON_FARGATE = 'SYS_PTRACE';

/** What was written; the default of Kubernetes' pods would take from images on ECS what they have today. */
export function capabilitiesOf({ capabilities }: Container, compute: EcsCompute): Capabilities | undefined {
  const isWritten = ({ origin }: Sourced<string>) => origin.kind === 'written';
  const drop = capabilities.drop.filter(isWritten);
  const refused = new Set(refusedCapabilities(capabilities, compute));
  const add = capabilities.add.filter(one => !refused.has(one));
  return drop.length === 0 && add.length === 0 ? undefined : { add, drop };
}

/** Those that the task cannot add. */
export function refusedCapabilities({ add }: Capabilities, compute: EcsCompute): readonly Sourced<string>[] {
  return compute === 'FARGATE' ? add.filter(({ plain }) => plain !== ON_FARGATE) : [];
}
