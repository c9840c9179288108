import { Composer, Parser } from 'yaml';
import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText, Span } from '../model/span.ts';
import type { Located } from '../source/located.ts';
import { forbiddenCharacters } from '../source/characters.ts';
import { commentsOf, tokenProblems, tooDeepAt } from '../source/yaml-tokens.ts';
import { syntaxProblems, tooDeep } from '../source/yaml-problems.ts';
import { locatedTree } from '../source/yaml-tree.ts';

export interface Parsed extends Outcome<Located | undefined> {
  readonly source: SourceText;
  /** Each from its `#` to the end of its line, in the order of the text; none where the text cannot be trusted. */
  readonly comments: readonly Span[];
}

/** What is written in a file: a system, or an organisation's own policies. */
export type FileKind = 'configuration' | 'policies';

/**
 * YAML 1.2 core to a located tree, with everything that is wrong with it.
 *
 * There is no value when the text cannot be trusted to mean what it seems to say (a syntax error, an alias that
 * leads nowhere): what validation would say of it would only hide the cause.
 */
export function parse(source: SourceText, kind: FileKind = 'configuration'): Parsed {
  const forbidden = forbiddenCharacters(source);
  // The lexer of yaml marks its own tokens with control characters, so it must not be given any.
  if (forbidden.length > 0) return { source, value: undefined, diagnostics: forbidden, comments: [] };

  try {
    return located(source, kind);
  } catch (error) {
    if (error instanceof RangeError) return { source, value: undefined, diagnostics: [tooDeep(source)], comments: [] };
    throw error;
  }
}

function located(source: SourceText, kind: FileKind): Parsed {
  const tokens = [...new Parser().parse(source.text)];
  const deep = tooDeepAt(tokens);
  if (deep !== undefined) return { source, value: undefined, diagnostics: [tooDeep(source, deep)], comments: [] };
  // Duplicate keys are found by the walk: the library's own check is quadratic, and knows one of the two places.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, version: '1.2', logLevel: 'silent' });
  const documents = [...composer.compose(tokens, true, source.text.length)];
  const syntax = syntaxProblems(source, documents);
  const [document] = documents;
  if (syntax.length > 0 || document === undefined)
    return { source, value: undefined, diagnostics: syntax, comments: [] };

  const refused = tokenProblems(source, tokens);
  const comments = commentsOf(source, tokens);
  if (document.contents === null) {
    return { source, value: undefined, diagnostics: refused.length > 0 ? refused : [empty(source, kind)], comments };
  }
  const { tree, trusted, found } = locatedTree(source, document.contents);
  return { source, value: trusted ? tree : undefined, diagnostics: [...refused, ...found], comments };
}

function empty(source: SourceText, kind: FileKind): Diagnostic {
  const blank = source.text.replace(/^\uFEFF/, '').trim() === '';
  const [whenBlank, otherwise] = EMPTY[kind];
  return configurationProblem('empty-file', blank ? whenBlank : otherwise, { span: { source, start: 0, end: 0 } });
}

const EMPTY = {
  configuration: ['empty', 'comments'],
  policies: ['emptyPolicies', 'commentsInPolicies'],
} as const;
