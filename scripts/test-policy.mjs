// node scripts/test-policy.mjs <id> …
// Runs the examples of single policies: each bad one must be found where it says, each good one must be clean.
import { spawnSync } from 'node:child_process';
import { globSync } from 'tinyglobby';
import { basename } from 'node:path';
import { argv, execPath, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const known = globSync('policies/*/*.ts', { cwd: root }).map(file => basename(file, '.ts'));
const asked = argv.slice(2);
const unknown = asked.filter(id => !known.includes(id));
if (asked.length === 0 || unknown.length > 0) {
  for (const id of unknown) stderr.write(`there is no policy "${id}": no policies/<group>/${id}.ts\n`);
  stderr.write('usage: npm run test:policy -- <id> …\n');
  process.exitCode = 2;
} else {
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const only = [
    '--project',
    'unit',
    'test/policies/catalogue.test.ts',
    '--testNamePattern',
    `^'(${asked.join('|')})' `,
  ];
  process.exitCode = spawnSync(execPath, [vitest, 'run', ...only], { cwd: root, stdio: 'inherit' }).status ?? 1;
}
