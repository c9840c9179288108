/**
 * What each field of the language is for, by its path in the schema: `pools.*.replicas.min`, where `*` is a key of the
 * user's own, or an element of a list. It stands beside the schema and not in it: whoever validates need not carry it.
 */
export type Descriptions = Readonly<Record<string, string>>;

/** Descriptions of a shape that stands in several places, or has a file of its own, under one of its paths. */
export function under(path: string, descriptions: Descriptions): Descriptions {
  return Object.fromEntries(Object.entries(descriptions).map(([field, text]) => [`${path}.${field}`, text]));
}
