import { organisationProblem } from '../../model/catalogue/organisation.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
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

  const report = (node: Ast, name: string, found: Diagnostic): void => {
    const at = offsetOf(node.id);
    const place = text.indexOf(name, at);
    const start = place === -1 ? at : place;
    problems.push({ found, start, end: start + (place === -1 ? 1 : name.length) });
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
    report(node, name, unknownVariable(name, known));
    return undefined;
  };

  const member = (node: Ast, shape: Shape | undefined, field: string): Shape | undefined => {
    if (shape === undefined) return undefined;
    if (shape.kind === 'record') return shape.values;
    if (shape.kind === 'members') {
      if (Object.hasOwn(shape.members, field)) return shape.members[field];
      report(node, field, unknownField(field, Object.keys(shape.members)));
    } else {
      const data = { shape: shapeName(shape), field };
      const message = shape.kind === 'list' ? 'ofList' : 'ofValue';
      report(node, field, organisationProblem('policy-unknown-field', message, { data }));
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
      report(node, name, unknownFunction(name, environment.functions));
    }
    return RESULTS[name];
  };

  return { shape: shapeOf(ast, scope), problems };
}

function unknownVariable(name: string, variables: readonly string[]): Diagnostic {
  const meant = nearest(name, variables);
  // These exist, in another scope.
  if (name === 'pool' || name === 'environment') {
    const suggestion = meant === undefined ? '' : `; did you mean "${meant}"?`;
    return organisationProblem('policy-unknown-name', name, { data: { name, suggestion } });
  }
  const known = variables.join(', ');
  return meant === undefined
    ? organisationProblem('policy-unknown-name', 'variable', { data: { name, known } })
    : organisationProblem('policy-unknown-name', 'similarVariable', { data: { name, known, meant } });
}

function unknownField(field: string, fields: readonly string[]): Diagnostic {
  const meant = nearest(field, fields);
  const known = fields.join(', ');
  return meant === undefined
    ? organisationProblem('policy-unknown-field', 'field', { data: { field, known } })
    : organisationProblem('policy-unknown-field', 'similar', { data: { field, known, meant } });
}

function unknownFunction(name: string, functions: readonly string[]): Diagnostic {
  const meant = nearest(name, [...functions, ...MACROS]);
  const known = [...MACROS, ...functions].join(', ');
  return meant === undefined
    ? organisationProblem('policy-unknown-name', 'function', { data: { name, known } })
    : organisationProblem('policy-unknown-name', 'similarFunction', { data: { name, known, meant } });
}

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
