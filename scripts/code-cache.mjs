// V8's compiled form of each bundle, taken after a run so that it holds the functions that run at all.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Commands whose runs reach every bundle that is slow to compile; the last one that loads a bundle makes its cache. */
const runsIn = folder => [
  // Of the second build nothing is new.
  ['build', '--out', join(folder, 'out')],
  ['build', '--out', join(folder, 'out')],
  ['build', '--check'],
  ['lint', '--format', 'json'],
  ['lint'],
];

export function makeCodeCaches(root) {
  const folder = mkdtempSync(join(tmpdir(), 'pipestream-scaling-'));
  const env = { ...process.env, PIPESTREAM_SCALING_CODE_CACHE: '1', XDG_CACHE_HOME: folder, CI: '' };
  // What they find does not matter here: stale output is no reason to go without a cache.
  for (const run of runsIn(folder))
    spawnSync(
      process.execPath,
      [join(root, 'bin/pipestream-scaling.cjs'), ...run, join(root, 'pipestream-scaling.yaml')],
      { cwd: root, env, stdio: 'ignore' },
    );
  rmSync(folder, { recursive: true });
}
