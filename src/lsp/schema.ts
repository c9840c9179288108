import { jsonSchema } from '../config/schema/json-schema.ts';
import type { Path } from '../model/sourced.ts';

/** One node of the JSON Schema of the language; every alternative of a union is a node of its own. */
export type SchemaNode = Readonly<Record<string, unknown>>;

let whole: SchemaNode | undefined;

/** What may stand at a path, unions spread out; empty where the language has nothing there. */
export function schemaAt(path: Path): readonly SchemaNode[] {
  whole ??= jsonSchema();
  return nodesIn(whole, path);
}

/** The same in another schema that has no references. */
export function nodesIn(schema: SchemaNode, path: Path): readonly SchemaNode[] {
  return path.reduce<readonly SchemaNode[]>(
    (nodes, step) => nodes.flatMap(node => below(node, step)).flatMap(alternatives),
    [schema],
  );
}

/** What the language says of the key at the end of a path. */
export function descriptionAt(path: Path): string | undefined {
  whole ??= jsonSchema();
  const last = path.at(-1);
  const members = last === undefined ? [whole] : schemaAt(path.slice(0, -1)).flatMap(node => below(node, last));
  return members.flatMap(described)[0];
}

export interface SchemaKey {
  readonly key: string;
  readonly description: string | undefined;
  readonly required: boolean;
  /** Nothing but a map or a list may follow. */
  readonly compound: boolean;
}

/** Keys that a map there may have; those of a record are the user's own. */
export function keysOf(nodes: readonly SchemaNode[]): readonly SchemaKey[] {
  const keys = new Map<string, SchemaKey>();
  for (const node of nodes) {
    const required = Array.isArray(node.required) ? node.required : [];
    for (const [key, member] of Object.entries(recordOf(node.properties))) {
      const reached = alternatives(recordOf(member)).filter(({ type }) => type !== 'null');
      keys.set(key, {
        key,
        description: described(recordOf(member))[0],
        required: required.includes(key),
        compound: reached.every(({ type }) => type === 'object' || type === 'array'),
      });
    }
  }
  return [...keys.values()];
}

/** Values that can be listed: of an enumeration, a constant, a truth value. */
export function valuesOf(nodes: readonly SchemaNode[]): readonly (string | number | boolean)[] {
  const listed = nodes.flatMap(node => {
    if (Array.isArray(node.enum)) return node.enum.filter(isScalar);
    if (isScalar(node.const)) return [node.const];
    return node.type === 'boolean' ? [true, false] : [];
  });
  return [...new Set(listed)];
}

function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return Array.isArray(node.anyOf) ? node.anyOf.flatMap(option => alternatives(recordOf(option))) : [node];
}

/** A description may stand beside a union or, in an overlay, one level inside it. */
function described(node: SchemaNode): readonly string[] {
  if (typeof node.description === 'string') return [node.description];
  return Array.isArray(node.anyOf) ? node.anyOf.flatMap(option => described(recordOf(option))) : [];
}

function below(node: SchemaNode, step: string | number): readonly SchemaNode[] {
  if (node.type === 'array') return isRecord(node.items) ? [node.items] : [];
  const properties = recordOf(node.properties);
  const member = Object.hasOwn(properties, step) ? properties[step] : node.additionalProperties;
  return isRecord(member) ? [member] : [];
}

function recordOf(value: unknown): SchemaNode {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
