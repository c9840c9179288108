import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { pathText } from '../model/path.ts';
import type { Path } from '../model/sourced.ts';
import type { Located, LocatedEntry } from '../source/located.ts';

/** A field that the next version of the language will not have. Until then it means what it meant. */
export interface Deprecation {
  /** Keys from the root; `*` is a key of the user's own, or an element of a list. */
  readonly path: readonly string[];
  /** The version of this program that first said so. */
  readonly since: string;
  /** The version of the language that has it no longer. */
  readonly until: number;
  /** Another name in the same map, for the same values; or what to do instead, a sentence without a full stop. */
  readonly instead: { readonly key: string } | { readonly help: string };
}

/** None yet: version 1 is the first. docs/contributing/language.md says when a field may come in here. */
export const DEPRECATED: readonly Deprecation[] = [];

/** Each place where a deprecated field is written, in the base or in an overlay, with a fix where it has a new name. */
export function deprecations(root: Located, table: readonly Deprecation[] = DEPRECATED): readonly Diagnostic[] {
  return table.flatMap(deprecation =>
    [deprecation.path, ['environments', '*', ...deprecation.path]].flatMap(path =>
      placesOf(root, path, []).map(place => deprecated(deprecation, place)),
    ),
  );
}

interface FieldPlace {
  readonly path: Path;
  readonly entry: LocatedEntry;
  /** Whether the new name is free beside it. */
  readonly has: (key: string) => boolean;
}

function placesOf(node: Located, [step = '', ...rest]: readonly string[], above: Path): readonly FieldPlace[] {
  if (node.kind === 'list')
    return step === '*' ? node.items.flatMap((item, index) => placesOf(item, rest, [...above, index])) : [];
  if (node.kind === 'scalar') return [];
  const entries = [...node.entries].filter(([key]) => step === '*' || key === step);
  return entries.flatMap(([key, entry]) => {
    const path = [...above, key];
    return rest.length === 0
      ? [{ path, entry, has: (other: string) => node.entries.has(other) }]
      : placesOf(entry.value, rest, path);
  });
}

function deprecated({ since, until, instead }: Deprecation, { path, entry, has }: FieldPlace): Diagnostic {
  const data = { field: pathText(path), since, until };
  const { span } = entry.key;
  if (!('key' in instead))
    return configurationProblem('deprecated-field', 'moved', { data: { ...data, help: instead.help }, span, path });
  const { key } = instead;
  return configurationProblem('deprecated-field', 'renamed', {
    data: { ...data, instead: key },
    span,
    path,
    fixes: has(key) ? undefined : [{ title: `write "${key}"`, safety: 'safe', edits: [{ span, text: key }] }],
  });
}
