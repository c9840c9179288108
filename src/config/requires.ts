import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LocatedMap } from '../source/located.ts';

/** `>=0.9 <2`, as npm reads ranges. */
export function isVersionRange(text: string): boolean {
  return validRange(text) !== null;
}

/**
 * Why this version, `own`, must not read the configuration, where `requires` does not take it. It is asked before
 * anything else is looked at: to an older version every newer field is an unknown key, which says nothing of the cause.
 * A range that is none is left to the schema.
 */
export function otherVersionRequired(tree: LocatedMap, own: string): Diagnostic | undefined {
  const range = tree.entries.get('requires')?.value;
  if (range?.kind !== 'scalar' || typeof range.plain !== 'string') return undefined;
  // A pre-release of a version has its fields.
  if (!isVersionRange(range.plain) || satisfies(own, range.plain, { includePrerelease: true })) return undefined;
  return configurationProblem('other-version-required', 'version', {
    data: { range: range.plain, version: own },
    span: range.at.span,
    path: ['requires'],
  });
}
