import { dump, load } from 'js-yaml';
import { EVERYTHING } from './everything.ts';
import type { Row } from './fields.ts';
import { set, tree } from './objects.ts';
import type { Tree } from './objects.ts';

const SYSTEM = tree(load(EVERYTHING));

/** The system that uses everything with the one value of a row and with the other, cut down to what shows the field. */
export function systemsOf({ path, from, to, beside = {} }: Row): { readonly from: string; readonly to: string } {
  const base = Object.entries(beside).reduce(
    (config, [place, value]) => set(config, place.split('.'), value),
    reduced(SYSTEM, path),
  );
  const written = (value: unknown): string => dump(set(base, path.split('.'), value), { forceQuotes: true });
  return { from: written(from), to: written(to) };
}

/** Pools that between them show what a field of the system does. */
const SHOWING = ['web', 'worker', 'reader', 'embedder'];

/** One pool is enough to see what a field of it does. */
function reduced(config: Tree, path: string): Tree {
  const pool = /^pools\.(\w+)/.exec(path)?.[1] ?? (path.startsWith('hardware.slice') ? 'encoder' : undefined);
  const kept = pool === undefined ? SHOWING : [pool];
  return {
    ...config,
    pools: Object.fromEntries(Object.entries(tree(config['pools'])).filter(([key]) => kept.includes(key))),
  };
}
