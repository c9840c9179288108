import { expectations, schemasAt } from '../../src/config/schema-walk.ts';
import { environmentSchema } from '../../src/config/schema/json-schema.ts';
import { Config } from '../../src/config/schema/root.ts';

/** One field of the language; `pools.<pool>.signals.cpu.target`. */
export interface Field {
  readonly path: string;
  readonly name: string;
  readonly describes: string;
  /** What may be written there, in the words of the messages. */
  readonly takes: readonly string[];
  readonly required: boolean;
  readonly children: readonly Field[];
}

/** Every field in the order of the schema; a repeated part (an environment's overlay) once. */
export function fields(): readonly Field[] {
  return childrenOf(environmentSchema(), [], []);
}

/** All fields in one list, each field before its children. */
export function flat(tree: readonly Field[]): readonly Field[] {
  return tree.flatMap(field => [field, ...flat(field.children)]);
}

/**
 * The field that a written path leads to: `pools.api.kind` is `pools.<pool>.kind`; the overlay of an environment is the
 * file again.
 */
export function fieldAt(tree: readonly Field[], path: readonly string[]): Field | undefined {
  const [first, , ...overlay] = path;
  if (first === 'environments' && overlay.length > 0 && overlay[0] !== 'extends') return fieldAt(tree, overlay);
  let reached: Field | undefined;
  let below = tree;
  for (const step of path) {
    reached = below.find(({ name }) => name === step) ?? below.find(({ name }) => name.startsWith('<'));
    if (reached === undefined) return undefined;
    below = reached.children;
  }
  return reached;
}

type Node = { readonly [key: string]: unknown };

/** The placeholder for the key of a record. */
const KEYS: Readonly<Record<string, string>> = {
  pools: '<pool>',
  containers: '<container>',
  initContainers: '<container>',
  volumes: '<volume>',
  mounts: '<path>',
  headers: '<header>',
  items: '<key>',
  attributes: '<name>',
  annotations: '<annotation>',
  podLabels: '<label>',
  podAnnotations: '<annotation>',
  hardware: '<profile>',
  ports: '<port>',
  env: '<variable>',
  secrets: '<variable>',
  custom: '<signal>',
  queryParameters: '<name>',
  metadata: '<parameter>',
  selector: '<label>',
  labels: '<label>',
  nodeSelector: '<label>',
  dimensions: '<dimension>',
  rules: '<policy>',
  options: '<option>',
  environments: '<environment>',
};

function childrenOf(node: Node, path: readonly string[], steps: readonly (string | number)[]): readonly Field[] {
  const found = new Map<string, Field>();
  for (const alternative of alternatives(node)) {
    const required = Array.isArray(alternative.required) ? alternative.required : [];
    for (const [name, child] of Object.entries(record(alternative.properties))) {
      if (!found.has(name))
        found.set(name, fieldOf(name, record(child), [...path, name], [...steps, name], required.includes(name)));
    }
    const { additionalProperties: each, items } = alternative;
    const last = path.at(-1) ?? '';
    if (isRecord(each) && KEYS[last] !== undefined)
      found.set(KEYS[last], fieldOf(KEYS[last], each, [...path, KEYS[last]], [...steps, 'any'], false));
    // The items of a list of maps are the list's own fields.
    for (const field of isRecord(items) && alternatives(items).some(({ properties }) => properties !== undefined)
      ? childrenOf(items, path, [...steps, 0])
      : [])
      found.set(field.name, field);
  }
  return [...found.values()];
}

function fieldOf(
  name: string,
  node: Node,
  path: readonly string[],
  steps: readonly (string | number)[],
  required: boolean,
): Field {
  return {
    path: path.join('.'),
    name,
    describes: typeof node.description === 'string' ? node.description : '',
    takes: takesOf(node, steps),
    required,
    children: childrenOf(node, path, steps),
  };
}

/** A larger maximum only prevents an overflow, so the reference does not show it. */
const ENDLESS = 1_000_000;

function takesOf(node: Node, steps: readonly (string | number)[]): readonly string[] {
  const bounded = alternatives(node).find(({ type }) => type === 'integer' || type === 'number');
  return expectations(schemasAt(Config, steps)).map(words => {
    if (words !== 'a whole number' && words !== 'a number') return words;
    const { minimum, maximum } = bounded ?? {};
    const from = typeof minimum === 'number' ? ` from ${String(minimum)}` : '';
    return `${words}${from}${typeof maximum === 'number' && maximum < ENDLESS ? ` to ${String(maximum)}` : ''}`;
  });
}

function alternatives(node: Node): readonly Node[] {
  return Array.isArray(node.anyOf) ? node.anyOf.map(record).flatMap(alternatives) : [node];
}

function isRecord(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown): Node {
  return isRecord(value) ? value : {};
}
