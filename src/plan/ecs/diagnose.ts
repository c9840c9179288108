import type { Diagnostic } from '../../model/diagnostic.ts';
import { writtenAt } from '../../model/sourced.ts';
import type { Pool } from '../../model/system.ts';
import type { PlannedTask } from './task.ts';

/** What the API of ECS would refuse. */
export function diagnose(pool: Pool, task: PlannedTask | undefined): readonly Diagnostic[] {
  if (task === undefined || task.fits) return [];
  const written = writtenAt(pool.containers[0]?.at ?? pool.at);
  return [{
    id: 'fargate-too-small',
    severity: 'error',
    message: `the containers of pool "${pool.key}" need more than Fargate's largest task, 16 vCPU with 120 GB`,
    path: ['pools', pool.key, 'containers'],
    why: 'Fargate sells fixed sizes of tasks (ECS, task size)',
    help: 'Ask for less, or declare an EC2 or managed instances capacity provider',
    ...(written === undefined ? {} : { span: written.span }),
  }];
}
