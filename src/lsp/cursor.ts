import type { Document, Node, Pair } from 'yaml';
import type { Path } from '../model/sourced.ts';
import { yamlLibrary } from '../source/yaml-library.ts';
import { tooDeepAt } from '../source/yaml-tokens.ts';

/** Where a text is being typed. */
export interface Cursor {
  /** Path of the map or value that the word belongs to. */
  readonly path: Path;
  /**
   * A key of the map at `path`, the value at `path`, or an item of a list at `path`, of which nothing tells yet whether
   * it will be a map.
   */
  readonly kind: 'key' | 'value' | 'item';
  /** Keys that the map has besides. */
  readonly beside: readonly string[];
  /** The word around the cursor, which what is chosen replaces. */
  readonly start: number;
  readonly end: number;
  /** A colon follows already. */
  readonly colon: boolean;
  /** The text as far as YAML could make sense of it. */
  readonly document: Document;
}

/** A word that stands for what is being typed; a private-use character is in no configuration. */
const HOLE = '\u{E000}';

const WORD = /["'\p{L}\p{N}_.%/-]/u;

/**
 * Puts a word where the cursor is and asks YAML's tolerant parser where that landed; undefined where nothing can be
 * completed.
 */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  let start = offset;
  while (start > 0 && WORD.test(text.charAt(start - 1))) start -= 1;
  let end = offset;
  while (end < text.length && WORD.test(text.charAt(end))) end += 1;
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  // The dash of a list is no part of the word after it.
  const dash = /^\s*-(?=\S)/.test(text.slice(start - before.length, end)) && before.trim() === '';
  if (dash || /(?:^|\s)#/.test(before)) return undefined;
  const line = text.slice(end, lineEnd(text, end));
  const colon = /^\s*:(?:\s|$)/.test(line);
  // Alone on its line it can only become a key, unless a list is what it stands in.
  const alone = /^[\s-]*$/.test(before) && /^\s*(?:#.*)?$/.test(line);
  const word = colon || !alone ? HOLE : `${HOLE}:`;
  const head = text.slice(0, start);
  for (const attempt of attempts(head, word, text.slice(end))) {
    const document = tolerant(attempt);
    const landed = document && landedIn(document);
    if (landed !== undefined && document !== undefined) return { ...landed, start, end, colon, document };
  }
  return undefined;
}

/**
 * What comes after may be in pieces too: then what stands before must do, and at last without the lines that are no
 * YAML.
 */
function* attempts(head: string, word: string, tail: string): Generator<string> {
  yield head + word + tail;
  yield `${head}${word}\n`;
  const begins = new Set(
    tolerant(`${head}${word}\n`)?.errors.map(({ pos }) => head.lastIndexOf('\n', pos[0] - 1) + 1) ?? [],
  );
  const above = head.lastIndexOf('\n') + 1;
  yield `${head.replace(/.+/g, (line, at: number) => (begins.has(at) && at < above ? '' : line))}${word}\n`;
}

function tolerant(text: string): Document | undefined {
  const { Composer, Parser } = yamlLibrary();
  const tokens = [...new Parser().parse(text)];
  if (tooDeepAt(tokens) !== undefined) return undefined;
  const [document] = new Composer({
    uniqueKeys: false,
    prettyErrors: false,
    strict: false,
    version: '1.2',
    logLevel: 'silent',
  }).compose(tokens, true, text.length);
  return document;
}

type Landed = Pick<Cursor, 'path' | 'kind' | 'beside'>;
type Ancestor = Document | Node | Pair;

function landedIn(document: Document): Landed | undefined {
  const { visit } = yamlLibrary();
  let landed: Landed | undefined;
  visit(document, {
    Scalar(key, node, ancestors) {
      if (node.value !== HOLE) return undefined;
      landed = key === 'key' ? asKey(ancestors) : { path: pathOf([...ancestors, node]), kind: 'value', beside: [] };
      if (typeof key === 'number') landed = { ...landed, kind: 'item', path: landed.path.slice(0, -1) };
      return visit.BREAK;
    },
  });
  return landed;
}

function asKey(ancestors: readonly Ancestor[]): Landed {
  const above = ancestors.slice(0, -1);
  const map = above.at(-1);
  const { isMap } = yamlLibrary();
  const beside = isMap(map) ? map.items.flatMap(({ key }) => keyText(key) ?? []).filter(key => key !== HOLE) : [];
  const path = pathOf(above);
  // `- word` may become a text or the first key of a map.
  const last = path.at(-1);
  return typeof last === 'number' && beside.length === 0
    ? { path: path.slice(0, -1), kind: 'item', beside }
    : { path, kind: 'key', beside };
}

/** Keys and indices that lead through these nodes. */
function pathOf(nodes: readonly Ancestor[]): Path {
  const { isMap, isPair } = yamlLibrary();
  return nodes.flatMap((node, index): (string | number)[] => {
    const next = nodes[index + 1];
    if (isPair(node)) return [keyText(node.key) ?? ''];
    return next !== undefined && 'items' in node && !isMap(node) ? [node.items.findIndex(item => item === next)] : [];
  });
}

function keyText(key: unknown): string | undefined {
  return yamlLibrary().isScalar(key) ? String(key.value) : undefined;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Keys of the map at a path of a document that need not be whole. */
export function keysAt(document: Document, path: Path): readonly string[] {
  const node = document.getIn(path, true);
  return yamlLibrary().isMap(node)
    ? node.items.flatMap(({ key }) => keyText(key) ?? []).filter(key => key !== HOLE)
    : [];
}
