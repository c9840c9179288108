import type satisfies from 'semver/functions/satisfies.js';
import type validRange from 'semver/ranges/valid.js';

interface Library {
  readonly satisfies: typeof satisfies;
  readonly validRange: typeof validRange;
}

let loaded: Library | undefined;

// The boundary where the bundled library comes in: `require` yields no type. Few files have `requires`, and the others
// need not pay for it at each start.
const library = (): Library => (loaded ??= require('#generated/semver.cjs') as Library);

/** `>=0.9 <2`, as npm reads ranges. */
export function isVersionRange(text: string): boolean {
  return library().validRange(text) !== null;
}

/** A pre-release of a version has its fields. */
export function isInRange(version: string, range: string): boolean {
  return library().satisfies(version, range, { includePrerelease: true });
}
