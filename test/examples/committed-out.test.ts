import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileFile } from './compiled.ts';
import { EXAMPLES } from './listed.ts';

const examples = join(import.meta.dirname, '../../examples');
const built = EXAMPLES.filter(name => existsSync(join(examples, name, 'out')));

test('two examples at least have their output beside them', () => {
  expect(built.length).toBeGreaterThanOrEqual(2);
});

test.each(built)('the committed output of %s is what it compiles to', name => {
  const { files } = compileFile(`examples/${name}/pipestream-scaling.yaml`);
  const committed = files.map(({ environment, path }) =>
    readFileSync(join(examples, name, 'out', environment, path), 'utf8'),
  );
  expect(committed).toEqual(files.map(({ text }) => text));
});
