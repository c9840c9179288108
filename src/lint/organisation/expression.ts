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
    id: 'policy-not-a-condition',
    message: `an assertion must be true or false, and this is ${given}`,
    help: 'Compare it with what it must be',
    start: 0,
    end: written.length,
  };
}

/** Words for what the library says while it evaluates. */
const FAILURES: readonly (readonly [pattern: RegExp, message: (found: readonly string[]) => string, help: string])[] = [
  [
    /^field not found: (.*)$/,
    ([, field = '']) => `there is no "${field}" to read`,
    'Ask has(…) before you read what may be absent, or "key" in a map',
  ],
  [
    /^found no matching overload for '(.*?)' applied to '\((.*)\)'$/,
    ([, name = '', types = '']) => `${operator(name)} does not take ${spelt(types)}`,
    'Compare like with like: whole numbers are ints, durations are written duration("5m")',
  ],
  [
    /^unbound function: (.*)$/,
    ([, name = '']) => `${operator(name)} does not exist for these values`,
    'See https://cel.dev for the functions of each type',
  ],
];

function failure(said: string, at: number | undefined, written: string): Problem {
  for (const [pattern, message, help] of FAILURES) {
    const found = pattern.exec(said);
    if (found !== null) return { id: 'policy-failed', message: message(found), help, ...tokenAt(written, at) };
  }
  return {
    id: 'policy-failed',
    message: said.split('\n', 1)[0] ?? said,
    help: 'Mend the expression',
    ...tokenAt(written, at),
  };
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

function diagnosticOf({ id, message, help, start, end }: Problem, text: PlacedText, from: number): Diagnostic {
  return {
    id,
    severity: 'error',
    message,
    span: text.part(from + start, from + Math.max(end, start + 1)),
    ...(help === undefined ? {} : { help }),
  };
}
