import type { Plan } from '../../../model/plan.ts';
import { TARGET_LABEL } from '../../../model/targets.ts';
import { arithmeticOf } from './arithmetic.ts';
import { proofsOf } from './proof.ts';
import type { Proof } from './types.ts';

/** How each pool of an environment that may be at zero wakes and returns, with the arithmetic; a line each. */
export function proofsSaid(environment: string, plan: Plan): readonly string[] {
  return plan.pools.flatMap(pool =>
    proofsOf(plan, pool).flatMap(proof => [
      `${pool.pool.name.plain}, ${environment}, ${TARGET_LABEL[proof.target]}`,
      ...wakes(proof),
      `  returns after ${proof.back.after === undefined ? `never: ${proof.back.blocked.map(({ what }) => what).join(', ') || 'nothing says when work has ended'}` : arithmeticOf(proof.back.after)}`,
    ]),
  );
}

function wakes({ wake }: Proof): readonly string[] {
  const paths = wake.paths.map(
    ({ what, smallest, longest }) =>
      `  wakes by ${what}, ${smallest === undefined ? 'above its activation' : `from ${String(smallest.plain)} on`}, within ${arithmeticOf(longest)}`,
  );
  const scheduled = wake.scheduled === undefined ? [] : ['  wakes by its schedule'];
  return paths.length + scheduled.length === 0
    ? [
        `  never wakes: ${wake.refused.map(({ detail }) => detail).join('; ') || 'nothing is declared that could wake it'}`,
      ]
    : [...paths, ...scheduled];
}
