import { KUBERNETES_VERSIONS } from '../config/schema/targets.ts';
import { MERGE_KEYS, PATCHED_KINDS } from '../model/patch.ts';
import type { PatchedKind } from '../model/patch.ts';
import type { Path } from '../model/sourced.ts';
import { OWNED_FIELDS, ownedBy } from '../plan/kubernetes/owned-fields.ts';
import { isOfKubernetes, objectSchema } from './kubernetes-schema.ts';
import type { KubernetesVersion } from './kubernetes-schema.ts';
import { matches, withoutOverlay } from './paths.ts';
import type { ValueAt } from './scaler-parameters.ts';
import { keysOf, nodesIn, valuesOf } from './schema.ts';
import type { SchemaKey, SchemaNode } from './schema.ts';

/** Keys of a patch, and of another part that is written in the words of the Kubernetes API, but for the compiler's. */
export function rawKeys(valueAt: ValueAt, path: Path): readonly SchemaKey[] {
  const place = placeOf(valueAt, path);
  if (place === undefined) return [];
  const { field } = place;
  return keysOf(nodesIn(place.schema, field))
    .filter(({ key }) => !place.isPatch || namesItem([...field, key]) || isFree(place, [...field, key]))
    .map(({ key, required, ...rest }) => ({
      ...rest,
      key,
      // A patch completes an object that has what it must have; only an item of a list is told apart by its name.
      required: place.isPatch ? namesItem([...field, key]) : required,
      description: said(place, [...field, key]),
    }));
}

/** Values that a field there may have, where they can be listed. */
export function rawValues(valueAt: ValueAt, path: Path): readonly (string | number | boolean)[] {
  const place = placeOf(valueAt, path);
  return place === undefined ? [] : valuesOf(nodesIn(place.schema, place.field));
}

/** What the field at a path takes, or where a patch must leave it to; undefined for what the API does not know. */
export function rawDescription(valueAt: ValueAt, path: Path): string | undefined {
  const place = placeOf(valueAt, path);
  if (place === undefined || place.field.length === 0) return undefined;
  const { kind, field } = place;
  const owner = place.isPatch && !namesItem(field) && owns(kind, field) ? ownedBy(kind, field.map(String)) : undefined;
  return owner === undefined ? said(place, field) : `A patch cannot set it: ${owner}`;
}

interface RawPlace {
  readonly kind: PatchedKind;
  readonly version: KubernetesVersion;
  readonly schema: SchemaNode;
  /** Path in the object. */
  readonly field: Path;
  readonly isPatch: boolean;
}

const POD: Path = ['spec', 'template', 'spec'];

/** Parts of a pool, by the path that they are below, and the path of the Deployment that they become. */
const PARTS: readonly (readonly [pattern: string, becomes: Path])[] = [
  ...['nodeAffinity', 'podAffinity', 'podAntiAffinity'].map((key): readonly [string, Path] => [
    `pools.*.scheduling.affinity.${key}`,
    [...POD, 'affinity', key],
  ]),
  ['pools.*.volumes.*.projected.sources', [...POD, 'volumes', 0, 'projected', 'sources']],
];

function placeOf(valueAt: ValueAt, path: Path): RawPlace | undefined {
  const { environment, path: within } = withoutOverlay(path);
  const version = () => versionOf(valueAt, environment);
  const kind = PATCHED_KINDS.find(one => isBelow(within, `pools.*.patch.${one}`));
  if (kind !== undefined) return placed(kind, version(), within.slice(4), true);
  const [pattern, becomes] = PARTS.find(([one]) => isBelow(within, one)) ?? [];
  if (pattern === undefined || becomes === undefined) return undefined;
  const field = [...becomes, ...within.slice(pattern.split('.').length)];
  return placed('Deployment', version(), field, false);
}

function placed(kind: PatchedKind, version: KubernetesVersion, field: Path, isPatch: boolean): RawPlace {
  return { kind, version, schema: objectSchema(kind, version), field, isPatch };
}

function isBelow(path: Path, pattern: string): boolean {
  return matches(path.slice(0, pattern.split('.').length), pattern);
}

/** As an overlay or the base has it; the newest where none can be read yet. */
function versionOf(valueAt: ValueAt, environment: string | undefined): KubernetesVersion {
  const at: Path = ['targets', 'kubernetes', 'version'];
  const written =
    (environment === undefined ? undefined : valueAt(['environments', environment, ...at])) ?? valueAt(at);
  return KUBERNETES_VERSIONS.find(version => version === written) ?? NEWEST;
}

const [NEWEST = '1.36'] = KUBERNETES_VERSIONS.toReversed();

/** The key by which the items of a list are told apart sets nothing. */
function namesItem(field: Path): boolean {
  const [list, item, key] = field.slice(-3);
  return typeof item === 'number' && MERGE_KEYS.get(String(list)) === key;
}

/** Whether a patch may set a field, or anything in it. */
function isFree(place: RawPlace, field: Path): boolean {
  const { kind, schema } = place;
  if (owns(kind, field)) return false;
  // Nothing in it is the compiler's.
  if (ownedBy(kind, field.map(String)) === undefined) return true;
  const nodes = nodesIn(schema, field);
  if (nodes.some(({ type }) => type === 'array')) return isFree(place, [...field, 0]);
  return keysOf(nodes).some(({ key }) => isFree(place, [...field, key]));
}

/** Whether the whole of a field is the compiler's. */
function owns(kind: PatchedKind, field: Path): boolean {
  return OWNED_FIELDS[kind].some(
    ([owned]) =>
      owned.length <= field.length && owned.every((step, index) => step === '*' || step === String(field[index])),
  );
}

function said({ kind, version, schema }: RawPlace, field: Path): string | undefined {
  const nodes = nodesIn(schema, field);
  if (nodes.length === 0) return undefined;
  const listed = nodes.flatMap(node => (Array.isArray(node.enum) ? node.enum.map(String) : []));
  const types = nodes.map(({ type }) => TYPES.get(String(type)) ?? 'anything');
  const takes = listed.length > 0 ? listed.join(', ') : [...new Set(types)].join(' or ');
  const where = isOfKubernetes(kind) ? `${kind} of Kubernetes ${version}` : kind;
  return `${takes.charAt(0).toUpperCase()}${takes.slice(1)}, in a ${where}`;
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['object', 'a map'],
  ['array', 'a list'],
]);
