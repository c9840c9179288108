/**
 * The keys of a record whose keys are a closed set of names, as those names.
 *
 * TypeScript widens Object.keys to `string[]`, since a value may have more keys than its type; these records are
 * literals of the program.
 */
export function namesIn<N extends string>(record: Readonly<Record<N, unknown>>): readonly N[] {
  return Object.keys(record) as N[];
}

/** A record made name by name; as above, TypeScript cannot follow keys that are made one after the other. */
export function recordOf<R extends object>(
  names: readonly (keyof R & string)[],
  make: <N extends keyof R & string>(name: N) => R[N],
): R {
  const record: Partial<R> = {};
  for (const name of names) record[name] = make(name);
  return record as R;
}
