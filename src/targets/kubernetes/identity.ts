import { because } from '../../model/sourced.ts';
import type { Emit, EmitNode } from '../../model/sourced.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import type { Pool } from '../../model/pool.ts';
import type { System } from '../../model/system.ts';
import { API_VERSION } from './emitted-objects.ts';
import type { EmittedKind, EmittedObjects, Labels } from './emitted-objects.ts';

/** Labels of everything; the pool's own come with them. */
export function labelsOf(system: System, pool: Pool): EmitNode<Labels> {
  return {
    ...selectorOf(system, pool),
    'app.kubernetes.io/component': pool.kind,
    'app.kubernetes.io/part-of': system.name,
    'app.kubernetes.io/managed-by': 'pipestream-scaling',
    ...Object.fromEntries(pool.labels.map(({ key, value }) => [key.plain, value])),
  };
}

/** What pods are selected by. A selector is immutable, so it holds nothing that may ever change. */
export function selectorOf(system: System, pool: Pool): EmitNode<Labels> {
  return { 'app.kubernetes.io/name': pool.name, 'app.kubernetes.io/instance': system.name };
}

/** The file of an object, and its pool. */
export interface ObjectPlace {
  readonly path: string;
  /** Undefined for what the environment shares. */
  readonly pool: Pool | undefined;
  readonly target: KubernetesTarget;
  /** Origin of what no field explains better. */
  readonly why: string;
}

/** A kind's members as emitters write them, but for its head. */
type Body<K extends EmittedKind> = {
  readonly [M in keyof EmittedObjects[K] as Exclude<M, 'apiVersion' | 'kind'>]: Emit<EmittedObjects[K][M]>;
};

/** An object of a kind, given all of it but its head. */
export function objectFile<K extends EmittedKind>(
  kind: K,
  { path, pool, target, why }: ObjectPlace,
  body: Body<K>,
): StructuredFile {
  const apiVersion = API_VERSION[kind];
  return {
    form: 'yaml',
    path,
    ...(pool === undefined ? {} : { pool: pool.key }),
    tree: because(why, { apiVersion, kind, ...body }, pool?.at ?? target.at),
    schema: { of: 'kubernetes', apiVersion, kind, version: target.version.plain },
  };
}
