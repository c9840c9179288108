// node scripts/kubeconform.mjs [--kubernetes-version 1.32] <file or folder> …
// Holds emitted manifests against schema/kubernetes with the real kubeconform, one process for all of them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { argv, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { goProgram } from './go-programs.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * @typedef {{ filename: string, kind: string, name: string, version: string, status: string, msg: string }} Resource
 * @typedef {{ valid: number, invalid: number, errors: number, skipped: number }} Summary
 * @typedef {{ resources: Resource[], summary: Summary }} Report
 */

/**
 * Runs kubeconform `-strict` over files and folders.
 *
 * @param {readonly string[]} paths
 * @param {{ kubernetesVersion: string }} options a minor, `1.32`
 * @returns {Report | undefined} undefined, with a message on stderr, where there is no Go to build kubeconform with
 * @throws Error where it cannot be run, and under CI=true where it cannot be built
 */
export function kubeconform(paths, { kubernetesVersion }) {
  const program = goProgram('kubeconform');
  if (program === undefined) return undefined;
  const schemas = join(root, 'schema', 'kubernetes');
  const location = folder => ['-schema-location', join(schemas, folder, '{{ .ResourceKind }}{{ .KindSuffix }}.json')];
  const {
    status,
    stdout: text,
    stderr: complaint,
    error,
  } = spawnSync(
    program,
    [
      '-strict',
      '-summary',
      '-verbose',
      '-output',
      'json',
      '-kubernetes-version',
      `${kubernetesVersion}.0`,
      ...location(kubernetesVersion),
      ...location('crds'),
      ...paths,
    ],
    { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  if (error !== undefined) throw error;
  // 1 is an invalid file; anything else that leaves no report is a failure of the run.
  if (text.trim() === '') throw new Error(`kubeconform ended with ${String(status)}: ${complaint}`);
  return JSON.parse(text);
}

function main() {
  const args = argv.slice(2);
  const at = args.indexOf('--kubernetes-version');
  const kubernetesVersion = at === -1 ? '1.32' : args.splice(at, 2)[1];
  if (args.length === 0 || kubernetesVersion === undefined) {
    stderr.write('usage: node scripts/kubeconform.mjs [--kubernetes-version 1.32] <file or folder> …\n');
    return 2;
  }
  const report = kubeconform(args, { kubernetesVersion });
  if (report === undefined) return 0;
  const bad = report.resources.filter(({ status }) => status !== 'statusValid');
  for (const { filename, kind, name, status, msg } of bad)
    stdout.write(`${filename}: ${kind} ${name}: ${status}: ${msg}\n`);
  const { valid } = report.summary;
  stdout.write(`kubeconform, Kubernetes ${kubernetesVersion}: ${String(valid)} valid, ${String(bad.length)} not\n`);
  return bad.length === 0 ? 0 : 1;
}

if (argv[1] !== undefined && fileURLToPath(import.meta.url) === argv[1]) process.exitCode = main();
