import * as z from 'zod/mini';

/** Of these keys of a map exactly one is written. */
export function exactlyOne<K extends string>(keys: readonly K[], help: string) {
  const all = `${keys.slice(0, -1).join(', ')} and ${keys.at(-1) ?? ''}`;
  return z.refine<{ readonly [Key in K]?: unknown }>(map => keys.filter(key => map[key] !== undefined).length === 1, {
    error: `expected exactly one of ${all}`,
    params: { help },
  });
}
