// Programs that do a part of the same work, on the same objects.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { goProgram } from '../scripts/go-programs.mjs';

/** The pool whose objects become the templates of the chart. */
const FIRST = 'chunker-0';

/**
 * A chart that prints the objects of any number of pools: those that were built for the first of them, with its name as
 * the template's only variable. A chart that people write does more, so this is the fastest one.
 *
 * @param {string} built the folder of Kubernetes objects that `build` wrote
 * @param {string} folder where the chart is made
 * @param {number} pools
 */
export function chart(built, folder, pools) {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: pools\nversion: 1.0.0\n');
  const names = Array.from({ length: pools }, (_, index) => `  - chunker-${String(index)}\n`);
  writeFileSync(join(folder, 'values.yaml'), `pools:\n${names.join('')}`);
  for (const file of readdirSync(join(built, FIRST))) {
    // What looks like a template in an alert's annotation is text for Prometheus.
    const object = readFileSync(join(built, FIRST, file), 'utf8')
      .replaceAll('{{', '\0')
      .replaceAll('}}', '{{ "}}" }}')
      .replaceAll('\0', '{{ "{{" }}')
      .replaceAll(FIRST, '{{ . }}');
    writeFileSync(join(folder, 'templates', file), `{{- range .Values.pools }}\n---\n${object}{{- end }}\n`);
  }
  cpSync(join(built, 'dashboard.yaml'), join(folder, 'dashboard.yaml'));
  writeFileSync(join(folder, 'templates', 'dashboard.yaml'), '{{ .Files.Get "dashboard.yaml" }}');
}

/**
 * `helm template` of a chart into kubeconform with the same schemas that `build` checks with.
 *
 * @param {string} root
 * @param {string} folder of the chart
 * @returns {readonly string[] | undefined} undefined, with a message on stderr, where one of them cannot be had
 */
export function helmAndKubeconform(root, folder) {
  const helm = goProgram('helm');
  const kubeconform = goProgram('kubeconform');
  if (helm === undefined || kubeconform === undefined) return undefined;
  const kind = '{{ .ResourceKind }}{{ .KindSuffix }}.json';
  const schemas = ['1.32', 'crds'].map(name => join(root, 'schema/kubernetes', name, kind));
  return [
    'bash',
    '-c',
    'set -o pipefail; "$0" template pools "$1" | "$2" -strict -kubernetes-version 1.32.0 -schema-location "$3" -schema-location "$4"',
    helm,
    folder,
    kubeconform,
    ...schemas,
  ];
}

/**
 * kube-score of the objects that `build` wrote. It ends with 1 where it has something to say.
 *
 * @param {string} built
 * @returns {readonly string[] | undefined}
 */
export function kubeScore(built) {
  const program = goProgram('kube-score');
  return program && ['bash', '-c', 'find "$1" -name "*.yaml" -exec "$0" score {} + || test $? = 1', program, built];
}
