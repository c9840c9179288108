import { isDeepStrictEqual } from 'node:util';
import { parseByYaml } from '../../src/config/parse.ts';
import type { Parsed } from '../../src/config/parse.ts';
import { BUDGETS } from '../../src/model/budgets.ts';
import { forbiddenCharacters } from '../../src/source/characters.ts';
import type { Located } from '../../src/source/located.ts';
import { onePass } from '../../src/source/one-pass.ts';
import { sourceText } from '../../src/source/source-text.ts';

/** Whether one pass took a text that the `yaml` package may read, and how it then differs from what that gives. */
export type Compared =
  | { readonly kind: 'not taken' }
  | { readonly kind: 'the same' }
  | { readonly kind: 'different'; readonly how: string };

export function compared(text: string): Compared {
  const source = sourceText('a.yaml', text);
  if (forbiddenCharacters(source).length > 0) return { kind: 'not taken' };
  const taken = onePass(source, BUDGETS);
  if (taken === undefined) return { kind: 'not taken' };
  const read = parseByYaml(source, 'configuration', BUDGETS);
  const how = difference(taken, read);
  return how === undefined ? { kind: 'the same' } : { kind: 'different', how };
}

function difference(taken: NonNullable<ReturnType<typeof onePass>>, read: Parsed): string | undefined {
  if (read.diagnostics.length > 0) return `yaml says: ${read.diagnostics[0]?.message ?? ''}`;
  if (read.value === undefined) return 'yaml gives no tree';
  if (taken.weight !== read.weight) return `weight ${String(taken.weight)}, not ${String(read.weight)}`;
  const places = (spans: typeof taken.comments): unknown => spans.map(({ start, end }) => [start, end]);
  if (!isDeepStrictEqual(places(taken.comments), places(read.comments))) return 'comments';
  const [mine, theirs] = [flat(taken.tree), flat(read.value)];
  const at = theirs.findIndex((row, index) => row !== mine[index]);
  if (at >= 0 || mine.length !== theirs.length) return `${mine[at] ?? 'nothing'}, not ${theirs[at] ?? 'nothing'}`;
  return isDeepStrictEqual(taken.tree, read.value) ? undefined : 'shape of the tree';
}

/** In the order of the keys; what an alias brings is given once, and must be one node in both. */
function flat(root: Located): readonly string[] {
  const rows: string[] = [];
  const known = new Map<Located, number>();
  const walk = (path: string, node: Located): void => {
    const { start, end } = node.at.span;
    const seen = known.get(node);
    const own = `${path} ${node.kind} ${String(start)}-${String(end)}`;
    if (seen !== undefined) {
      rows.push(`${own} is ${String(seen)}`);
      return;
    }
    known.set(node, known.size);
    if (node.kind === 'scalar')
      rows.push(`${own} ${JSON.stringify(node.plain)}${Object.is(node.plain, -0) ? '-' : ''}`);
    else rows.push(own);
    if (node.kind === 'list')
      node.items.forEach((item, index) => {
        walk(`${path}/${String(index)}`, item);
      });
    if (node.kind === 'map')
      for (const [key, entry] of node.entries) {
        rows.push(`${path}/${key} at ${String(entry.key.span.start)}-${String(entry.key.span.end)}`);
        walk(`${path}/${key}`, entry.value);
      }
  };
  walk('', root);
  return rows;
}
