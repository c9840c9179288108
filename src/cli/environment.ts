import { nearest } from '../model/nearest.ts';

/**
 * What to say of an environment that was asked for and is not there; undefined where it is, or where none could be
 * read.
 */
export function unknownEnvironment(asked: string | undefined, names: readonly string[]): string | undefined {
  if (asked === undefined || names.length === 0 || names.includes(asked)) return undefined;
  const near = nearest(asked, names);
  return `there is no environment "${asked}"; ${near === undefined ? `expected ${names.join(', ')}` : `did you mean "${near}"?`}`;
}
