import type * as CelLibrary from '@bufbuild/cel';
import type { strings } from '@bufbuild/cel/ext';
import type { create } from '@bufbuild/protobuf';
import type { DurationSchema } from '@bufbuild/protobuf/wkt';

export type Ast = ReturnType<typeof CelLibrary.parse>['expr'];
export type CelValue = CelLibrary.CelValue;
/** Anything that a variable may be given. */
export type CelInput = CelLibrary.CelInput;
export type Evaluate = (bindings: Readonly<Record<string, CelInput>>) => CelLibrary.CelResult;

type Library = typeof CelLibrary & {
  readonly strings: typeof strings;
  readonly create: typeof create;
  readonly DurationSchema: typeof DurationSchema;
};

let loaded: Library | undefined;

// The boundary where the bundled library comes in: `require` yields no type. A file of its own, so that only a
// configuration that names policies pays for it.
export const cel = (): Library => (loaded ??= require('#generated/cel.cjs') as Library);

/** Longest text and list that an expression may put together; `[x].map(a, a + a)`, chained, doubles without end. */
const LONGEST_TEXT = 65_536;
const LONGEST_LIST = 20_000;

/** Functions on texts that cannot grow them: `replace`, `join`, `quote` and `format` could. */
const TEXT_FUNCTIONS = ['charAt', 'indexOf', 'lastIndexOf', 'lowerAscii', 'upperAscii', 'trim', 'substring', 'split'];

/** Spends the steps of a comprehension; no expression can name it. */
export const SPEND = '@spend';

export interface Environment {
  readonly plan: (ast: Ast) => Evaluate;
  readonly hasFunction: (name: string) => boolean;
  readonly functions: readonly string[];
}

/**
 * Standard CEL, texts, and `sum()` as Kubernetes has it; `spend` is told of the steps of each turn of a comprehension.
 */
export function celEnvironment(spend: (steps: number) => void): Environment {
  const { celEnv, celFunc, celList, celMethod, CelScalar, listType, plan, strings: texts } = cel();
  const { BOOL, BYTES, DYN, INT, STRING } = CelScalar;
  const anyList = listType(DYN);
  const items = new WeakMap<CelLibrary.CelList, CelValue[]>();
  const itemsOf = (list: CelLibrary.CelList): CelValue[] => items.get(list) ?? [...list];
  const bounded = <T extends { readonly length: number }>(value: T, longest: number, what: string): T => {
    if (value.length > longest) throw new Error(`${what} would be longer than ${String(longest)}`);
    return value;
  };
  const env = celEnv({
    funcs: [
      ...texts.filter(({ name }) => TEXT_FUNCTIONS.includes(name)),
      celFunc('_+_', [STRING, STRING], STRING, (a, b) => bounded(a + b, LONGEST_TEXT, 'the text')),
      celFunc('_+_', [BYTES, BYTES], BYTES, (a, b) => new Uint8Array(bounded([...a, ...b], LONGEST_TEXT, 'the bytes'))),
      // The library's own nests a list for each turn of `map`, and the walk over that is quadratic and recursive.
      celFunc('_+_', [anyList, anyList], anyList, (a, b) => {
        const joined = bounded(itemsOf(a).concat(itemsOf(b)), LONGEST_LIST, 'the list');
        const list = celList(joined);
        items.set(list, joined);
        return list;
      }),
      celMethod('sum', anyList, [], DYN, function () {
        return summed([...this]);
      }),
      celFunc(SPEND, [INT], BOOL, steps => {
        spend(Number(steps));
        return true;
      }),
    ],
  });
  const functions = [...new Set([...env.funcs].map(({ name }) => name))].filter(name => /^\w+$/.test(name)).toSorted();
  return {
    plan: ast => {
      const run = plan(env, ast);
      return bindings => run(bindings);
    },
    hasFunction: name => env.funcs.find(name) !== undefined,
    functions,
  };
}

function summed(values: readonly unknown[]): bigint | number {
  if (values.every(value => typeof value === 'bigint')) return values.reduce((total, value) => total + value, 0n);
  if (values.every(value => typeof value === 'number')) return values.reduce((total, value) => total + value, 0);
  throw new Error('sum() takes ints or doubles, not both');
}

export function durationValue(seconds: number): CelInput {
  const { create: make, DurationSchema: schema } = cel();
  const whole = Math.floor(seconds);
  return make(schema, { seconds: BigInt(whole), nanos: Math.round((seconds - whole) * 1e9) });
}
