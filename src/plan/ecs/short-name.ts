import { derive } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';

/** Hex digits of a digest: enough that two names of an account do not meet. */
const DIGEST = 8;

/** A name that AWS takes: as it is, or cut, with a digest of the whole where something of it was lost. */
export function shortName(
  how: string,
  from: Readonly<Record<string, Sourced<string>>>,
  { whole, longest, allowed }: { readonly whole: string; readonly longest: number; readonly allowed: RegExp },
): Sourced<string> {
  const taken = whole.replaceAll(allowed, '-');
  if (taken === whole && whole.length <= longest) return derive(how, from, () => whole);
  // Asked for here, since almost no name is so long and every lint would load it.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, DIGEST);
  const cut = taken.slice(0, longest - DIGEST - 1).replace(/^-+|-+$/g, '');
  return derive(`${how}, shortened, with a digest of the whole`, from, () => `${cut}-${digest}`.replace(/^-+/, ''));
}
