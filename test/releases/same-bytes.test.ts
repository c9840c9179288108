import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/pipeline.ts';
import { manifestsOf } from '../analysed.ts';
import { sourceText } from '../../src/source/source-text.ts';

/** Why files are not what the release wrote: those of an example (`*` for all) whose path the pattern fits. */
interface Change {
  readonly example: string;
  readonly files: string;
  readonly why: string;
}

const releases = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name);

test('there is a release to be the same as', () => {
  expect(releases).toContain('0.1');
});

describe.each(releases)('what release %s compiled', release => {
  const read = (file: string): string => readFileSync(join(import.meta.dirname, release, file), 'utf8');
  const digests: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(read('digests.json'));
  const changes: readonly Change[] = JSON.parse(read('changes.json'));
  const used = new Set<Change>();

  test.each(Object.keys(digests))('%s: the same bytes, or a reason', name => {
    const source = sourceText(join(import.meta.dirname, release, `${name}.yaml`), read(`${name}.yaml`));
    const { value, diagnostics } = compile(source, manifestsOf(source));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const now = new Map(
      value.flatMap(environment =>
        environment.rendered.map(({ path, text }) => [`${environment.name}/${path}`, digest(text)]),
      ),
    );
    const then = new Map(Object.entries(digests[name] ?? {}));
    const different = [...new Set([...now.keys(), ...then.keys()])].filter(path => now.get(path) !== then.get(path));
    const unexplained = different.filter(path => {
      const change = changes.find(
        ({ example, files }) => (example === '*' || example === name) && new RegExp(files).test(path),
      );
      if (change !== undefined) used.add(change);
      return change === undefined;
    });
    expect(unexplained).toEqual([]);
  });

  test('no reason is given for what is the same', () => {
    expect(changes.filter(change => !used.has(change))).toEqual([]);
    expect(changes.filter(({ why }) => why.length < 30)).toEqual([]);
  });
});

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
