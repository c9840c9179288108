import { organisationProblem } from '../../model/catalogue/organisation.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { PlacedText } from '../../model/organisation.ts';
import type { CelInput, Environment } from './cel.ts';
import { compileExpression } from './expression.ts';
import type { Expression } from './expression.ts';
import type { Scope } from './names.ts';
import { shown } from './values.ts';

/** A text with CEL in braces; `{{` and `}}` are braces. */
export interface Template {
  /** One line, filled; a placeholder that cannot be is left as it was written, and said why. */
  readonly fill: (bindings: Readonly<Record<string, CelInput>>) => {
    readonly text: string;
    readonly diagnostics: readonly Diagnostic[];
  };
}

type Piece = string | { readonly expression: Expression; readonly start: number; readonly end: number };

export function compileTemplate(
  text: PlacedText,
  scope: Scope,
  environment: Environment,
): { readonly template: Template; readonly diagnostics: readonly Diagnostic[] } {
  const pieces: Piece[] = [];
  const diagnostics: Diagnostic[] = [];
  const { plain } = text;
  for (let at = 0; at < plain.length; ) {
    const brace = plain.slice(at).search(/[{}]/);
    if (brace === -1) {
      pieces.push(plain.slice(at));
      break;
    }
    pieces.push(plain.slice(at, at + brace));
    at += brace;
    if (plain[at + 1] === plain[at]) {
      pieces.push(plain[at] ?? '');
      at += 2;
      continue;
    }
    const end = plain[at] === '{' ? closingBrace(plain, at) : undefined;
    if (end === undefined) {
      const opens = plain[at] === '{';
      diagnostics.push(
        organisationProblem('policy-placeholder', opens ? 'unclosed' : 'unopened', {
          data: { braces: opens ? '{{' : '}}' },
          span: text.part(at, at + 1),
        }),
      );
      break;
    }
    const compiled = compileExpression(text, at + 1, end, scope, environment, 'text');
    diagnostics.push(...compiled.diagnostics);
    if (compiled.expression !== undefined) pieces.push({ expression: compiled.expression, start: at + 1, end });
    at = end + 1;
  }
  return { template: { fill: bindings => filled(text, pieces, bindings) }, diagnostics };
}

function filled(
  text: PlacedText,
  pieces: readonly Piece[],
  bindings: Readonly<Record<string, CelInput>>,
): ReturnType<Template['fill']> {
  const diagnostics: Diagnostic[] = [];
  const words = pieces.map(piece => {
    if (typeof piece === 'string') return piece;
    const { expression, start, end } = piece;
    const answer = expression.ask(bindings);
    if (answer.kind === 'problem') diagnostics.push(expression.diagnose(answer.problem));
    else {
      const said = shown(answer.value);
      if (said !== undefined) return said;
      diagnostics.push(
        expression.diagnose({
          found: organisationProblem('policy-failed', 'unprintable', {}),
          start: 0,
          end: end - start,
        }),
      );
    }
    return `{${text.plain.slice(start, end)}}`;
  });
  return { text: words.join('').replace(/\s+/g, ' ').trim(), diagnostics };
}

/** Offset of the brace that closes the one at the offset; braces in CEL's texts and maps are passed over. */
function closingBrace(text: string, from: number): number | undefined {
  let depth = 0;
  const tokens = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{}]/g;
  tokens.lastIndex = from;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '{') depth += 1;
    else if (token[0] === '}') {
      depth -= 1;
      if (depth === 0) return token.index;
    }
  }
  return undefined;
}
