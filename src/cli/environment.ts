import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { nearest } from '../model/nearest.ts';

/**
 * What to say of an environment that was asked for and is not there; undefined where it is, or where none could be
 * read.
 */
export function unknownEnvironment(asked: string | undefined, names: readonly string[]): Diagnostic | undefined {
  if (asked === undefined || names.length === 0 || names.includes(asked)) return undefined;
  const meant = nearest(asked, names);
  return meant === undefined
    ? configurationProblem('unknown-environment', 'asked', { data: { environment: asked, known: names.join(', ') } })
    : configurationProblem('unknown-environment', 'askedSimilar', { data: { environment: asked, meant } });
}
