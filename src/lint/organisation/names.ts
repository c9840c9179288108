import { nearest } from '../../model/nearest.ts';
import type { Ast, Environment } from './cel.ts';
import { BOOL, DURATION, INT, shapeName, TEXT } from './shape.ts';
import type { Shape } from './shape.ts';
import type { Parsed, Problem } from './syntax.ts';

/** Shapes of the variables that are in scope, those of comprehensions included; undefined where one is not known. */
export type Scope = Readonly<Record<string, Shape | undefined>>;

interface Checked {
  /** Of what the expression gives; undefined where the names do not tell. */
  readonly shape: Shape | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Holds every name in an expression against the documented input: a field that is misspelt must not wait until it is
 * read.
 */
export function checkNames(text: string, { ast, offsetOf }: Parsed, scope: Scope, environment: Environment): Checked {
  const problems: Problem[] = [];

  const report = (id: Problem['id'], node: Ast, name: string, message: string, help: string): void => {
    const at = offsetOf(node.id);
    const found = text.indexOf(name, at);
    const start = found === -1 ? at : found;
    problems.push({ id, message, help, start, end: start + (found === -1 ? 1 : name.length) });
  };

  const shapeOf = (node: Ast | undefined, names: Scope): Shape | undefined => {
    if (node === undefined) return undefined;
    const { exprKind } = node;
    switch (exprKind.case) {
      case 'constExpr':
        return CONSTANTS[exprKind.value.constantKind.case ?? ''];
      case 'identExpr':
        return variable(node, exprKind.value.name, names);
      case 'selectExpr': {
        const { operand, field, testOnly } = exprKind.value;
        const shape = member(node, shapeOf(operand, names), field);
        return testOnly ? BOOL : shape;
      }
      case 'callExpr':
        return called(node, exprKind.value, names);
      case 'listExpr': {
        const [first] = exprKind.value.elements.map(element => shapeOf(element, names));
        return first === undefined ? undefined : { kind: 'list', items: first };
      }
      case 'structExpr':
        for (const { keyKind, value } of exprKind.value.entries) {
          if (keyKind.case === 'mapKey') shapeOf(keyKind.value, names);
          shapeOf(value, names);
        }
        return undefined;
      case 'comprehensionExpr': {
        const { iterRange, iterVar, accuVar, accuInit, loopStep, result } = exprKind.value;
        const range = shapeOf(iterRange, names);
        const inner = { ...names, [iterVar]: itemOf(range), [accuVar]: shapeOf(accuInit, names) };
        shapeOf(loopStep, inner);
        const made = elementMade(loopStep);
        if (made === undefined) return shapeOf(result, inner);
        const items = quietly(() => shapeOf(made, inner));
        return items === undefined ? undefined : { kind: 'list', items };
      }
      default:
        return undefined;
    }
  };

  /** What is asked a second time is not reported a second time. */
  const quietly = <T>(ask: () => T): T => {
    const before = problems.length;
    const answer = ask();
    problems.length = before;
    return answer;
  };

  const variable = (node: Ast, name: string, names: Scope): Shape | undefined => {
    if (Object.hasOwn(names, name)) return names[name];
    if (TYPES.includes(name)) return undefined;
    const known = Object.keys(names).filter(other => !other.startsWith('@'));
    const near = nearest(name, known);
    report(
      'policy-unknown-name',
      node,
      name,
      `there is no variable "${name}" here${near === undefined ? '' : `; did you mean "${near}"?`}`,
      HOMES[name] ?? `Read one of ${known.join(', ')}`,
    );
    return undefined;
  };

  const member = (node: Ast, shape: Shape | undefined, field: string): Shape | undefined => {
    if (shape === undefined) return undefined;
    if (shape.kind === 'record') return shape.values;
    if (shape.kind === 'members') {
      if (Object.hasOwn(shape.members, field)) return shape.members[field];
      const known = Object.keys(shape.members);
      const near = nearest(field, known);
      report(
        'policy-unknown-field',
        node,
        field,
        `there is no field "${field}" here${near === undefined ? '' : `; did you mean "${near}"?`}`,
        `Read one of ${known.join(', ')}`,
      );
    } else {
      report(
        'policy-unknown-field',
        node,
        field,
        `${shapeName(shape)} has no field "${field}"`,
        shape.kind === 'list' ? 'Ask its items: .all(x, …), .exists(x, …), .filter(x, …)' : 'Read the value itself',
      );
    }
    return undefined;
  };

  const called = (
    node: Ast,
    call: Extract<Ast['exprKind'], { case: 'callExpr' }>['value'],
    names: Scope,
  ): Shape | undefined => {
    const { function: name, target, args } = call;
    if (name === '_[_]') {
      const [of, key] = args;
      const shape = shapeOf(of, names);
      shapeOf(key, names);
      const written =
        key?.exprKind.case === 'constExpr' && key.exprKind.value.constantKind.case === 'stringValue'
          ? key.exprKind.value.constantKind.value
          : undefined;
      if (shape?.kind === 'list') return shape.items;
      return written === undefined || shape === undefined ? undefined : member(key ?? node, shape, written);
    }
    if (target !== undefined) shapeOf(target, names);
    const given = args.map(argument => shapeOf(argument, names));
    if (name === '_?_:_') return given[1] ?? given[2];
    if (!OPERATORS.test(name) && !environment.hasFunction(name)) {
      const near = nearest(name, [...environment.functions, ...MACROS]);
      report(
        'policy-unknown-name',
        node,
        name,
        `there is no function "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
        `Call one of ${[...MACROS, ...environment.functions].join(', ')}`,
      );
    }
    return RESULTS[name];
  };

  return { shape: shapeOf(ast, scope), problems };
}

const HOMES: Readonly<Record<string, string>> = {
  pool: 'Give the policy "scope: pool", or go through environment.pools',
  environment: 'Give the policy "scope: environment", or go through system.environments',
};

const TYPES = ['int', 'uint', 'double', 'bool', 'string', 'bytes', 'list', 'map', 'null_type', 'type'];
const MACROS = ['has', 'all', 'exists', 'exists_one', 'filter', 'map'];

/** What the grammar makes of operators: `_&&_`, `!_`, `@in`. */
const OPERATORS = /[^\w]|^_/;

const CONSTANTS: Readonly<Record<string, Shape>> = {
  boolValue: BOOL,
  stringValue: TEXT,
  int64Value: INT,
  doubleValue: { kind: 'double' },
};

const RESULTS: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries(
    [
      '_&&_',
      '_||_',
      '!_',
      '_==_',
      '_!=_',
      '_<_',
      '_<=_',
      '_>_',
      '_>=_',
      '@in',
      'contains',
      'endsWith',
      'matches',
      'startsWith',
      'bool',
    ].map(name => [name, BOOL]),
  ),
  ...Object.fromEntries(
    ['size', 'int', 'indexOf', 'lastIndexOf', 'getHours', 'getMinutes', 'getSeconds'].map(name => [name, INT]),
  ),
  ...Object.fromEntries(
    ['string', 'charAt', 'lowerAscii', 'upperAscii', 'substring', 'trim'].map(name => [name, TEXT]),
  ),
  duration: DURATION,
  double: { kind: 'double' },
};

function itemOf(range: Shape | undefined): Shape | undefined {
  if (range?.kind === 'list') return range.items;
  // A map is walked by its keys.
  return range?.kind === 'record' || range?.kind === 'members' ? TEXT : undefined;
}

/** `map` and `filter` put one element behind the list so far: `@result + [element]`, perhaps under a condition. */
function elementMade(step: Ast | undefined): Ast | undefined {
  if (step?.exprKind.case !== 'callExpr') return undefined;
  const { function: name, args } = step.exprKind.value;
  if (name === '_?_:_') return elementMade(args[1]);
  const added = name === '_+_' ? args[1] : undefined;
  return added?.exprKind.case === 'listExpr' ? added.exprKind.value.elements[0] : undefined;
}
