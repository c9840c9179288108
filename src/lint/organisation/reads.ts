import type { Path } from '../../model/sourced.ts';
import { cel } from './cel.ts';
import type { Ast, CelInput, CelValue } from './cel.ts';

/** A path in the input that an expression reads, from a variable on; `*` stands for every item of a list. */
export interface Read {
  readonly variable: string;
  readonly path: Path;
}

/** Names in scope: what a variable of a comprehension stands for, or undefined where that is no place in the input. */
type Aliases = Readonly<Record<string, Read | undefined>>;
type Bindings = Readonly<Record<string, CelInput>>;
type Ask = (ast: Ast, bindings: Bindings) => CelValue | undefined;

/** Everything that an expression reads, in the order in which it is written. */
export function readsOf(ast: Ast | undefined, aliases: Aliases = {}): readonly Read[] {
  if (ast === undefined) return [];
  const own = placeOf(ast, aliases);
  if (own !== undefined) return [own];
  const { exprKind } = ast;
  switch (exprKind.case) {
    case 'selectExpr':
      return readsOf(exprKind.value.operand, aliases);
    case 'callExpr':
      return [exprKind.value.target, ...exprKind.value.args].flatMap(part => readsOf(part, aliases));
    case 'listExpr':
      return exprKind.value.elements.flatMap(part => readsOf(part, aliases));
    case 'structExpr':
      return exprKind.value.entries.flatMap(({ keyKind, value }) => [
        ...(keyKind.case === 'mapKey' ? readsOf(keyKind.value, aliases) : []),
        ...readsOf(value, aliases),
      ]);
    case 'comprehensionExpr': {
      const { iterRange, iterVar, accuVar, loopStep } = exprKind.value;
      const inner = { ...aliases, [accuVar]: undefined, [iterVar]: itemsOf(iterRange, aliases) };
      const within = readsOf(loopStep, inner);
      return within.length > 0
        ? [
            ...(exprKind.value.iterRange?.exprKind.case === 'comprehensionExpr' ? readsOf(iterRange, aliases) : []),
            ...within,
          ]
        : readsOf(iterRange, aliases);
    }
    default:
      return [];
  }
}

/**
 * What made a condition come out other than wanted: of `a && b` the side that is false, of `a || b` the last, since
 * what
 * stands before it says when it applies, of `all` the item that does not hold.
 */
export function decisiveReads(
  ast: Ast,
  bindings: Bindings,
  ask: Ask,
  wanted = true,
  aliases: Aliases = {},
): readonly Read[] {
  const { exprKind } = ast;
  if (exprKind.case === 'callExpr') {
    const { function: name, args } = exprKind.value;
    const [first, second, third] = args;
    if (name === '!_' && first !== undefined) return decisiveReads(first, bindings, ask, !wanted, aliases);
    if (name === '_?_:_' && first !== undefined) {
      const branch = ask(first, bindings) === true ? second : third;
      return branch === undefined ? [] : decisiveReads(branch, bindings, ask, wanted, aliases);
    }
    if (name === (wanted ? '_&&_' : '_||_')) {
      const failing = args.find(side => ask(side, bindings) === !wanted);
      return failing === undefined ? [] : decisiveReads(failing, bindings, ask, wanted, aliases);
    }
    if (name === (wanted ? '_||_' : '_&&_')) {
      const last = args.at(-1);
      return last === undefined ? [] : decisiveReads(last, bindings, ask, wanted, aliases);
    }
  }
  if (exprKind.case === 'comprehensionExpr') {
    const { iterRange, iterVar, accuVar, loopStep } = exprKind.value;
    const predicate = predicateOf(loopStep, wanted ? '_&&_' : '_||_', accuVar);
    if (predicate !== undefined) {
      for (const item of walked(iterRange, bindings, ask, aliases) ?? []) {
        const inner = { ...bindings, [iterVar]: item.value };
        if (ask(predicate, inner) === !wanted)
          return decisiveReads(predicate, inner, ask, wanted, { ...aliases, [iterVar]: item.read });
      }
    }
  }
  return readsOf(ast, aliases);
}

/** A chain of fields and constant keys from a variable on. */
function placeOf(ast: Ast | undefined, aliases: Aliases): Read | undefined {
  const { exprKind } = ast ?? { exprKind: { case: undefined } };
  if (exprKind.case === 'identExpr') {
    const { name } = exprKind.value;
    return Object.hasOwn(aliases, name) ? aliases[name] : { variable: name, path: [] };
  }
  if (exprKind.case === 'selectExpr') return under(placeOf(exprKind.value.operand, aliases), exprKind.value.field);
  if (exprKind.case === 'callExpr' && exprKind.value.function === '_[_]') {
    const key = exprKind.value.args[1]?.exprKind;
    const constant = key?.case === 'constExpr' ? key.value.constantKind : undefined;
    const step =
      constant?.case === 'stringValue'
        ? constant.value
        : constant?.case === 'int64Value'
          ? Number(constant.value)
          : undefined;
    return step === undefined ? undefined : under(placeOf(exprKind.value.args[0], aliases), step);
  }
  return undefined;
}

function under(read: Read | undefined, step: string | number): Read | undefined {
  return read === undefined ? undefined : { variable: read.variable, path: [...read.path, step] };
}

/** Every item of a list, or of what `filter` leaves of it. */
function itemsOf(range: Ast | undefined, aliases: Aliases): Read | undefined {
  const filtered = filterOf(range);
  return filtered === undefined ? under(placeOf(range, aliases), '*') : itemsOf(filtered.range, aliases);
}

interface Item {
  readonly value: CelValue;
  readonly read: Read | undefined;
}

function walked(range: Ast | undefined, bindings: Bindings, ask: Ask, aliases: Aliases): readonly Item[] | undefined {
  if (range === undefined) return undefined;
  const filtered = filterOf(range);
  if (filtered !== undefined) {
    return walked(filtered.range, bindings, ask, aliases)?.filter(
      ({ value }) => ask(filtered.predicate, { ...bindings, [filtered.variable]: value }) === true,
    );
  }
  const place = placeOf(range, aliases);
  const value = ask(range, bindings);
  if (place === undefined || !cel().isCelList(value)) return undefined;
  return [...value].map((item, index) => ({ value: item, read: under(place, index) }));
}

/** `range.filter(variable, predicate)`, as the macro makes it: `predicate ? @result + [variable] : @result`. */
function filterOf(
  ast: Ast | undefined,
): { readonly range: Ast; readonly variable: string; readonly predicate: Ast } | undefined {
  if (ast?.exprKind.case !== 'comprehensionExpr') return undefined;
  const { iterRange, iterVar, loopStep } = ast.exprKind.value;
  if (iterRange === undefined || loopStep?.exprKind.case !== 'callExpr' || loopStep.exprKind.value.function !== '_?_:_')
    return undefined;
  const [predicate, grown] = loopStep.exprKind.value.args;
  if (predicate === undefined || grown?.exprKind.case !== 'callExpr' || grown.exprKind.value.function !== '_+_')
    return undefined;
  const added = grown.exprKind.value.args[1]?.exprKind;
  const [element] = added?.case === 'listExpr' ? added.value.elements : [];
  return element?.exprKind.case === 'identExpr' && element.exprKind.value.name === iterVar
    ? { range: iterRange, variable: iterVar, predicate }
    : undefined;
}

/** Of `all` and `exists` what is asked of each item: `@result && predicate`. */
function predicateOf(step: Ast | undefined, operator: string, accumulator: string): Ast | undefined {
  if (step?.exprKind.case !== 'callExpr' || step.exprKind.value.function !== operator) return undefined;
  const [accumulated, predicate] = step.exprKind.value.args;
  return accumulated?.exprKind.case === 'identExpr' && accumulated.exprKind.value.name === accumulator
    ? predicate
    : undefined;
}
