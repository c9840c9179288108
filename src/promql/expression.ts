/** A PromQL expression; parentheses are gone, `@` too. Offsets are of the query's text. */
export type Expression = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  /** `matchers` are of labels; `names` are those of the metric's name where it is not one name. */
  | {
      readonly kind: 'selector';
      readonly name: string | undefined;
      readonly names: readonly Matcher[];
      readonly matchers: readonly Matcher[];
    }
  /** `x[5m]`; `subquery` for `x[5m:1m]`. Seconds; undefined where it depends on the request. */
  | {
      readonly kind: 'range';
      readonly of: Expression;
      readonly seconds: number | undefined;
      readonly subquery: boolean;
      /** Seconds between the samples of a subquery; undefined where it does not say, and for a selector. */
      readonly every: number | undefined;
    }
  /** `x offset 5m`, in seconds. */
  | { readonly kind: 'offset'; readonly of: Expression; readonly seconds: number }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly kind: 'aggregate';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly grouping: Grouping | undefined;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly bool: boolean;
      readonly left: Expression;
      readonly right: Expression;
      readonly on: readonly string[] | undefined;
      readonly matching: Matching | undefined;
    }
);

/** `on (a, b) group_left (c)` */
export interface Matching {
  readonly by: 'on' | 'ignoring';
  readonly labels: readonly string[];
  readonly group: 'left' | 'right' | undefined;
  readonly included: readonly string[];
}

export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface Grouping {
  readonly by: boolean;
  readonly labels: readonly string[];
}
