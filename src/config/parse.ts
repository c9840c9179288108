import { BUDGETS } from '../model/budgets.ts';
import type { Budgets } from '../model/budgets.ts';
import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText, Span } from '../model/span.ts';
import type { Located } from '../source/located.ts';
import { onePass } from '../source/one-pass.ts';
import { composed } from '../source/composed.ts';
import { forbiddenCharacters } from '../source/characters.ts';
import { commentsOf, tokenProblems, tooDeepAt } from '../source/yaml-tokens.ts';
import { syntaxProblems, tooDeep } from '../source/yaml-problems.ts';
import { yamlStream } from '../source/yaml-stream.ts';
import { locatedTree } from '../source/yaml-tree.ts';

export interface Parsed extends Outcome<Located | undefined> {
  readonly source: SourceText;
  /** Each from its `#` to the end of its line, in the order of the text; none where the text cannot be trusted. */
  readonly comments: readonly Span[];
  /** Values of the tree, those that aliases add included. */
  readonly weight: number;
  /** What the phases that follow may spend on it. */
  readonly budgets: Budgets;
}

/** What is written in a file: a system, or an organisation's own policies. */
export type FileKind = 'configuration' | 'policies';

/**
 * YAML 1.2 core to a located tree, with everything that is wrong with it.
 *
 * There is no value when the text cannot be trusted to mean what it seems to say (a syntax error, an alias that
 * leads nowhere): what validation would say of it would only hide the cause.
 */
export function parse(source: SourceText, kind: FileKind = 'configuration', budgets: Budgets = BUDGETS): Parsed {
  const forbidden = forbiddenCharacters(source);
  // The lexer of yaml marks its own tokens with control characters, so it must not be given any.
  if (forbidden.length > 0) return refused(source, budgets, forbidden);
  const taken = onePass(source, budgets);
  if (taken === undefined) return parseByYaml(source, kind, budgets);
  return { source, value: taken.tree, diagnostics: [], comments: taken.comments, weight: taken.weight, budgets };
}

/** The same by way of the `yaml` package, which knows what is wrong with a text; it takes five times as long. */
export function parseByYaml(source: SourceText, kind: FileKind, budgets: Budgets): Parsed {
  try {
    return located(source, kind, budgets);
  } catch (error) {
    if (error instanceof RangeError) return refused(source, budgets, [tooDeep(source)]);
    throw error;
  }
}

function refused(source: SourceText, budgets: Budgets, diagnostics: readonly Diagnostic[]): Parsed {
  return { source, value: undefined, diagnostics, comments: [], weight: 0, budgets };
}

function located(source: SourceText, kind: FileKind, budgets: Budgets): Parsed {
  const stream = yamlStream(source, budgets);
  if (stream.kind === 'refused') return refused(source, budgets, [stream.problem]);
  const { tokens } = stream;
  const deep = tooDeepAt(tokens);
  if (deep !== undefined) return refused(source, budgets, [tooDeep(source, deep)]);
  // Several errors of one place are told as one.
  const { documents, dropped } = composed(tokens, source.text.length, 4 * budgets.problems);
  const syntax = syntaxProblems(source, documents, { most: budgets.problems, dropped, end: stream.end });
  const [document] = documents;
  if (syntax.length > 0 || document === undefined) return refused(source, budgets, syntax);

  const found = tokenProblems(source, tokens, budgets.problems);
  const comments = commentsOf(source, tokens);
  if (document.contents === null)
    return { ...refused(source, budgets, found.length > 0 ? found : [empty(source, kind)]), comments };
  const tree = locatedTree(source, document.contents, budgets);
  return {
    source,
    value: tree.trusted ? tree.tree : undefined,
    diagnostics: [...found, ...tree.found],
    comments,
    weight: tree.weight,
    budgets,
  };
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
