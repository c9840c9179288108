import Handlebars from 'handlebars/runtime';
import { partialNames, templates } from '#generated/templates.mjs';
import { Sourced, because } from '../model/sourced.ts';
import type { EmitNode, Origin } from '../model/sourced.ts';

/** What a template is given, and the JSON that it lays out; `string` where it prints a text. */
export interface Template<Context, Layout> {
  readonly context: Context;
  readonly layout: Layout;
}

/** What a template laid out. Nothing else has this type, so what takes it takes the work of templates alone. */
export type LaidOut<Layout> = Sourced<EmitNode<Layout>> & { readonly [byTemplate]: unknown };
declare const byTemplate: unique symbol;

/** What a template that prints a text may put into it. */
export type Printable = string | number | Sourced<string | number>;

type Table<T> = { readonly [N in keyof T]: Template<object, unknown> };
type TemplateName = keyof typeof templates;
type NamesOf<T extends Table<T>, Text> = {
  [N in keyof T]: T[N]['layout'] extends string ? (Text extends true ? N : never) : Text extends true ? never : N;
}[keyof T];

/**
 * The templates of a folder of templates/, typed by a table of names (scripts/templates.mjs knows which). A name that
 * has no template, a hole that the context does not have and a key that the layout does not have do not compile.
 */
export function templatesOf<T extends Table<T>>(): TypedTemplates<T> {
  return {
    // What a template lays out is known when it is compiled: generated/template-layouts.ts holds it against the table.
    layOut: (name, context, near) => laidOut(name, context, near) as ReturnType<TypedTemplates<T>['layOut']>,
    print: (name, context) => printed(name, context),
  };
}

interface TypedTemplates<T extends Table<T>> {
  /**
   * Templates never print a value: `{{json value}}` prints a token inside a JSON string, the text is parsed, and tokens
   * are replaced by the values themselves. So origins survive, numbers stay numbers, and no value breaks out of its
   * place. `near` is the line that led to what no hole explains better.
   *
   * @throws TypeError for a value that is not there, SyntaxError for a template that does not print JSON
   */
  readonly layOut: <N extends NamesOf<T, false> & TemplateName>(
    name: N,
    context: T[N]['context'],
    near?: Origin,
  ) => LaidOut<T[N]['layout']>;

  /**
   * `{{print value}}` prints the value as it is, so the context holds what suits the text.
   *
   * @throws TypeError for a value that is not there
   */
  readonly print: <N extends NamesOf<T, true> & TemplateName>(name: N, context: T[N]['context']) => string;
}

function laidOut(name: TemplateName, context: object, near: Origin | undefined): Sourced<unknown> {
  const holes: unknown[] = [];
  const json = (value: unknown): string => {
    holes.push(present(name, value));
    return JSON.stringify(`${MARK}${String(holes.length - 1)}`);
  };
  const tree: unknown = JSON.parse(compiled(name)(context, { helpers: { json }, partials: partials() }));
  return because(`layout of templates/${name}.hbs`, fill(tree, holes), near);
}

function printed(name: TemplateName, context: object): string {
  const print = (value: unknown): string => {
    const there = present(name, value);
    return String(there instanceof Sourced ? there.plain : there);
  };
  return compiled(name)(context, { helpers: { print }, partials: partials() });
}

function present(name: TemplateName, value: unknown): unknown {
  if (value === undefined || value === null)
    throw new TypeError(`templates/${name}.hbs prints a value that is not there`);
  return value;
}

/** JSON takes a control character in a string only as an escape, and no template has one. */
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

let included: Record<string, Compiled> | undefined;

/** Templates that others include. */
function partials(): Record<string, Compiled> {
  included ??= Object.fromEntries(partialNames.map(name => [name, compiled(name)]));
  return included;
}
