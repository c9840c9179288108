import type { Path } from '../model/sourced.ts';
import type { Located, LocatedEntry, LocatedScalar } from '../source/located.ts';
import { schemasAt } from './schema-walk.ts';
import { Config } from './schema/root.ts';
import { shortFormOf } from './schema/short-form.ts';

/**
 * The map that a scalar at a path of the configuration stands for; each part of it is where the scalar is.
 *
 * The scalar itself where it should be a short form and cannot be read as one; undefined where it is none, or stands
 * for another thing than any map.
 */
export function openShortForm(scalar: LocatedScalar, path: Path): Located | undefined {
  const { at, plain } = scalar;
  if (plain === null) return undefined;
  for (const schema of schemasAt(Config, path)) {
    const form = shortFormOf(schema);
    if (form === undefined || form.opens === 'alternative') continue;
    if (!form.short.safeParse(plain, { jitless: true }).success) return scalar;
    const entries = Object.entries(form.opens(plain)).map(([key, part]): [string, LocatedEntry] => [
      key,
      { key: at, value: { kind: 'scalar', at, plain: part } },
    ]);
    return { kind: 'map', at, entries: new Map(entries) };
  }
  return undefined;
}
