import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Written } from '../../model/sourced.ts';
import type { SourceText, Span } from '../../model/span.ts';
import type { Located, LocatedMap } from '../../source/located.ts';
import { sourceText } from '../../source/source-text.ts';
import { parse } from '../parse.ts';

/** An object of Kubernetes in a manifest. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly tree: LocatedMap;
}

/** What was read of those documents of a manifest that have a name in them. */
export interface ObjectsNaming {
  readonly objects: readonly ManifestObject[];
  /** The first error of the documents that cannot be read; it has its place in the manifest. */
  readonly problem: Diagnostic | undefined;
}

/**
 * The objects of a manifest of several documents. Each document is parsed at most once, and only if a name that is
 * asked for is in it: a chart also renders what YAML 1.2 has another opinion about, and that is nobody's business here.
 */
export function objectsOf(source: SourceText): (name: string) => ObjectsNaming {
  const documents = documentsOf(source.text);
  const known = new Map<Document, ReturnType<typeof readDocument>>();
  return name => {
    const read = documents
      .filter(({ text }) => text.includes(name))
      .map(document => {
        const found = known.get(document) ?? readDocument(source, document);
        known.set(document, found);
        return found;
      });
    return {
      objects: read.flatMap(({ objects }) => objects),
      problem: read.find(({ problem }) => problem !== undefined)?.problem,
    };
  };
}

interface Document {
  readonly text: string;
  readonly offset: number;
}

/** Between lines that begin with `---`; no text of a block has one, since it would have to be indented. */
function documentsOf(text: string): readonly Document[] {
  const documents: Document[] = [];
  let offset = 0;
  for (const { index, 0: marker } of text.matchAll(/^(?:---|\.\.\.)(?=\s|$)[^\S\n]*(?:#[^\n]*)?/gm)) {
    documents.push({ text: text.slice(offset, index), offset });
    offset = index + marker.length;
  }
  documents.push({ text: text.slice(offset), offset });
  return documents.filter(({ text: own }) => /^\s*[^\s#]/m.test(own));
}

function readDocument(source: SourceText, { text, offset }: Document): ObjectsNaming {
  const own = sourceText(source.name, text);
  const { value, diagnostics } = parse(own);
  // A template that is not rendered may still be YAML, and `{{ .Values.cpu }}` a map.
  const error = diagnostics.find(
    ({ severity, messageId }) => messageId === 'braces' || (value === undefined && severity === 'error'),
  );
  if (error !== undefined || value === undefined)
    return {
      objects: [],
      problem: error?.span === undefined ? error : { ...error, span: movedSpan(error.span, source, offset) },
    };
  return { objects: objectsIn(moved(value, source, offset)), problem: undefined };
}

/** A List of `kubectl get` holds further objects. */
function objectsIn(tree: Located): readonly ManifestObject[] {
  if (tree.kind !== 'map') return [];
  const items = tree.entries.get('items')?.value;
  if (items?.kind === 'list' && /List$/.test(textAt(tree, 'kind') ?? '')) return items.items.flatMap(objectsIn);
  const [apiVersion, kind, name] = [textAt(tree, 'apiVersion'), textAt(tree, 'kind'), textAt(tree, 'metadata', 'name')];
  if (apiVersion === undefined || kind === undefined || name === undefined) return [];
  return [{ apiVersion, kind, name, namespace: textAt(tree, 'metadata', 'namespace'), tree }];
}

/** The node at a path of keys; undefined where it was not written. */
export function nodeAt(tree: Located | undefined, ...path: readonly string[]): Located | undefined {
  let node = tree;
  for (const key of path) node = node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
  return node;
}

/** The text at a path of keys; a number counts as its digits. */
export function textAt(tree: Located | undefined, ...path: readonly string[]): string | undefined {
  const node = nodeAt(tree, ...path);
  return node?.kind === 'scalar' && (typeof node.plain === 'string' || typeof node.plain === 'number')
    ? String(node.plain)
    : undefined;
}

/** The same tree with its places in the whole text. */
function moved(node: Located, source: SourceText, offset: number): Located {
  const at = movedPlace(node.at, source, offset);
  switch (node.kind) {
    case 'scalar':
      return { ...node, at };
    case 'list':
      return { ...node, at, items: node.items.map(item => moved(item, source, offset)) };
    case 'map':
      return {
        ...node,
        at,
        entries: new Map(
          [...node.entries].map(([name, { key, value }]) => [
            name,
            { key: movedPlace(key, source, offset), value: moved(value, source, offset) },
          ]),
        ),
      };
  }
}

function movedPlace({ span }: Written, source: SourceText, offset: number): Written {
  return { kind: 'written', span: movedSpan(span, source, offset) };
}

function movedSpan({ start, end }: Span, source: SourceText, offset: number): Span {
  return { source, start: start + offset, end: end + offset };
}
