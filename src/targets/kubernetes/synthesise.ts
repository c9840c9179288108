import { ApiObject, App, Chart } from 'cdk8s';
import type { StructuredFile } from '../../model/output-file.ts';
import { unwrap } from '../../model/sourced.ts';
import type { Json } from '../../model/sourced.ts';

/**
 * The same files with the objects that cdk8s makes of their trees: those are printed, and the trees stay beside them,
 * since they know where each field comes from. An App for each call: one App for thousands of pools is superlinear.
 *
 * @throws Error with file and path where cdk8s dropped, added or changed a member, which is a bug
 */
export function synthesise(files: readonly StructuredFile[]): readonly StructuredFile[] {
  const chart = new Chart(new App(), 'pool', { disableResourceNameHashes: true });
  return files.map((file, index) => {
    const wanted = unwrap(file.tree);
    if (!isManifest(wanted)) throw new Error(`${file.path} is not a Kubernetes object`);
    // Each is synthesised by itself: the chart's own toJson sorts a graph of dependencies, of which there are none.
    const made: unknown = new ApiObject(chart, String(index), wanted).toJson();
    return { ...file, object: inOrderOf(wanted, made, { file: file.path, path: [] }) };
  });
}

/**
 * Where the walk is; one list that grows and shrinks, since a path of its own for each node costs more than the walk.
 */
interface Place {
  readonly file: string;
  readonly path: (string | number)[];
}

/** What cdk8s made, its members in the order of the tree: cdk8s sorts them. */
function inOrderOf(wanted: Json, made: unknown, place: Place): Json {
  if (typeof wanted !== 'object' || wanted === null) return made === wanted ? wanted : changed('changed', place);
  if (typeof made !== 'object' || made === null) return changed('changed', place);
  if (isList(wanted)) return listInOrder(wanted, made, place);
  return isMap(made) ? mapInOrder(wanted, made, place) : changed('changed', place);
}

function listInOrder(wanted: readonly Json[], made: object, place: Place): Json {
  if (!Array.isArray(made) || made.length !== wanted.length) return changed('changed', place);
  return wanted.map((item, index) => {
    place.path.push(index);
    const laid = inOrderOf(item, made[index], place);
    place.path.pop();
    return laid;
  });
}

function mapInOrder(wanted: JsonMap, made: Readonly<Record<string, unknown>>, place: Place): Json {
  const laid: Record<string, Json> = {};
  for (const [key, child] of Object.entries(wanted)) {
    place.path.push(key);
    if (!Object.hasOwn(made, key)) return changed('dropped', place);
    laid[key] = inOrderOf(child, made[key], place);
    place.path.pop();
  }
  for (const key of Object.keys(made)) {
    if (Object.hasOwn(wanted, key)) continue;
    place.path.push(key);
    return changed('added', place);
  }
  return laid;
}

function changed(how: 'added' | 'changed' | 'dropped', { file, path }: Place): never {
  throw new Error(`cdk8s ${how} ${path.join('.')} of ${file}`);
}

interface JsonMap {
  readonly [key: string]: Json;
}
type Manifest = JsonMap & { readonly apiVersion: string; readonly kind: string };

function isManifest(json: Json): json is Manifest {
  return typeof json === 'object' && json !== null && 'apiVersion' in json && 'kind' in json;
}

function isMap(made: object): made is Readonly<Record<string, unknown>> {
  return !Array.isArray(made);
}

// Array.isArray does not narrow a readonly array away from a map.
function isList(json: JsonMap | readonly Json[]): json is readonly Json[] {
  return Array.isArray(json);
}
