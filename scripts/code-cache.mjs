// V8's compiled form of the bundle, taken after a run so that it holds the functions that run at all.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export function makeCodeCache(root) {
  const env = { ...process.env, PIPESTREAM_SCALING_CODE_CACHE: join(root, 'dist/main.cache') };
  // Its findings do not matter here: stale output is no reason to go without a cache.
  spawnSync(process.execPath, [join(root, 'bin/pipestream-scaling.cjs'), 'build', '--check', join(root, 'pipestream-scaling.yaml')], { cwd: root, env, stdio: 'ignore' });
}
