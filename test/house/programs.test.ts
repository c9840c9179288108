import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('one module starts a program, and it is the one that starts git safely', () => {
  const starting = ['src', 'policies']
    .flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => `${folder}/${name}`),
    )
    .filter(
      name =>
        name.endsWith('.ts') &&
        /child_process|worker_threads|node:cluster/.test(readFileSync(join(root, name), 'utf8')),
    );
  expect(starting).toEqual(['src/surroundings/git.ts']);
});
