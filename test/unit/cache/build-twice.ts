import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parseArguments } from '../../../src/cli/arguments.ts';
import { build } from '../../../src/cli/build.ts';
import { buildAgain } from '../../../src/cli/build-again.ts';
import type { Streams } from '../../../src/cli/streams.ts';

/** A folder with a configuration, its output and a cache beside them. */
export interface Place {
  readonly root: string;
  readonly caches: string;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
}

export function placeWith(files: Readonly<Record<string, string>>): Place {
  const root = mkdtempSync(join(tmpdir(), 'pipestream-scaling-cache-'));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { root, caches: join(root, 'caches'), write, read: path => readFileSync(join(root, path), 'utf8') };
}

/** What a build says and how it ends. */
export interface Built {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A build as `main.ts` runs it, with no cache where there is no compiler; `isAgain` where nothing was compiled. */
export async function built(
  { root, caches }: Place,
  words: readonly string[] = [],
  compiler: string | null = 'this compiler',
): Promise<Built & { readonly isAgain: boolean }> {
  const parsed = parseArguments(['build', join(root, 'shop.yaml'), '--out', join(root, 'out'), ...words]);
  if (parsed.kind !== 'run') throw new Error(`no arguments of a build: ${words.join(' ')}`);
  const said = { out: '', err: '' };
  const streams: Streams = {
    out: text => {
      said.out += text;
    },
    err: text => {
      said.err += text;
    },
    colour: false,
    width: 80,
    env: { XDG_CACHE_HOME: caches },
  };
  const again = await buildAgain(parsed.arguments, streams, compiler ?? undefined);
  const code = again ?? (await build(parsed.arguments, streams, compiler ?? undefined));
  return { code, ...said, isAgain: again !== undefined };
}

/** The only entry of the cache. */
export function entryOf({ caches }: Place): string {
  const [name = '', ...others] = readdirSync(join(caches, 'pipestream-scaling'));
  if (others.length > 0) throw new Error('more than one entry');
  return join(caches, 'pipestream-scaling', name);
}

/** Every file below a folder of the place, with its text. */
export function treeOf({ root }: Place, folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
      .map(path => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
  );
}
