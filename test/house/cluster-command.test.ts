import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { objectsToApply } from '../cluster/applying.ts';
import { compiled, configurations } from '../cluster/configurations.ts';

const root = join(import.meta.dirname, '../..');

test('`npm run test:cluster` starts, and names its parts', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/test-cluster.mjs'), '--help'], {
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/^usage: .*\[--only admission,fields,walk,loop,outage\]/);
  expect(status).toBe(2);
});

test('it has something to apply of every configuration that is for Kubernetes', () => {
  const shipped = configurations(root, '2.18').filter(({ name }) => name.endsWith('.yaml'));
  expect(shipped.length).toBeGreaterThan(25);
  const nothing = shipped.filter(
    ({ text, name }) =>
      /^ {2}kubernetes:/m.test(text) &&
      compiled({ text, name }).every(environment => objectsToApply(environment).length === 0),
  );
  expect(nothing.map(({ name }) => name)).toEqual([]);
});
