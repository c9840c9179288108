import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pythonTool } from '../../scripts/python-tools.mjs';
import { unwrap } from '../../src/model/sourced.ts';
import { unlessSkipped } from '../programs.ts';
import { CONTAINER, at, compilePool, fileAt } from '../unit/ecs/compile.ts';

const WATCHED = `kind: scale-to-zero
replicas: {max: 5}
idle: 5m
coldStart: 4m
wake: {source: {cloudwatch: {namespace: Shop, metric: Calls, statistic: Sum}}}
${CONTAINER}
`;
/** Prints the name of the one file in the archive, its mode, and what it holds. */
const READ = `import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
file, = archive.infolist()
print(file.filename, oct(file.external_attr >> 16))
sys.stdout.write(archive.read(file).decode())`;

test("Python's zipfile reads the code of a watcher: index.js, readable by all", context => {
  const python = unlessSkipped(context, pythonTool('python'));
  const compiled = compilePool(WATCHED);
  const code = unwrap(fileAt(compiled, 'lambda/web-scaler/function.json').tree);
  const index = compiled.files.find(({ path }) => path === 'lambda/web-scaler/index.js');
  const folder = mkdtempSync(join(tmpdir(), 'watcher-'));
  try {
    writeFileSync(join(folder, 'code.zip'), Buffer.from(String(at(code, 'Code', 'ZipFile')), 'base64'));
    expect(execFileSync(python, ['-c', READ, join(folder, 'code.zip')], { encoding: 'utf8' })).toBe(
      `index.js 0o100644\n${index?.form === 'text' ? index.text : 'nothing'}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
