import type { CST } from 'yaml';
import type { Budgets } from '../model/budgets.ts';
import { budgetProblem } from '../model/catalogue/budgets.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { yamlLibrary } from './yaml-library.ts';

export type YamlStream =
  | {
      readonly kind: 'read';
      readonly tokens: readonly CST.Token[];
      /** Where reading ended: before the end of the text where nothing that follows would be told. */
      readonly end: number;
    }
  | { readonly kind: 'refused'; readonly problem: Diagnostic };

/** After so many errors of the parser, or behind a second document, the rest of a text has nothing to add. */
const ENOUGH_ERRORS = 100;
const ENOUGH_DOCUMENTS = 3;

/** The tokens of a text as trees, as long as it keeps within its budgets: no token is made after one is exceeded. */
export function yamlStream(source: SourceText, budgets: Pick<Budgets, 'tokens' | 'nodes'>): YamlStream {
  const { Lexer, Parser } = yamlLibrary();
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  let nodes = 0;
  let offset = 0;
  let errors = 0;
  let documents = 0;
  const over = (name: 'tokens' | 'nodes', at: number): YamlStream => {
    const span = { source, start: at, end: Math.min(at + 1, source.text.length) };
    return { kind: 'refused', problem: budgetProblem('over-budget', name, { data: { most: budgets[name] }, span }) };
  };
  for (const lexeme of new Lexer().lex(source.text)) {
    if (isMark(lexeme)) {
      if (lexeme === SCALAR) nodes += 1;
    } else {
      lexemes += 1;
      if (lexeme === '[' || lexeme === '{' || lexeme === '-' || lexeme === '?' || isAliasOrQuoted(lexeme)) nodes += 1;
      if (lexemes > budgets.tokens) return over('tokens', offset);
      if (nodes > budgets.nodes) return over('nodes', offset);
      offset += lexeme.length;
    }
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type === 'error') errors += 1;
      if (token.type === 'document') documents += 1;
    }
    if (errors >= ENOUGH_ERRORS || documents >= ENOUGH_DOCUMENTS) break;
  }
  tokens.push(...parser.end());
  return { kind: 'read', tokens, end: offset };
}

/** What the lexer says between the parts of the text, of no length in it: a document, a plain scalar, a flow error. */
const SCALAR = '\u001f';
function isMark(lexeme: string): boolean {
  return lexeme === SCALAR || lexeme === '\u0002' || lexeme === '\u0018';
}

function isAliasOrQuoted(lexeme: string): boolean {
  const first = lexeme.charCodeAt(0);
  return first === 0x22 || first === 0x27 || first === 0x2a;
}
