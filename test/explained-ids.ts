import { CATALOGUES } from '../src/model/catalogue/catalogues.ts';
import { POLICIES } from '../policies/index.ts';

/** Ids that `explain` has a page for: test/unit/cli/explain.test.ts asks for each of them. */
export const EXPLAINED: readonly string[] = [
  ...POLICIES.map(({ id }) => id),
  ...CATALOGUES.flatMap(({ specs }) => Object.keys(specs)),
];
