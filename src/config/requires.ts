import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LocatedMap } from '../source/located.ts';
import { isInRange, isVersionRange } from './version-range.ts';

/**
 * Why this version, `own`, must not read the configuration, where `requires` does not take it. It is asked before
 * anything else is looked at: to an older version every newer field is an unknown key, which says nothing of the cause.
 * A range that is none is left to the schema.
 */
export function otherVersionRequired(tree: LocatedMap, own: string): Diagnostic | undefined {
  const range = tree.entries.get('requires')?.value;
  if (range?.kind !== 'scalar' || typeof range.plain !== 'string') return undefined;
  if (!isVersionRange(range.plain) || isInRange(own, range.plain)) return undefined;
  return configurationProblem('other-version-required', 'version', {
    data: { range: range.plain, version: own },
    span: range.at.span,
    path: ['requires'],
  });
}
