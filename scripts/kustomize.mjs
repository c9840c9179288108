// The real Kustomize, whose reader of YAML is also that of kubectl, Argo CD and Flux.
import { spawnSync } from 'node:child_process';
import { goProgram } from './go-programs.mjs';

/**
 * Runs `kustomize build` on a folder.
 *
 * @param {string} folder
 * @returns {{ status: number | null, stdout: string, stderr: string } | undefined}
 *   undefined, with a message on stderr, where there is no Go to build Kustomize with
 * @throws Error where it cannot be run, and under CI=true where it cannot be built
 */
export function kustomize(folder) {
  const program = goProgram('kustomize');
  if (program === undefined) return undefined;
  const { status, stdout, stderr, error } = spawnSync(program, ['build', folder], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}
