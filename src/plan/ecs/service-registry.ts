import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EcsServiceRegistry } from '../../model/ecs-plan.ts';
import type { Pool } from '../../model/pool.ts';
import { portOf, unknownPort } from './ports.ts';

interface PlannedRegistry {
  readonly value: EcsServiceRegistry | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where ECS registers the address of each task that runs; the service of a workload that exists has its own. */
export function planServiceRegistry(pool: Pool): PlannedRegistry {
  const { serviceRegistry, existing } = pool;
  if (serviceRegistry === undefined || existing !== undefined) return { value: undefined, diagnostics: [] };
  const { arn, port } = serviceRegistry;
  if (port === undefined) return { value: { arn, target: undefined }, diagnostics: [] };
  const target = portOf(pool, port);
  if (target !== undefined) return { value: { arn, target }, diagnostics: [] };
  const place = { at: port.origin, path: ['pools', pool.key, 'serviceRegistry', 'port'] };
  return { value: undefined, diagnostics: [unknownPort('the service registry', port, pool, place)] };
}
