import { because } from '../../model/sourced.ts';
import type { EmitTree } from '../../model/sourced.ts';
import type { OutputFile, SchemaRef } from '../../model/output-file.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { Pool } from '../../model/pool.ts';
import type { System } from '../../model/system.ts';

/** Labels of everything; the pool's own come with them. */
export function labelsOf(system: System, pool: Pool): { readonly [key: string]: EmitTree } {
  return {
    ...selectorOf(system, pool),
    'app.kubernetes.io/component': pool.kind,
    'app.kubernetes.io/part-of': system.name,
    'app.kubernetes.io/managed-by': 'pipestream-scaling',
    ...Object.fromEntries(pool.labels.map(({ key, value }) => [key.plain, value])),
  };
}

/** What pods are selected by. A selector is immutable, so it holds nothing that may ever change. */
export function selectorOf(system: System, pool: Pool): { readonly [key: string]: EmitTree } {
  return { 'app.kubernetes.io/name': pool.name, 'app.kubernetes.io/instance': system.name };
}

/** An object with its head; `why` is the origin of what no field explains better. */
export function objectFile(
  path: string,
  pool: Pool | undefined,
  target: KubernetesTarget,
  why: string,
  tree: { readonly apiVersion: string; readonly kind: string; readonly [key: string]: EmitTree },
): OutputFile {
  const schema: SchemaRef = {
    of: 'kubernetes',
    apiVersion: tree.apiVersion,
    kind: tree.kind,
    version: target.version.plain,
  };
  return {
    form: 'yaml',
    path,
    ...(pool === undefined ? {} : { pool: pool.key }),
    tree: because(why, tree, pool?.at ?? target.at),
    schema,
  };
}
