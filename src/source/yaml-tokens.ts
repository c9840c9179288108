import type { CST } from 'yaml';
import { BoundedFindings } from '../model/bounded-findings.ts';
import { yamlProblem } from '../model/catalogue/yaml.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceText, Span } from '../model/span.ts';

/** What only the tokens show: directives (`%YAML 1.1` turns `on` into true) and tags. */
export function tokenProblems(source: SourceText, tokens: readonly CST.Token[], most: number): readonly Diagnostic[] {
  const found = new BoundedFindings(most);
  const directives = tokens.filter(token => token.type === 'directive');
  const tags = source.text.includes('!') ? tagsOf(tokens) : [];
  for (const token of [...directives, ...tags].sort((a, b) => a.offset - b.offset)) {
    const span = { source, start: token.offset, end: token.offset + token.source.length };
    found.add(span, () =>
      token.type === 'directive'
        ? yamlProblem('yaml-directive', 'directive', { data: { directive: token.source }, span })
        : yamlProblem('yaml-tag', 'tag', { data: { tag: token.source }, span }),
    );
  }
  return found.all();
}

/** Where the comments stand, in the order of the text. */
export function commentsOf(source: SourceText, tokens: readonly CST.Token[]): readonly Span[] {
  return source.text.includes('#')
    ? sourceTokens(tokens, 'comment')
        .map(({ offset, source: { length } }) => ({ source, start: offset, end: offset + length }))
        .sort((a, b) => a.start - b.start)
    : [];
}

/**
 * Deeper than this the composer, which is recursive, may come near the end of the stack; V8 aborts where it must
 * compile a regular expression there.
 */
const DEEPEST_COMPOSED = 256;

/** Offset of the first token that is nested too deeply to be composed. */
export function tooDeepAt(tokens: readonly CST.Token[]): number | undefined {
  let level: readonly CST.Token[] = tokens;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_COMPOSED) return level[0]?.offset;
    const next: CST.Token[] = [];
    for (const token of level) {
      if (token.type === 'document') {
        if (token.value !== undefined) next.push(token.value);
      } else if ('items' in token) {
        for (const { key, value } of token.items) {
          if (key !== null && key !== undefined && 'items' in key) next.push(key);
          if (value !== undefined && 'items' in value) next.push(value);
        }
      }
    }
    level = next;
  }
  return undefined;
}

function tagsOf(tokens: readonly CST.Token[]): readonly CST.SourceToken[] {
  return sourceTokens(tokens, 'tag');
}

/** Not recursive: the depth of a text is up to whoever wrote it. */
function sourceTokens(tokens: readonly CST.Token[], type: 'tag' | 'comment'): readonly CST.SourceToken[] {
  const found: CST.SourceToken[] = [];
  const waiting: CST.Token[] = [...tokens];
  const look = (around: readonly CST.Token[] | undefined): void => {
    for (const token of around ?? []) if (token.type === type) found.push(token);
  };
  for (let token = waiting.pop(); token !== undefined; token = waiting.pop()) {
    if (token.type === type) found.push(token);
    if ('start' in token && Array.isArray(token.start)) look(token.start);
    if ('end' in token && Array.isArray(token.end)) look(token.end);
    if ('props' in token) look(token.props);
    if (token.type === 'document' && token.value !== undefined) waiting.push(token.value);
    if (token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection') {
      for (const item of token.items) {
        look(item.start);
        look(item.sep);
        if (item.key !== undefined && item.key !== null) waiting.push(item.key);
        if (item.value !== undefined) waiting.push(item.value);
      }
    }
  }
  return found;
}
