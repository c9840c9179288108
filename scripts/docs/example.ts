import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml, parseDocument, isMap, isNode, isScalar } from 'yaml';
import { compile, readSurroundings } from '../../src/pipeline.ts';
import type { CompiledEnvironment } from '../../src/pipeline.ts';
import { parse } from '../../src/config/parse.ts';
import type { Written } from '../../src/model/sourced.ts';
import type { Located } from '../../src/source/located.ts';
import { sourceText } from '../../src/source/source-text.ts';

export const EXAMPLES = 'docs/configuration/examples';

/** A whole configuration of docs/configuration/examples, and what it compiles to. */
export interface Example {
  /** `kafka.yaml` */
  readonly name: string;
  readonly text: string;
  readonly entries: readonly Entry[];
  readonly environments: readonly CompiledEnvironment[];
}

/** A key that was written, with the text from the key to the end of its value. */
export interface Entry {
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly value: Located;
}

/** @throws Error if an example does not compile */
export function examples(root: string): readonly Example[] {
  return readdirSync(join(root, EXAMPLES))
    .filter(file => file.endsWith('.yaml'))
    .toSorted()
    .map(name => exampleOf(name, readFileSync(join(root, EXAMPLES, name), 'utf8')));
}

function exampleOf(name: string, text: string): Example {
  const source = sourceText(`${EXAMPLES}/${name}`, text);
  const compiled = compile(source, readSurroundings(source.name).of(parse(source)).manifests);
  const errors = compiled.diagnostics.filter(({ severity }) => severity === 'error');
  const located = parse(source).value;
  if (errors.length > 0 || located === undefined)
    throw new Error(`${source.name}: ${errors.map(({ message }) => message).join('; ')}`);
  return { name, text, entries: entriesOf(located, []), environments: compiled.value };
}

function entriesOf(located: Located, path: readonly string[]): readonly Entry[] {
  switch (located.kind) {
    case 'map':
      return [...located.entries].flatMap(([name, { key, value }]) => {
        const below = [...path, name];
        return [{ path: below, start: key.span.start, end: endOf(value, key), value }, ...entriesOf(value, below)];
      });
    case 'list':
      return located.items.flatMap(item => entriesOf(item, path));
    case 'scalar':
      return [];
  }
}

function endOf(value: Located, key: Written): number {
  return Math.max(value.at.span.end, key.span.end);
}

/** The lines of one entry, as they are in the file but for the indentation. */
export function cut({ text, entries, name }: Example, path: string): string {
  const found = entries.find(entry => entry.path.join('.') === path);
  if (found === undefined) throw new Error(`${name} has no ${path}`);
  return dedented(text, found.start, found.end);
}

/** The lines of one field of a generated file. */
export function cutOutput({ environments, name }: Example, file: string, at: readonly (string | number)[]): string {
  const [environment, ...rest] = file.split('/');
  const rendered = environments
    .find(one => one.name === environment)
    ?.rendered.find(({ path }) => path === rest.join('/'));
  if (rendered === undefined) throw new Error(`${name} has no ${file}`);
  if (at.length === 0) return rendered.text.trimEnd();
  const document = parseDocument(rendered.text);
  const parent = document.getIn(at.slice(0, -1), true);
  const last = at.at(-1);
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
  const node = document.getIn(at, true);
  if (!isNode(node)) throw new Error(`${file} of ${name} has no ${at.join('.')}`);
  const [start = 0, stop = 0] = node.range ?? [];
  // An item of a list begins at its dash.
  const begin = pair === undefined ? start - 2 : isScalar(pair.key) ? (pair.key.range?.[0] ?? start) : start;
  return dedented(rendered.text, begin, stop);
}

function dedented(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const indent = start - from;
  return text
    .slice(from, end)
    .trimEnd()
    .split('\n')
    .map(line => line.slice(indent))
    .join('\n');
}

/** `cpu: 70%`, if the entry is one short line. */
export function oneLine({ text }: Example, { start, end }: Entry, longest: number): string | undefined {
  const line = text.slice(start, end).trim();
  if (line.includes('\n') || line.length > longest) return undefined;
  return parseYaml(line) === null ? undefined : line;
}
