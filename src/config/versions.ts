/**
 * How a version that is not listed lies to those that are: versions are ordered, so the nearest by letters means
 * nothing.
 */
export type VersionProblem =
  | { readonly is: 'newer' | 'older'; readonly last: string }
  /** The same version, written otherwise: `v1.32`. */
  | { readonly is: 'same'; readonly meant: string };

/** Undefined where the text or the list is no version, or the version lies between those that are listed. */
export function versionProblem(text: string | undefined, listed: readonly string[]): VersionProblem | undefined {
  const given = versionOf(text);
  const versions = listed.map(name => ({ name, version: versionOf(name) }));
  const first = versions[0];
  if (given === undefined || first === undefined) return undefined;
  let newest = first;
  let oldest = first;
  for (const one of versions) {
    if (one.version === undefined || newest.version === undefined || oldest.version === undefined) return undefined;
    // Minor versions are listed, so the patch of 1.32.4 is nothing more.
    if (compared(given.slice(0, one.version.length), one.version) === 0) return { is: 'same', meant: one.name };
    if (compared(one.version, newest.version) > 0) newest = one;
    if (compared(one.version, oldest.version) < 0) oldest = one;
  }
  if (newest.version !== undefined && compared(given, newest.version) > 0) return { is: 'newer', last: newest.name };
  if (oldest.version !== undefined && compared(given, oldest.version) < 0) return { is: 'older', last: oldest.name };
  return undefined;
}

function versionOf(text: string | undefined): readonly number[] | undefined {
  const [, digits] = /^[vV]?(\d+(?:\.\d+)+)$/.exec(text?.trim() ?? '') ?? [];
  return digits?.split('.').map(Number);
}

function compared(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
