import { because, derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';

/** CPU units and MiB. */
export interface TaskSize {
  readonly cpu: number;
  readonly memory: number;
}

/** Sizes that Fargate sells: CPU units, and for each the memory in MiB from, to, in steps of (semantics 33). */
const FARGATE_SIZES = [
  { cpu: 256, memory: [512, 1024, 2048] },
  { cpu: 512, memory: gibibytes(1, 4, 1) },
  { cpu: 1024, memory: gibibytes(2, 8, 1) },
  { cpu: 2048, memory: gibibytes(4, 16, 1) },
  { cpu: 4096, memory: gibibytes(8, 30, 1) },
  { cpu: 8192, memory: gibibytes(16, 60, 4) },
  { cpu: 16_384, memory: gibibytes(32, 120, 8) },
] as const;

/** The smallest size that holds both: the least CPU first, then the least memory. Undefined where none does. */
export function fargateSize({ cpu, memory }: TaskSize): TaskSize | undefined {
  for (const size of FARGATE_SIZES) {
    const fit = size.cpu < cpu ? undefined : size.memory.find(offered => offered >= memory);
    if (fit !== undefined) return { cpu: size.cpu, memory: fit };
  }
  return undefined;
}

const LARGEST_FARGATE: TaskSize = { cpu: 16_384, memory: 120 * 1024 };

/** The size of the task with the sum that led to it; Sourced because both numbers follow from all containers. */
export function sizeOf(
  needed: { readonly cpu: Sourced<number>; readonly memory: Sourced<number> },
  fargate: boolean,
): { readonly cpu: Sourced<string>; readonly memory: Sourced<string> } {
  if (!fargate) {
    // The agent refuses a task below these.
    const floor = because('the least that ECS takes for a task', { cpu: 128, memory: 6 });
    return {
      cpu: derive('what the containers request', { needed: needed.cpu, floor }, plain =>
        String(Math.max(plain.needed, plain.floor.cpu)),
      ),
      memory: derive('what the containers may use', { needed: needed.memory, floor }, plain =>
        String(Math.max(plain.needed, plain.floor.memory)),
      ),
    };
  }
  // The policy fargate-size refuses what the largest does not hold.
  const size = fargateSize({ cpu: needed.cpu.plain, memory: needed.memory.plain }) ?? LARGEST_FARGATE;
  return {
    cpu: derive('the smallest size of Fargate that holds CPU and memory', needed, () => String(size.cpu)),
    memory: derive('the smallest size of Fargate that holds CPU and memory', needed, () => String(size.memory)),
  };
}

function gibibytes(from: number, to: number, step: number): readonly number[] {
  const sizes: number[] = [];
  for (let size = from; size <= to; size += step) sizes.push(size * 1024);
  return sizes;
}
