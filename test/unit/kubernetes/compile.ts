import { mergeEnvironments } from '../../../src/config/environments.ts';
import { parse } from '../../../src/config/parse.ts';
import { resolve } from '../../../src/config/resolve/system.ts';
import { Config } from '../../../src/config/schema/root.ts';
import { OTHER_WORDS } from '../../../src/config/schema/elsewhere.ts';
import { validate } from '../../../src/config/validate.ts';
import { sourcedTree } from '../../../src/config/zip.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import type { OutputFile } from '../../../src/model/output-file.ts';
import type { Loss } from '../../../src/model/plan.ts';
import { unwrap } from '../../../src/model/sourced.ts';
import type { Json } from '../../../src/model/sourced.ts';
import { plan } from '../../../src/plan/plan.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { kubernetes } from '../../../src/targets/kubernetes/kubernetes.ts';
import { checkFiles } from '../../../src/verify/check.ts';
import { checkStructure } from '../../../src/verify/structure.ts';

/** What becomes of a configuration on Kubernetes. */
export interface Compiled {
  readonly files: readonly OutputFile[];
  readonly losses: readonly Loss[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles a whole configuration, and throws what is wrong with the configuration itself, or with what comes out of it.
 */
export function compileText(text: string, environment?: string): Compiled {
  const parsed = parse(sourceText('test.yaml', text));
  refuse(parsed.diagnostics);
  if (parsed.value?.kind !== 'map') throw new Error('the configuration of the test is no map');
  const merged = mergeEnvironments(parsed.value);
  refuse(merged.diagnostics);
  const planned = merged.value.map(({ name, located }) => {
    const valid = validate(Config, located, OTHER_WORDS);
    refuse(valid.diagnostics);
    if (valid.value === undefined) throw new Error('the configuration of the test is not valid');
    return { name, ...plan(resolve(name, sourcedTree(located, valid.value)).value) };
  });
  const chosen = planned.find(({ name }) => environment === undefined || name === environment);
  if (chosen === undefined) throw new Error('the test names no environment of its configuration');
  const { value, diagnostics } = chosen;
  const plans = planned.map(({ value: each }) => each);
  const files = [...kubernetes.emit(value, () => ({ line: undefined, alerts: [], alarms: [] }), plans)].flat();
  if (!diagnostics.some(({ severity }) => severity === 'error'))
    refuse([...checkFiles(files), ...checkStructure(files)]);
  return { files, losses: value.losses, diagnostics };
}

interface More {
  /** Lines under targets.kubernetes; a later one of the same key is refused. */
  readonly target?: string;
  /** Lines at the top of the file. */
  readonly top?: string;
  readonly version?: string;
  readonly keda?: string;
  readonly monitoring?: string;
}

/** One pool, `web`, with the body given in lines that begin at its own indentation. */
export function compilePool(body: string, more: More = {}): Compiled {
  return compileText(systemOf({ web: body }, more));
}

export function systemOf(
  pools: Readonly<Record<string, string>>,
  {
    target = 'prometheus: "http://prometheus.monitoring:9090"',
    top = '',
    version = '1.32',
    keda = '2.18',
    monitoring = 'prometheus-operator',
  }: More = {},
): string {
  return `
version: 1
name: shop
${top}
targets:
  kubernetes:
    version: "${version}"
    namespace: shop
    keda: "${keda}"
    monitoring: ${monitoring}
${indented(target, 4)}
pools:
${Object.entries(pools)
  .map(([key, body]) => `  ${key}:\n${indented(body, 4)}`)
  .join('\n')}
environments:
  production: {}
`;
}

/** Container that most tests do not care about. */
export const CONTAINER =
  'containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 500m..1, memory: 1Gi, ports: {grpc: 9000}}}';
export const KAFKA = 'kafka: {bootstrapServers: "kafka:9092"}';
export const QUEUE = 'requestQueue: {perReplica: 10, source: {prometheus: {gauge: "pending{queue=\\"web\\"}"}}}';

export function paths({ files }: Compiled): readonly string[] {
  return files.map(file => file.path);
}

/** Every object that is emitted. */
export function objects({ files }: Compiled): readonly Json[] {
  return files.flatMap(file => (file.form === 'text' ? [] : [unwrap(file.tree)]));
}

/** A file of the pool `web`, or of another. */
export function object(compiled: Compiled, path: string, pool = 'web'): Json {
  return file(compiled, `kubernetes/${pool}/${path}`);
}

export function file(compiled: Compiled, path: string): Json {
  const found = compiled.files.find(candidate => candidate.path === path);
  if (found === undefined) throw new Error(`no ${path} among\n${paths(compiled).join('\n')}`);
  if (found.form === 'text') throw new Error(`${path} is text`);
  return unwrap(found.tree);
}

/** A value inside plain data; undefined where there is none. */
export function at(tree: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let node: Json | undefined = tree;
  for (const step of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = Object.entries(node).find(([key]) => key === String(step))?.[1];
  }
  return node;
}

export function list(tree: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = at(tree, ...path);
  if (!Array.isArray(found)) return [];
  const items: readonly Json[] = found;
  return items;
}

export function triggers(compiled: Compiled, pool?: string): readonly Json[] {
  return list(object(compiled, 'scaled-object.yaml', pool), 'spec', 'triggers');
}

/** A trigger by its name. */
export function trigger(compiled: Compiled, name: string, pool?: string): Json {
  const found = triggers(compiled, pool).find(candidate => at(candidate, 'name') === name);
  if (found === undefined)
    throw new Error(
      `no trigger ${name} among ${triggers(compiled, pool)
        .map(candidate => String(at(candidate, 'name')))
        .join(', ')}`,
    );
  return found;
}

export function metadata(compiled: Compiled, name: string, key: string): Json | undefined {
  return at(trigger(compiled, name), 'metadata', key);
}

/** Ids of what the planner refuses. */
export function errors({ diagnostics }: Compiled): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ id }) => id);
}

function indented(text: string, by: number): string {
  return text
    .split('\n')
    .map(line => `${' '.repeat(by)}${line}`)
    .join('\n');
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`${first.id}: ${first.message}`);
}
