import { isDeepStrictEqual } from 'node:util';
import { ApiObject, App, Chart } from 'cdk8s';
import type { StructuredFile } from '../../model/output-file.ts';
import { unwrap } from '../../model/sourced.ts';
import type { Json } from '../../model/sourced.ts';

/**
 * Puts one pool's objects through cdk8s, an App of its own: one App for thousands of pools is superlinear.
 * The trees are what is printed, since they know where each field comes from; that cdk8s changed or dropped nothing is
 * checked here, and would be a bug.
 */
export function synthesise(files: readonly StructuredFile[]): void {
  const chart = new Chart(new App(), 'pool', { disableResourceNameHashes: true });
  const objects = files.map(file => unwrap(file.tree));
  for (const [index, object] of objects.entries()) {
    if (isObject(object)) new ApiObject(chart, String(index), object);
  }
  const synthesised = new Map(listOf(chart.toJson()).map(object => [keyOf(object), object]));
  for (const object of objects) {
    if (!isDeepStrictEqual(synthesised.get(keyOf(object)), object)) throw new Error(`cdk8s changed ${keyOf(object)}`);
  }
}

type Manifest = { readonly apiVersion: string; readonly kind: string; readonly [key: string]: Json };

function isObject(json: Json): json is Manifest {
  return typeof json === 'object' && json !== null && 'apiVersion' in json && 'kind' in json;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function keyOf(object: unknown): string {
  if (typeof object !== 'object' || object === null || !('kind' in object) || !('metadata' in object)) return '';
  const { kind, metadata } = object;
  return `${String(kind)} ${typeof metadata === 'object' && metadata !== null && 'name' in metadata ? String(metadata.name) : ''}`;
}
