import { organisationProblem } from '../../model/catalogue/organisation.ts';
import type { PlacedText } from '../../model/organisation.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { cel } from './cel.ts';
import type { Ast, CelInput, CelValue, Environment } from './cel.ts';
import { metered } from './cost.ts';
import { checkNames } from './names.ts';
import type { Scope } from './names.ts';
import { readsOf } from './reads.ts';
import type { Read } from './reads.ts';
import { shapeName } from './shape.ts';
import { isProblem, parseExpression } from './syntax.ts';
import type { Problem } from './syntax.ts';

export interface Expression {
  readonly ast: Ast;
  readonly reads: readonly Read[];
  readonly ask: (bindings: Readonly<Record<string, CelInput>>) => Answer;
  /** A part of it, for the one who looks for the cause; undefined where that has no value. */
  readonly askPart: (part: Ast, bindings: Readonly<Record<string, CelInput>>) => CelValue | undefined;
  /** The diagnostic of a problem, at its place in the file. */
  readonly diagnose: (problem: Problem) => Diagnostic;
}

export type Answer =
  | { readonly kind: 'value'; readonly value: CelValue }
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface Compiled {
  readonly expression: Expression | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses an expression and holds its names, and the kind of what it gives, against the documented input. */
export function compileExpression(
  text: PlacedText,
  from: number,
  to: number,
  scope: Scope,
  environment: Environment,
  wanted: 'condition' | 'text',
): Compiled {
  const written = text.plain.slice(from, to);
  const diagnose = (problem: Problem): Diagnostic => diagnosticOf(problem, text, from);
  const parsed = parseExpression(written);
  if (isProblem(parsed)) return { expression: undefined, diagnostics: [diagnose(parsed)] };
  const { shape, problems } = checkNames(written, parsed, scope, environment);
  if (problems.length > 0) return { expression: undefined, diagnostics: problems.map(diagnose) };
  if (wanted === 'condition' && shape !== undefined && shape.kind !== 'bool') {
    return { expression: undefined, diagnostics: [diagnose(notACondition(shapeName(shape), written))] };
  }
  const run = environment.plan(metered(parsed.ast));
  const parts = new Map<Ast, ReturnType<Environment['plan']>>();
  return {
    diagnostics: [],
    expression: {
      ast: parsed.ast,
      reads: readsOf(parsed.ast),
      ask: bindings => {
        const answer = run(bindings);
        return cel().isCelError(answer)
          ? {
              kind: 'problem',
              problem: failure(
                answer.message,
                answer.exprId === undefined ? undefined : parsed.offsetOf(answer.exprId),
                written,
              ),
            }
          : { kind: 'value', value: answer };
      },
      askPart: (part, bindings) => {
        const planned = parts.get(part) ?? environment.plan(metered(part));
        parts.set(part, planned);
        const answer = planned(bindings);
        return cel().isCelError(answer) ? undefined : answer;
      },
      diagnose,
    },
  };
}

/** What an assertion gives that is no truth value. */
export function notACondition(given: string, written: string): Problem {
  return {
    found: organisationProblem('policy-not-a-condition', 'given', { data: { given } }),
    start: 0,
    end: written.length,
  };
}

/** Words for what the library says while it evaluates. */
const FAILURES: readonly (readonly [pattern: RegExp, found: (parts: readonly string[]) => Diagnostic])[] = [
  [/^field not found: (.*)$/, ([, field = '']) => organisationProblem('policy-failed', 'absent', { data: { field } })],
  [
    /^found no matching overload for '(.*?)' applied to '\((.*)\)'$/,
    ([, name = '', types = '']) =>
      organisationProblem('policy-failed', 'types', { data: { operator: operator(name), types: spelt(types) } }),
  ],
  [
    /^unbound function: (.*)$/,
    ([, name = '']) => organisationProblem('policy-failed', 'unbound', { data: { operator: operator(name) } }),
  ],
];

function failure(said: string, at: number | undefined, written: string): Problem {
  for (const [pattern, found] of FAILURES) {
    const parts = pattern.exec(said);
    if (parts !== null) return { found: found(parts), ...tokenAt(written, at) };
  }
  const problem = said.split('\n', 1)[0] ?? said;
  return { found: organisationProblem('policy-failed', 'other', { data: { problem } }), ...tokenAt(written, at) };
}

/** `_>=_` is `>=`, and `@in` is `in`. */
function operator(name: string): string {
  return `"${name.replaceAll('_', '').replace('@', '') || name}"`;
}

function spelt(types: string): string {
  return types.replaceAll('google.protobuf.Duration', 'duration').split(', ').join(' and ');
}

/** A field or a method is known by the dot before it. */
function tokenAt(written: string, at: number | undefined): Pick<Problem, 'start' | 'end'> {
  if (at === undefined) return { start: 0, end: written.length };
  const start = written[at] === '.' ? at + 1 : at;
  const length = /^(?:\w+|[<>=!&|]+|.)/s.exec(written.slice(start))?.[0].length ?? 1;
  return { start, end: start + length };
}

function diagnosticOf({ found, start, end }: Problem, text: PlacedText, from: number): Diagnostic {
  return { ...found, span: text.part(from + start, from + Math.max(end, start + 1)) };
}
