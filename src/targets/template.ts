import Handlebars from 'handlebars/runtime';
import { templates } from '#generated/templates.mjs';
import { Sourced, because } from '../model/sourced.ts';

export type TemplateName = keyof typeof templates;

/**
 * Lays out a context by a template of `templates/`.
 *
 * Templates never print a value: `{{json value}}` prints a token inside a JSON string, the text is parsed, and tokens
 * are
 * replaced by the values themselves. So origins survive, numbers stay numbers, and no value can break out of its place.
 *
 * @throws TypeError for a value that is not there, SyntaxError for a template that does not print JSON
 */
export function renderTemplate(name: TemplateName, context: Readonly<Record<string, unknown>>): Sourced<unknown> {
  const holes: unknown[] = [];
  const json = (value: unknown): string => {
    if (value === undefined || value === null)
      throw new TypeError(`templates/${name}.hbs prints a value that is not there`);
    holes.push(value);
    return JSON.stringify(`${MARK}${String(holes.length - 1)}`);
  };
  const printed: unknown = JSON.parse(compiled(name)(context, { helpers: { json }, partials: partials() }));
  return because(`layout of templates/${name}.hbs`, fill(printed, holes));
}

/** Control characters cannot stand in a template's own JSON strings but escaped, and no template does. */
const MARK = '\u0001';

/**
 * In place, since the tree was parsed a moment ago and is nobody else's; a map is made anew only where a key is a hole.
 */
function fill(tree: unknown, holes: readonly unknown[]): unknown {
  if (typeof tree === 'string') return tree.startsWith(MARK) ? holes[Number(tree.slice(1))] : tree;
  if (Array.isArray(tree)) {
    for (const [index, item] of tree.entries()) tree[index] = fill(item, holes);
    return tree;
  }
  if (!isMap(tree)) return tree;
  const keys = Object.keys(tree);
  if (keys.some(key => key.startsWith(MARK))) {
    return Object.fromEntries(keys.map(key => [plainKey(fill(key, holes)), fill(tree[key], holes)]));
  }
  for (const key of keys) tree[key] = fill(tree[key], holes);
  return tree;
}

function isMap(tree: unknown): tree is Record<string, unknown> {
  return typeof tree === 'object' && tree !== null;
}

function plainKey(key: unknown): string {
  return String(key instanceof Sourced ? key.plain : key);
}

type Compiled = ReturnType<typeof Handlebars.template>;
const cache = new Map<TemplateName, Compiled>();

function compiled(name: TemplateName): Compiled {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const template = Handlebars.template(templates[name]);
  cache.set(name, template);
  return template;
}

function partials(): Record<string, Compiled> {
  return { 'ecs/service': compiled('ecs/service') };
}
