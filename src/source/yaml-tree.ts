import type { Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { BoundedFindings } from '../model/bounded-findings.ts';
import type { Budgets } from '../model/budgets.ts';
import { yamlProblem } from '../model/catalogue/yaml.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Written } from '../model/sourced.ts';
import type { SourceText, Span } from '../model/span.ts';
import { hasControlCharacter } from './characters.ts';
import { RESERVED_KEYS, weightOfScalar } from './located.ts';
import type { Located, LocatedEntry } from './located.ts';
import { yamlLibrary } from './yaml-library.ts';

export interface LocatedTree {
  readonly tree: Located;
  /** False when part of the text could not be turned into what it means. */
  readonly trusted: boolean;
  /** Values, those that aliases add included. */
  readonly weight: number;
  readonly found: readonly Diagnostic[];
}

/**
 * One walk over a composed document.
 *
 * Merge keys (`<<`) are followed although YAML 1.2 dropped them: everyone who shares a block by anchor writes them,
 * and the alternative is an unknown key. An alias shares the node of its anchor, so what it brings points at the
 * line that was written.
 */
export function locatedTree(
  source: SourceText,
  contents: Node,
  { depth: deepest, aliases, problems }: Pick<Budgets, 'depth' | 'aliases' | 'problems'>,
): LocatedTree {
  const { isAlias, isMap, isNode, isScalar, isSeq } = yamlLibrary();
  const found = new BoundedFindings(problems);
  const anchors = new Map<string, { readonly located: Located; readonly weight: number }>();
  let trusted = true;
  let weight = 0;
  let byAlias = 0;

  const span = (start: number, end: number): Span => ({ source, start, end });
  const written = (start: number, end: number): Written => ({ kind: 'written', span: span(start, end) });
  const distrust = (problem: Diagnostic): void => {
    // An alias that leads nowhere is a mistake of its own each time; the limits are reached once.
    if (trusted || problem.id === 'unknown-alias') found.add(problem.span, () => problem);
    trusted = false;
  };
  const nothing = (start: number, end: number): Located => ({ kind: 'scalar', at: written(start, end), plain: null });

  const convert = (node: Node, depth: number): Located => {
    const [start, end] = rangeOf(node);
    if (isAlias(node)) return follow(node.source, start, end);
    if (depth > deepest) {
      distrust(yamlProblem('too-deep', 'levels', { data: { levels: deepest }, span: span(start, start + 1) }));
      return nothing(start, end);
    }
    const before = weight;
    weight += isScalar(node) ? weightOfScalar(node.value) : 1;
    const located = convertOwn(node, start, end, depth);
    const anchor = 'anchor' in node ? node.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, { located, weight: weight - before });
    return located;
  };

  const convertOwn = (node: Node, start: number, end: number, depth: number): Located => {
    if (isMap(node)) return mapOf(node, depth);
    if (isSeq(node)) return listOf(node, depth);
    return isScalar(node) ? scalarOf(node, start, end) : nothing(start, end);
  };

  const follow = (name: string, start: number, end: number): Located => {
    const anchor = anchors.get(name);
    if (anchor === undefined) {
      distrust(yamlProblem('unknown-alias', 'unknown', { data: { alias: name }, span: span(start, end) }));
      return nothing(start, end);
    }
    return spend(anchor.weight, start, end) ? anchor.located : nothing(start, end);
  };

  const spend = (nodes: number, start: number, end: number): boolean => {
    byAlias += nodes;
    weight += nodes;
    if (byAlias <= aliases) return true;
    distrust(yamlProblem('alias-expansion', 'values', { data: { values: aliases }, span: span(start, end) }));
    return false;
  };

  const listOf = (node: YAMLSeq, depth: number): Located => {
    const [start, end] = rangeOf(node);
    const items: Located[] = [];
    let last = start;
    for (const item of node.items) {
      if (!isNode(item)) continue;
      const located = convert(item, depth + 1);
      items.push(located);
      last = endOf(item, located);
    }
    return { kind: 'list', at: written(start, node.flow === true ? end : last), items };
  };

  const mapOf = (node: YAMLMap, depth: number): Located => {
    const [start, end] = rangeOf(node);
    const entries = new Map<string, LocatedEntry>();
    const merges: Located[] = [];
    let mergeKey: Written | undefined;
    let last = start;
    for (const pair of node.items) {
      const key = keyOf(pair, start);
      const value = isNode(pair.value) ? convert(pair.value, depth + 1) : nothing(key.at.span.end, key.at.span.end);
      last = Math.max(key.at.span.end, isNode(pair.value) ? endOf(pair.value, value) : 0);
      const earlier = key.merge ? mergeKey : entries.get(key.text)?.key;
      if (earlier !== undefined) {
        found.add(key.at.span, () =>
          yamlProblem('duplicate-key', key.merge ? 'mergeTwice' : 'twice', {
            data: { key: key.text },
            span: key.at.span,
            related: [{ message: 'the first one', span: earlier.span }],
          }),
        );
      }
      if (key.merge) {
        mergeKey = key.at;
        merges.push(value);
      } else if (!RESERVED_KEYS.has(key.text)) {
        entries.set(key.text, { key: key.at, value });
      }
    }
    for (const merged of merges) merge(entries, merged, mergeKey ?? written(start, end));
    return { kind: 'map', at: written(start, node.flow === true ? end : last), entries };
  };

  /** Own keys win over merged ones, and an earlier map of a list over a later one. */
  const merge = (entries: Map<string, LocatedEntry>, merged: Located, key: Written): void => {
    const maps = merged.kind === 'list' ? merged.items : [merged];
    for (const map of maps) {
      if (map.kind !== 'map') {
        // After a limit was reached, or for an unknown alias, an empty node stands where the map would be.
        if (trusted) found.add(key.span, () => yamlProblem('yaml-merge', 'noMap', { span: key.span }));
        return;
      }
      if (!spend(map.entries.size, key.span.start, key.span.end)) return;
      for (const [name, entry] of map.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  };

  const keyOf = (
    pair: Pair,
    mapStart: number,
  ): { readonly text: string; readonly at: Written; readonly merge: boolean } => {
    const node = pair.key;
    if (!isNode(node)) return { text: '', at: written(mapStart, mapStart), merge: false };
    const [start, end] = rangeOf(node);
    const at = written(start, end);
    const raw = source.text.slice(start, end);
    if (!isScalar(node)) {
      const template = raw.startsWith('{');
      found.add(at.span, () => yamlProblem('yaml-key', template ? 'braces' : 'collection', { span: at.span }));
      return { text: raw, at, merge: false };
    }
    const { value } = node;
    if (node.type === 'PLAIN' && value === '<<') return { text: '<<', at, merge: true };
    if (typeof value !== 'string') {
      found.add(at.span, () =>
        raw === ''
          ? yamlProblem('yaml-key', 'empty', { span: at.span })
          : yamlProblem('yaml-key', 'scalar', { data: { key: raw }, span: at.span }),
      );
      return { text: raw, at, merge: false };
    }
    if (RESERVED_KEYS.has(value))
      found.add(at.span, () => yamlProblem('reserved-key', 'reserved', { data: { key: value }, span: at.span }));
    if (hasControlCharacter(value))
      found.add(at.span, () => yamlProblem('forbidden-character', 'inKey', { span: at.span }));
    if (node.anchor !== undefined)
      anchors.set(node.anchor, { located: { kind: 'scalar', at, plain: value }, weight: weightOfScalar(value) });
    return { text: value, at, merge: false };
  };

  const scalarOf = (node: Scalar, start: number, end: number): Located => {
    const { value } = node;
    const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
    const at = written(start, block ? trimmedEnd(source.text, start, end) : end);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      const number = source.text.slice(start, end);
      found.add(at.span, () => yamlProblem('not-finite', 'number', { data: { number }, span: at.span }));
      return { kind: 'scalar', at, plain: 0 };
    }
    if (typeof value === 'string' && node.type === 'QUOTE_DOUBLE' && hasControlCharacter(value)) {
      found.add(at.span, () => yamlProblem('forbidden-character', 'inText', { span: at.span }));
    }
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return { kind: 'scalar', at, plain: value };
    return { kind: 'scalar', at, plain: null };
  };

  const tree = convert(contents, 1);
  return { tree, trusted, weight, found: found.all() };
}

/** Offsets of the value itself, without the comments and blank lines after it. */
function rangeOf(node: Node): readonly [start: number, end: number] {
  const range = node.range;
  return range === null || range === undefined ? [0, 0] : [range[0], range[1]];
}

/** Where a child ends in the text; for an alias that is not where its value ends. */
function endOf(node: Node, located: Located): number {
  return yamlLibrary().isAlias(node) ? rangeOf(node)[1] : located.at.span.end;
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
