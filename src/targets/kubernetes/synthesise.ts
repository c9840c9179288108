import { isDeepStrictEqual } from 'node:util';
import { ApiObject, App, Chart } from 'cdk8s';
import { plainOf } from '../../model/output-file.ts';
import type { StructuredFile } from '../../model/output-file.ts';
import type { Json } from '../../model/sourced.ts';

/**
 * Puts one pool's objects through cdk8s, an App of its own: one App for thousands of pools is superlinear.
 * The trees are what is printed, since they know where each field comes from; that cdk8s changed or dropped nothing is
 * checked here, and would be a bug.
 */
export function synthesise(files: readonly StructuredFile[]): void {
  const chart = new Chart(new App(), 'pool', { disableResourceNameHashes: true });
  for (const [index, file] of files.entries()) {
    const object = plainOf(file);
    // Each is synthesised by itself: the chart's own toJson sorts a graph of dependencies, of which there are none.
    if (!isObject(object) || !isDeepStrictEqual(new ApiObject(chart, String(index), object).toJson(), object))
      throw new Error(`cdk8s changed ${file.path}`);
  }
}

type Manifest = { readonly apiVersion: string; readonly kind: string; readonly [key: string]: Json };

function isObject(json: Json): json is Manifest {
  return typeof json === 'object' && json !== null && 'apiVersion' in json && 'kind' in json;
}
