import { SPEND } from './cel.ts';
import type { Ast } from './cel.ts';

/**
 * Steps that one policy may take in one environment, all its pools together; a step is a node of the expression that a
 * turn of a comprehension visits. Twenty million take two to four seconds, and a comparison of every pool of a thousand
 * with every other takes ten.
 */
export const MOST_STEPS = 20_000_000;

/** Makes every comprehension, each turn of which repeats its body, say what a turn costs before it takes one. */
export function metered(ast: Ast): Ast {
  const { exprKind } = ast;
  switch (exprKind.case) {
    case 'selectExpr': {
      const { operand, ...select } = exprKind.value;
      return {
        ...ast,
        exprKind: {
          case: 'selectExpr',
          value: { ...select, ...(operand === undefined ? {} : { operand: metered(operand) }) },
        },
      };
    }
    case 'callExpr': {
      const { target, args, ...call } = exprKind.value;
      return {
        ...ast,
        exprKind: {
          case: 'callExpr',
          value: { ...call, args: args.map(metered), ...(target === undefined ? {} : { target: metered(target) }) },
        },
      };
    }
    case 'listExpr':
      return {
        ...ast,
        exprKind: { case: 'listExpr', value: { ...exprKind.value, elements: exprKind.value.elements.map(metered) } },
      };
    case 'structExpr':
      return {
        ...ast,
        exprKind: {
          case: 'structExpr',
          value: {
            ...exprKind.value,
            entries: exprKind.value.entries.map(({ keyKind, value, ...entry }) => ({
              ...entry,
              keyKind: keyKind.case === 'mapKey' ? { case: 'mapKey', value: metered(keyKind.value) } : keyKind,
              ...(value === undefined ? {} : { value: metered(value) }),
            })),
          },
        },
      };
    case 'comprehensionExpr': {
      const { iterRange, loopStep, loopCondition, ...fold } = exprKind.value;
      if (iterRange === undefined || loopStep === undefined || loopCondition === undefined) return ast;
      return {
        ...ast,
        exprKind: {
          case: 'comprehensionExpr',
          value: {
            ...fold,
            iterRange: metered(iterRange),
            loopStep: metered(loopStep),
            loopCondition: both(spending(sizeOf(loopStep), ast), loopCondition, ast),
          },
        },
      };
    }
    default:
      return ast;
  }
}

function spending(steps: number, { id, $typeName }: Ast): Ast {
  const argument: Ast = {
    $typeName,
    id,
    exprKind: {
      case: 'constExpr',
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is not; two other kinds of constants are
      value: { $typeName: 'cel.expr.Constant', constantKind: { case: 'int64Value', value: BigInt(steps) } },
    },
  };
  return {
    $typeName,
    id,
    exprKind: { case: 'callExpr', value: { $typeName: 'cel.expr.Expr.Call', function: SPEND, args: [argument] } },
  };
}

function both(left: Ast, right: Ast, { id, $typeName }: Ast): Ast {
  return {
    $typeName,
    id,
    exprKind: { case: 'callExpr', value: { $typeName: 'cel.expr.Expr.Call', function: '_&&_', args: [left, right] } },
  };
}

/** Nodes that one turn visits; those of a comprehension inside are told by its own turns. */
function sizeOf(ast: Ast): number {
  return 1 + childrenOf(ast).reduce((total, child) => total + sizeOf(child), 0);
}

/** What is evaluated of a node itself: of a comprehension its range alone, since the rest is told by its turns. */
function childrenOf({ exprKind }: Ast): readonly Ast[] {
  switch (exprKind.case) {
    case 'selectExpr':
      return exprKind.value.operand === undefined ? [] : [exprKind.value.operand];
    case 'callExpr':
      return exprKind.value.target === undefined
        ? exprKind.value.args
        : [exprKind.value.target, ...exprKind.value.args];
    case 'listExpr':
      return exprKind.value.elements;
    case 'structExpr':
      return exprKind.value.entries.flatMap(({ keyKind, value }) => [
        ...(keyKind.case === 'mapKey' ? [keyKind.value] : []),
        ...(value === undefined ? [] : [value]),
      ]);
    case 'comprehensionExpr':
      return exprKind.value.iterRange === undefined ? [] : [exprKind.value.iterRange];
    default:
      return [];
  }
}
