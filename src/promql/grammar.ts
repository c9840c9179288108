import type { parser } from '@prometheus-io/lezer-promql';

type Grammar = typeof parser;

let loaded: Grammar | undefined;

// The boundary where the bundled grammar comes in: `require` yields no type. A file of its own, so that only a query
// that is not plain (plain-tree.ts) pays for its tables.
export const grammar = (): Grammar =>
  (loaded ??= (require('#generated/promql-grammar.cjs') as { readonly parser: Grammar }).parser);
