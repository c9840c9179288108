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
    const made: unknown = new ApiObject(chart, String(index), withoutConstructor(wanted)).toJson();
    return { ...file, object: inOrderOf(wanted, made, { file: file.path, path: [] }) };
  });
}

/** What the key `constructor` is called while cdk8s has it; no key that is emitted has a control character. */
const CONSTRUCTOR = 'constructor\0';

/**
 * The same with no key called `constructor`, which may be a label: cdk8s would take the map for an instance of a class
 * (sanitizeValue asks for `constructor.name`).
 */
function withoutConstructor<T extends Json>(json: T): T;
function withoutConstructor(json: Json): Json {
  if (typeof json !== 'object' || json === null) return json;
  if (isList(json)) return json.some(hasConstructor) ? json.map(withoutConstructor) : json;
  if (!hasConstructor(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, child]) => [key === 'constructor' ? CONSTRUCTOR : key, withoutConstructor(child)]),
  );
}

function hasConstructor(json: Json): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return (!isList(json) && Object.hasOwn(json, 'constructor')) || Object.values(json).some(hasConstructor);
}

/** Where the walk is. One list for all of it: a path for each of 40 000 objects' nodes costs more than the walk. */
interface Place {
  readonly file: string;
  readonly path: (string | number)[];
}

/** What cdk8s made, its members in the order of the tree: cdk8s sorts them. */
function inOrderOf(wanted: Json, made: unknown, place: Place): Json {
  if (typeof wanted !== 'object' || wanted === null) return made === wanted ? wanted : differs('changed', place);
  if (isList(wanted)) return Array.isArray(made) ? listInOrder(wanted, made, place) : differs('changed', place);
  return isMap(made) ? mapInOrder(wanted, made, place) : differs('changed', place);
}

function listInOrder(wanted: readonly Json[], made: readonly unknown[], place: Place): Json {
  if (made.length !== wanted.length) return differs('changed', place);
  const { path } = place;
  return wanted.map((item, index) => {
    path.push(index);
    const laid = inOrderOf(item, made[index], place);
    path.pop();
    return laid;
  });
}

function mapInOrder(wanted: JsonMap, made: Readonly<Record<string, unknown>>, place: Place): Json {
  const { path } = place;
  const laid: Record<string, Json> = {};
  const keys = Object.keys(wanted);
  for (const key of keys) {
    const its = made[key === 'constructor' ? CONSTRUCTOR : key];
    path.push(key);
    if (its === undefined) return differs('dropped', place);
    laid[key] = inOrderOf(wanted[key] ?? null, its, place);
    path.pop();
  }
  // As many, and each of ours is there: so there is none beside them.
  if (Object.keys(made).length === keys.length) return laid;
  path.push(Object.keys(made).find(key => key !== CONSTRUCTOR && !Object.hasOwn(wanted, key)) ?? '');
  return differs('added', place);
}

function differs(how: 'added' | 'changed' | 'dropped', { file, path }: Place): never {
  throw new Error(`cdk8s ${how} ${path.join('.')} of ${file}`);
}

interface JsonMap {
  readonly [key: string]: Json;
}
type Manifest = JsonMap & { readonly apiVersion: string; readonly kind: string };

function isManifest(json: Json): json is Manifest {
  return typeof json === 'object' && json !== null && 'apiVersion' in json && 'kind' in json;
}

function isMap(made: unknown): made is Readonly<Record<string, unknown>> {
  return typeof made === 'object' && made !== null && !Array.isArray(made);
}

// Array.isArray does not narrow a readonly array away from a map.
function isList(json: JsonMap | readonly Json[]): json is readonly Json[] {
  return Array.isArray(json);
}
