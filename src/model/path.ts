import type { Path } from './sourced.ts';

const PLAIN_KEY = /^[\p{L}\p{N}_$][\p{L}\p{N}_$-]*$/u;

/** A path as the user would say it: `pools.parser.signals[0]`; a key that would be ambiguous is quoted. */
export function pathText(path: Path): string {
  let said = '';
  for (const step of path) {
    if (typeof step === 'number') said += `[${String(step)}]`;
    else if (PLAIN_KEY.test(step)) said += said === '' ? step : `.${step}`;
    else said += `[${JSON.stringify(step)}]`;
  }
  return said;
}
