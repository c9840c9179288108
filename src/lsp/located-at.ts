import type { Path } from '../model/sourced.ts';
import type { Span } from '../model/span.ts';
import type { Located } from '../source/located.ts';

/** What stands at an offset: a key, a value, or nothing that is written. */
export interface Standing {
  readonly path: Path;
  readonly on: 'key' | 'value';
  readonly span: Span;
  /** The key of the innermost entry around the offset, or the item of a list. */
  readonly entry: Span;
}

/** The innermost thing of a tree at an offset. */
export function standingAt(root: Located, offset: number): Standing | undefined {
  return within(root, offset, [], root.at.span);
}

function within(node: Located, offset: number, path: Path, entry: Span): Standing | undefined {
  if (!holds(node.at.span, offset)) return undefined;
  switch (node.kind) {
    case 'scalar':
      return { path, on: 'value', span: node.at.span, entry };
    case 'list':
      return first(node.items.entries(), ([index, item]) => within(item, offset, [...path, index], item.at.span));
    case 'map':
      return first(node.entries, ([name, { key, value }]) =>
        holds(key.span, offset)
          ? { path: [...path, name], on: 'key', span: key.span, entry: key.span }
          : within(value, offset, [...path, name], key.span),
      );
  }
}

function first<T, R>(items: Iterable<T>, find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
