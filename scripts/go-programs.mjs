// Programs written in Go that emitted manifests and action.yml are checked with, pinned, in .tools/bin.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, platform } from 'node:process';
import { fileURLToPath } from 'node:url';
import { skipped } from './skipped.mjs';

const folder = fileURLToPath(new URL('../.tools/bin/', import.meta.url));

/** Releases that Go 1.24 can build. */
const PINNED = {
  actionlint: 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.11',
  // For the bench alone.
  helm: 'helm.sh/helm/v3/cmd/helm@v3.18.6',
  'kube-score': 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0',
  kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0',
  kustomize: 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1',
};

/**
 * The path of a program, which is built when it is first asked for.
 *
 * @param {keyof typeof PINNED} name
 * @returns {string | undefined} undefined, with a message on stderr, where it cannot be built
 * @throws Error under CI=true where it cannot be built
 */
export function goProgram(name) {
  const program = join(folder, platform === 'win32' ? `${name}.exe` : name);
  const mark = join(folder, `${name}.txt`);
  const pinned = PINNED[name];
  if (existsSync(program) && existsSync(mark) && readFileSync(mark, 'utf8') === pinned) return program;

  mkdirSync(folder, { recursive: true });
  const { status, stderr, error } = spawnSync('go', ['install', pinned], {
    encoding: 'utf8',
    env: { ...env, GOBIN: folder },
  });
  if (error !== undefined) return skipped(`${name} was not run; install Go, so that ${pinned} can be built`);
  if (status !== 0) return skipped(`${name} was not run; go install ${pinned} failed: ${stderr}`);
  writeFileSync(mark, pinned);
  return program;
}
