import type { PlannedPool } from './pools.ts';

/** Something that is promised of every pool. */
export interface Property {
  readonly name: string;
  /** Ids of the findings that say where it does not hold. */
  readonly saidBy: readonly string[];
  /** Where it does not hold: one sentence each, none where it does; undefined for a pool of which it says nothing. */
  readonly broken: (pool: PlannedPool) => readonly string[] | undefined;
}

export type Verdict =
  | { readonly kind: 'not asked' }
  | { readonly kind: 'holds' }
  | { readonly kind: 'said'; readonly ids: readonly string[]; readonly broken: readonly string[] }
  /** Not built: lint refuses the pool for another reason. */
  | { readonly kind: 'refused'; readonly ids: readonly string[]; readonly broken: readonly string[] }
  | { readonly kind: 'silent'; readonly broken: readonly string[] };

const known = new Map<string, readonly string[] | undefined>();

/** A pool that behaves like one before is not run again; what is found of it is its own. */
export function verdictOf(property: Property, planned: PlannedPool): Verdict {
  const key = `${property.name} ${planned.key}`;
  const broken = known.has(key) ? known.get(key) : property.broken(planned);
  known.set(key, broken);
  if (broken === undefined) return { kind: 'not asked' };
  if (broken.length === 0) return { kind: 'holds' };
  const found = idsOf(planned);
  const ids = found.filter(id => property.saidBy.includes(id));
  if (ids.length > 0) return { kind: 'said', ids, broken };
  const errors = planned.findings.filter(({ severity }) => severity === 'error').map(({ id }) => id);
  return errors.length > 0 ? { kind: 'refused', ids: errors, broken } : { kind: 'silent', broken };
}

/** A consequence of another finding is a note of it, with its id at the end. */
function idsOf({ findings }: PlannedPool): readonly string[] {
  return findings.flatMap(({ id, related = [] }) => [
    id,
    ...related.flatMap(({ message }) => /\[([a-z-]+)\]$/.exec(message)?.[1] ?? []),
  ]);
}
