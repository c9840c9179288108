/**
 * The metric math that is emitted, and no more: `+ - * /`, comparisons, AND, IF, FILL, RATE, FLOOR. Anything else
 * throws, since a model that guesses promises nothing.
 *
 * Source: CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
 */
export interface MetricMath {
  readonly ids: readonly string[];
  /** The value at a minute; undefined where there is none. `value` tells a metric's value at a minute. */
  valueAt(minute: number, value: (id: string, minute: number) => number | undefined): number | undefined;
}

export function metricMath(expression: string): MetricMath {
  const parser = new Parser(expression);
  const root = parser.whole();
  return {
    ids: parser.ids,
    valueAt: (minute, value) => evaluate(root, minute, value),
  };
}

type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'metric'; readonly id: string }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly inputs: readonly Node[] };

type Operator = keyof typeof OPERATORS;

const truth = (holds: boolean): number => (holds ? 1 : 0);

/** Lowest binds loosest. Division by zero gives no value. */
const OPERATORS = {
  AND: { binds: 1, of: (a: number, b: number) => truth(a !== 0 && b !== 0) },
  '<': { binds: 2, of: (a: number, b: number) => truth(a < b) },
  '<=': { binds: 2, of: (a: number, b: number) => truth(a <= b) },
  '>': { binds: 2, of: (a: number, b: number) => truth(a > b) },
  '>=': { binds: 2, of: (a: number, b: number) => truth(a >= b) },
  '==': { binds: 2, of: (a: number, b: number) => truth(a === b) },
  '!=': { binds: 2, of: (a: number, b: number) => truth(a !== b) },
  '+': { binds: 3, of: (a: number, b: number) => a + b },
  '-': { binds: 3, of: (a: number, b: number) => a - b },
  '*': { binds: 4, of: (a: number, b: number) => a * b },
  '/': { binds: 4, of: (a: number, b: number) => (b === 0 ? undefined : a / b) },
} as const;

type FunctionName = keyof typeof FUNCTIONS;
type At = (node: Node, minute?: number) => number | undefined;

/** How far back RATE looks for the point before; an alarm is given no more. */
const RATE_LOOKBACK_MINUTES = 15;

const FUNCTIONS = {
  IF: (inputs: readonly Node[], at: At) => {
    const [condition, then, otherwise] = three(inputs);
    const holds = at(condition);
    return holds === undefined ? undefined : at(holds === 0 ? otherwise : then);
  },
  FILL: (inputs: readonly Node[], at: At) => {
    const [metric, filler] = two(inputs);
    return at(metric) ?? at(filler);
  },
  /** Change a second since the point before. */
  RATE: (inputs: readonly Node[], at: At, minute: number) => {
    const [metric] = inputs;
    const now = metric === undefined ? undefined : at(metric);
    if (metric === undefined || now === undefined) return undefined;
    for (let back = 1; back <= RATE_LOOKBACK_MINUTES; back += 1) {
      const before = at(metric, minute - back);
      if (before !== undefined) return (now - before) / (60 * back);
    }
    return undefined;
  },
  FLOOR: (inputs: readonly Node[], at: At) => {
    const [value] = inputs;
    const found = value === undefined ? undefined : at(value);
    return found === undefined ? undefined : Math.floor(found);
  },
} as const;

/** How many inputs each function takes. */
const INPUTS: Readonly<Record<FunctionName, number>> = { IF: 3, FILL: 2, RATE: 1, FLOOR: 1 };

function evaluate(
  node: Node,
  minute: number,
  value: (id: string, minute: number) => number | undefined,
): number | undefined {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'metric':
      return value(node.id, minute);
    case 'call':
      return FUNCTIONS[node.name](node.inputs, (inner, at = minute) => evaluate(inner, at, value), minute);
    case 'binary': {
      const left = evaluate(node.left, minute, value);
      const right = evaluate(node.right, minute, value);
      return left === undefined || right === undefined ? undefined : OPERATORS[node.operator].of(left, right);
    }
  }
}

/** By precedence. */
class Parser {
  readonly #tokens: readonly string[];
  readonly #expression: string;
  readonly ids: string[] = [];
  #next = 0;

  constructor(expression: string) {
    this.#expression = expression;
    this.#tokens = expression.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?|\w+|<=|>=|==|!=|\S/gi) ?? [];
  }

  whole(): Node {
    const root = this.#binary(1);
    if (this.#next < this.#tokens.length) this.#refuse();
    return root;
  }

  #binary(least: number): Node {
    let left = this.#operand();
    for (;;) {
      const operator = this.#operator();
      if (operator === undefined || OPERATORS[operator].binds < least) return left;
      this.#next += 1;
      left = { kind: 'binary', operator, left, right: this.#binary(OPERATORS[operator].binds + 1) };
    }
  }

  #operator(): Operator | undefined {
    const token = this.#tokens[this.#next] ?? '';
    return isKeyOf(OPERATORS, token) ? token : undefined;
  }

  #operand(): Node {
    const token = this.#take();
    if (token === '(') {
      const inner = this.#binary(1);
      this.#expect(')');
      return inner;
    }
    if (token === '-') {
      const right = this.#operand();
      return { kind: 'binary', operator: '-', left: { kind: 'number', value: 0 }, right };
    }
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (isKeyOf(FUNCTIONS, token)) return { kind: 'call', name: token, inputs: this.#inputs(token) };
    // Ids begin with a lower-case letter; anything else is a function that is not known here.
    if (!/^[a-z]\w*$/.test(token)) return this.#refuse();
    this.ids.push(token);
    return { kind: 'metric', id: token };
  }

  #inputs(name: FunctionName): readonly Node[] {
    this.#expect('(');
    const inputs = [this.#binary(1)];
    while (this.#tokens[this.#next] === ',') {
      this.#next += 1;
      inputs.push(this.#binary(1));
    }
    this.#expect(')');
    return inputs.length === INPUTS[name] ? inputs : this.#refuse();
  }

  #take(): string {
    const token = this.#tokens[this.#next] ?? '';
    this.#next += 1;
    return token;
  }

  #expect(token: string): void {
    if (this.#take() !== token) this.#refuse();
  }

  #refuse(): never {
    throw new TypeError(`not metric math that is emitted: ${this.#expression}`);
  }
}

function isKeyOf<T extends object>(table: T, key: string): key is string & keyof T {
  return Object.hasOwn(table, key);
}

function two(inputs: readonly Node[]): readonly [Node, Node] {
  const [first, second] = inputs;
  if (first === undefined || second === undefined) throw new TypeError('two inputs are needed');
  return [first, second];
}

function three(inputs: readonly Node[]): readonly [Node, Node, Node] {
  const [first, second, third] = inputs;
  if (first === undefined || second === undefined || third === undefined)
    throw new TypeError('three inputs are needed');
  return [first, second, third];
}
