import type { Outcome } from '../model/diagnostic.ts';
import type { LocatedEntry, LocatedMap } from '../source/located.ts';
import { Config } from './schema/root.ts';
import { OTHER_WORDS } from './schema/elsewhere.ts';
import { validate } from './validate.ts';
import { sourcedTree } from './zip.ts';
import type { Section, SharedSections } from './zip.ts';

/**
 * Validates the environments of a file in turn. A pool that no overlay touches is the same entry in each of them, and
 * nothing outside of it decides whether it is valid: it is validated and given its places once.
 */
export class ValidEnvironments {
  /** Pools that were found valid, by the entry that was written. */
  readonly #valid = new Map<LocatedEntry, Config['pools'][string]>();
  /** Their sections, once they are made. */
  readonly #sections: SharedSections = new Map();

  /** Up to `most` problems, as `validate` finds them. */
  validate(located: LocatedMap, most: number): Outcome<Section<Config> | undefined> {
    const { value, diagnostics } = this.#others(located) ?? validate(Config, located, OTHER_WORDS, undefined, most);
    if (value === undefined) return { value: undefined, diagnostics };
    for (const [name, entry] of poolsOf(located)?.entries ?? []) {
      const pool = value.pools[name];
      if (pool === undefined || this.#valid.has(entry)) continue;
      this.#valid.set(entry, pool);
      this.#sections.set(pool, undefined);
    }
    return { value: sourcedTree(located, value, this.#sections), diagnostics };
  }

  /** With the pools that are valid already left out; undefined where none is, or where anything else has a problem. */
  #others(located: LocatedMap): Outcome<Config> | undefined {
    const pools = poolsOf(located);
    if (pools === undefined) return undefined;
    const unknown = [...pools.entries].filter(([, entry]) => !this.#valid.has(entry));
    // A configuration has a pool.
    const entries = new Map(unknown.length > 0 ? unknown : [...pools.entries].slice(0, 1));
    if (entries.size === pools.entries.size) return undefined;
    const { value, diagnostics } = validate(Config, withPools(located, { ...pools, entries }), OTHER_WORDS);
    if (value === undefined) return undefined;
    const all = [...pools.entries].flatMap(([name, entry]) => {
      const pool = this.#valid.get(entry) ?? value.pools[name];
      return pool === undefined ? [] : [[name, pool] as const];
    });
    return { value: { ...value, pools: Object.fromEntries(all) }, diagnostics };
  }
}

function poolsOf(located: LocatedMap): LocatedMap | undefined {
  const pools = located.entries.get('pools')?.value;
  return pools?.kind === 'map' ? pools : undefined;
}

function withPools(located: LocatedMap, pools: LocatedMap): LocatedMap {
  const entry = located.entries.get('pools');
  return entry === undefined
    ? located
    : { ...located, entries: new Map(located.entries).set('pools', { ...entry, value: pools }) };
}
