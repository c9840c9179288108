import type { OutputFile } from '../model/output-file.ts';

/** A record whose keys are made of names. Two names may make one key, and the second must not replace the first. */
export class NamedOnce<V> {
  readonly #what: string;
  readonly #owners = new Map<string, string>();
  readonly #entries = new Map<string, V>();

  /** `what` is one of its entries, in words: `stack resource`. */
  constructor(what: string) {
    this.#what = what;
  }

  /** @throws Error that names both owners where the name is taken */
  add(name: string, value: V, owner: string): void {
    const first = this.#owners.get(name);
    if (first !== undefined) throw new Error(`${first} and ${owner} both need the ${this.#what} ${name}: rename one`);
    this.#owners.set(name, owner);
    this.#entries.set(name, value);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** In the order in which they were added. */
  get record(): Readonly<Record<string, V>> {
    return Object.fromEntries(this.#entries);
  }
}

/**
 * The groups of files of an environment, as they come; no two files have the same path.
 *
 * @throws Error at the group of the second of two
 */
export function* onePathEach(groups: Iterable<readonly OutputFile[]>): Generator<readonly OutputFile[]> {
  const paths = new NamedOnce<true>('file');
  for (const files of groups) {
    for (const { path, pool } of files)
      paths.add(path, true, pool === undefined ? 'the environment' : `pool "${pool}"`);
    yield files;
  }
}
