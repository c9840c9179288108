// V8's compiled form of each bundle, taken after a run so that it holds the functions that run at all.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Commands whose runs reach every bundle that is slow to compile; the last one that loads a bundle makes its cache. */
const RUNS = [['build', '--check'], ['lint', '--format', 'json'], ['lint']];

export function makeCodeCaches(root) {
  const env = { ...process.env, PIPESTREAM_SCALING_CODE_CACHE: '1' };
  // What they find does not matter here: stale output is no reason to go without a cache.
  for (const run of RUNS)
    spawnSync(
      process.execPath,
      [join(root, 'bin/pipestream-scaling.cjs'), ...run, join(root, 'pipestream-scaling.yaml')],
      { cwd: root, env, stdio: 'ignore' },
    );
}
