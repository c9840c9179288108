import type { Plan } from '../../../model/plan.ts';
import type { Sourced } from '../../../model/sourced.ts';
import { TARGET_LABEL } from '../../../model/targets.ts';
import { formatDuration } from '../../../model/units.ts';
import type { Seconds } from '../../../model/units.ts';
import { arithmeticOf } from './arithmetic.ts';
import { proofsOf } from './proof.ts';
import type { Proof } from './types.ts';

/** How each pool of an environment that scales to zero wakes and returns, with the arithmetic; one line each. */
export function proofsSaid(environment: string, plan: Plan): readonly string[] {
  return plan.pools.flatMap(pool =>
    proofsOf(plan, pool).flatMap(proof => [
      `${pool.pool.name.plain}, ${environment}, ${TARGET_LABEL[proof.target]}`,
      ...wakes(proof),
      returns(proof),
    ]),
  );
}

function returns({ back }: Proof): string {
  if (back.after !== undefined) return `  returns to zero after ${withTerms(back.after)}`;
  const because = back.blocked.map(({ what }) => what).join(', ') || 'no metric shows when work has ended';
  return `  never returns to zero: ${because}`;
}

/** `4m45s (30s scrape interval + 15s polling interval + 4m cold start)` */
function withTerms(sum: Sourced<Seconds>): string {
  return `${formatDuration(sum.plain)} (${arithmeticOf(sum)})`;
}

function wakes({ wake }: Proof): readonly string[] {
  const paths = wake.paths.map(({ what, smallest, longest }) => {
    const from = smallest === undefined ? 'above its activation' : `at ${String(smallest.plain)} or more`;
    return `  wakes by ${what} ${from}, within ${withTerms(longest)}`;
  });
  const scheduled = wake.scheduled === undefined ? [] : ['  wakes by its schedule'];
  return paths.length + scheduled.length === 0
    ? [`  never wakes: ${wake.refused.map(({ detail }) => detail).join('; ') || 'nothing is configured to wake it'}`]
    : [...paths, ...scheduled];
}
