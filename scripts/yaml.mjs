// Makes generated/yaml.cjs: the `yaml` package as one file, which only a text that one pass does not take ever loads.
import { bundleLibrary } from './library.mjs';

const CONTENTS = `
export { Composer, isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, Lexer, Parser, stringify, visit } from 'yaml';
`;

/** Returns what it is made of. */
export function bundleYaml(root) {
  return bundleLibrary(root, 'yaml.cjs', { contents: CONTENTS, from: 'yaml (ISC)' });
}
