import type { Plan } from '../model/plan.ts';
import { TARGET_LABEL } from '../model/targets.ts';
import { proofsOf } from '../proof/prove.ts';
import { aspectsOf } from '../proof/words.ts';
import { screenText, wrapped } from './screen-text.ts';

const COLUMNS = 80;

/** What each pool of an environment does on each of its platforms, with the arithmetic, in lines for a terminal. */
export function proofsSaid(environment: string, plan: Plan): readonly string[] {
  return plan.pools.flatMap(pool =>
    proofsOf(plan, pool).flatMap(proof => [
      `${pool.pool.name.plain}, ${environment}, ${TARGET_LABEL[proof.target]}`,
      ...aspectsOf(pool, proof).flatMap(({ name, said }) => (said === undefined ? [] : aspectLines(name, said))),
    ]),
  );
}

/** `  Wakes: …`, with the following lines under the first, further in. */
function aspectLines(name: string, said: string): readonly string[] {
  const [first = '', ...others] = wrapped(screenText(`${name}: ${said}`), COLUMNS - 6);
  return [`  ${first}`, ...others.map(line => `      ${line}`)];
}
