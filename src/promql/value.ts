/** What an expression may be worth at one moment, as bounds: whatever it really is lies within. */
export interface Value {
  /** May have no element at all. */
  readonly empty: boolean;
  readonly nan: boolean;
  readonly infinite: boolean;
  /** Bounds of an ordinary number; low above high means that it is never one. */
  readonly low: number;
  readonly high: number;
  /** At most one element, whatever is scraped. */
  readonly one: boolean;
  /** That element has no labels, so that it pairs with vector(0). */
  readonly bare: boolean;
}

const VOID = { low: Infinity, high: -Infinity } as const;
const SINGLE = { empty: false, nan: false, infinite: false, one: true, bare: true } as const;

export const NOTHING: Value = { ...SINGLE, ...VOID, empty: true };
export const ANYTHING: Value = {
  empty: true,
  nan: true,
  infinite: true,
  low: -Infinity,
  high: Infinity,
  one: false,
  bare: false,
};

/** One element without labels. */
export function number(low: number, high = low): Value {
  if (Number.isNaN(low)) return { ...SINGLE, ...VOID, nan: true };
  return Number.isFinite(low) || low !== high ? { ...SINGLE, low, high } : { ...SINGLE, ...VOID, infinite: true };
}

/** Samples that Prometheus has, how many is not known. */
export function series(low: number, high: number, empty = true): Value {
  return { empty, nan: false, infinite: false, low, high, one: false, bare: false };
}

export function isNumber({ low, high }: Value): boolean {
  return low <= high;
}

/** Whether there may be an element at all. */
export function exists(value: Value): boolean {
  return isNumber(value) || value.nan || value.infinite;
}

/** An ordinary number for each element, whatever that is worth: how many there are, or when one was taken. */
export function ofEach(value: Value, low: number, high: number): Value {
  return exists(value) ? { ...value, nan: false, infinite: false, low, high } : value;
}

/** Nothing is known of the worths but how many there may be. */
export function anyOf({ empty, one, bare }: Value): Value {
  return { ...ANYTHING, empty, one, bare };
}

/** The same elements with other worths. */
export function within(value: Value, low: number, high: number): Value {
  return isNumber(value) ? { ...value, low, high } : value;
}

/** Monotone: both bounds are mapped. */
export function mapBounds(value: Value, map: (bound: number) => number): Value {
  return isNumber(value) ? { ...value, low: map(value.low), high: map(value.high) } : value;
}

/** Either of the two. */
export function union(a: Value, b: Value): Value {
  return {
    empty: a.empty || b.empty,
    nan: a.nan || b.nan,
    infinite: a.infinite || b.infinite,
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    one: a.one && b.one,
    bare: a.bare && b.bare,
  };
}

/** `a or b`. Elements of b stand beside those of a unless the labels are the same or do not count. */
export function orElse(a: Value, b: Value, onNothing: boolean): Value {
  const alternatives = onNothing || (a.bare && b.bare);
  if (!a.empty && alternatives) return a;
  return { ...union(a, b), empty: a.empty && b.empty, one: alternatives && a.one && b.one };
}

/**
 * `a and b`, `a unless b`: elements of a, or fewer. With `on ()` every element pairs with any other, as elements
 * without labels do by themselves; those of a keep their labels.
 */
export function filteredBy(a: Value, b: Value, kept: 'where' | 'where not', onNothing: boolean): Value {
  const paired = onNothing || (a.bare && b.bare);
  const present = !b.empty;
  if (kept === 'where' ? !exists(b) : present && paired)
    return { ...a, ...VOID, nan: false, infinite: false, empty: true };
  const whole = kept === 'where' ? present && paired : !exists(b);
  return whole ? a : { ...a, empty: true };
}

type Operation = (a: number, b: number) => number;
const OPERATIONS: Readonly<Record<string, Operation>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => (a === 0 || b === 0 ? 0 : a * b),
};

export function arithmetic(operator: string, a: Value, b: Value): Value {
  const shared = { empty: a.empty || b.empty, one: a.one && b.one, bare: a.bare && b.bare };
  const odd = {
    // Infinity less itself, or 0 times it, is no number.
    nan: a.nan || b.nan || (a.infinite && b.infinite) || (operator === '*' && (zeroTimes(a, b) || zeroTimes(b, a))),
    infinite: a.infinite || b.infinite,
  };
  if (operator === '/') return divided(a, b, shared, odd);
  const operation = OPERATIONS[operator];
  if (operation === undefined) return { ...ANYTHING, ...shared };
  if (!isNumber(a) || !isNumber(b)) return { ...shared, ...odd, ...VOID };
  const corners = [
    operation(a.low, b.low),
    operation(a.low, b.high),
    operation(a.high, b.low),
    operation(a.high, b.high),
  ].filter(corner => !Number.isNaN(corner));
  return { ...shared, ...odd, low: Math.min(...corners), high: Math.max(...corners) };
}

type Shared = Pick<Value, 'empty' | 'one' | 'bare'>;
type Odd = Pick<Value, 'nan' | 'infinite'>;

function zeroTimes(a: Value, b: Value): boolean {
  return a.infinite && isNumber(b) && b.low <= 0 && b.high >= 0;
}

/** By infinity it is 0. */
function divided(a: Value, b: Value, shared: Shared, odd: Odd): Value {
  const found = dividedByNumber(a, b, shared, odd);
  if (!b.infinite || !isNumber(a)) return found;
  return { ...found, low: Math.min(found.low, 0), high: Math.max(found.high, 0) };
}

function dividedByNumber(a: Value, b: Value, shared: Shared, odd: Odd): Value {
  if (!isNumber(a) || !isNumber(b)) return { ...shared, ...odd, ...VOID };
  const byZero = b.low <= 0 && b.high >= 0;
  const zeroOverZero = byZero && a.low <= 0 && a.high >= 0;
  const found = {
    ...shared,
    nan: odd.nan || zeroOverZero,
    infinite: odd.infinite || (byZero && (a.low < 0 || a.high > 0)),
  };
  if (b.low === 0 && b.high === 0) return { ...found, ...VOID };
  if (a.low === 0 && a.high === 0) return { ...found, low: 0, high: 0 };
  if (byZero)
    return a.low >= 0 && b.low >= 0
      ? { ...found, low: 0, high: Infinity }
      : { ...found, low: -Infinity, high: Infinity };
  const corners = [a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high].filter(
    corner => !Number.isNaN(corner),
  );
  return { ...found, low: Math.min(...corners), high: Math.max(...corners) };
}

interface Test {
  readonly always: (a: Value, b: Value) => boolean;
  readonly never: (a: Value, b: Value) => boolean;
  readonly bounds: (a: Value, b: Value) => readonly [number, number];
}

const TESTS: Readonly<Record<string, Test>> = {
  '>': {
    always: (a, b) => a.low > b.high,
    never: (a, b) => a.high <= b.low,
    bounds: (a, b) => [Math.max(a.low, b.low), a.high],
  },
  '>=': {
    always: (a, b) => a.low >= b.high,
    never: (a, b) => a.high < b.low,
    bounds: (a, b) => [Math.max(a.low, b.low), a.high],
  },
  '<': {
    always: (a, b) => a.high < b.low,
    never: (a, b) => a.low >= b.high,
    bounds: (a, b) => [a.low, Math.min(a.high, b.high)],
  },
  '<=': {
    always: (a, b) => a.high <= b.low,
    never: (a, b) => a.low > b.high,
    bounds: (a, b) => [a.low, Math.min(a.high, b.high)],
  },
  '==': {
    always: (a, b) => a.low === a.high && b.low === b.high && a.low === b.low,
    never: (a, b) => a.high < b.low || a.low > b.high,
    bounds: (a, b) => [Math.max(a.low, b.low), Math.min(a.high, b.high)],
  },
  '!=': {
    always: (a, b) => a.high < b.low || a.low > b.high,
    never: (a, b) => a.low === a.high && b.low === b.high && a.low === b.low,
    bounds: a => [a.low, a.high],
  },
};

/**
 * A comparison that filters keeps the worths of `a` for which it holds; with `bool` it is 0 or 1. NaN passes only `!=`.
 */
export function compared(operator: string, a: Value, b: Value, bool: boolean): Value {
  const test = TESTS[operator];
  if (test === undefined) return ANYTHING;
  if (!exists(a) || !exists(b)) return { ...a, ...VOID, nan: false, infinite: false, empty: true };
  const odd = a.nan || b.nan || a.infinite || b.infinite;
  const comparable = isNumber(a) && isNumber(b);
  const always = comparable && test.always(a, b) && !odd;
  const never = comparable && test.never(a, b) && !odd;
  const empty = a.empty || b.empty;
  if (bool) return { ...a, empty, nan: false, infinite: false, low: always ? 1 : 0, high: never ? 0 : 1 };
  const passed = passing(test, operator, a, b);
  const [low, high] = passed ?? [Infinity, -Infinity];
  return {
    ...a,
    low,
    high,
    nan: operator === '!=' && a.nan,
    infinite: a.infinite && (operator !== '==' || b.infinite),
    empty: empty || !always,
  };
}

/** Bounds of the numbers of `a` that may pass; anything but NaN is held against an infinite one. */
function passing(test: Test, operator: string, a: Value, b: Value): readonly [number, number] | undefined {
  if (!isNumber(a)) return undefined;
  if ((b.infinite && operator !== '==') || (b.nan && operator === '!=')) return [a.low, a.high];
  return isNumber(b) && !test.never(a, b) ? test.bounds(a, b) : undefined;
}
