import type * as YamlLibrary from 'yaml';

type Library = Pick<
  typeof YamlLibrary,
  | 'Composer'
  | 'isAlias'
  | 'isCollection'
  | 'isMap'
  | 'isNode'
  | 'isPair'
  | 'isScalar'
  | 'isSeq'
  | 'Lexer'
  | 'Parser'
  | 'stringify'
  | 'visit'
>;

let loaded: Library | undefined;

// The boundary where the bundled library comes in: `require` yields no type. A text that one pass takes (one-pass.ts)
// never pays for it.
export const yamlLibrary = (): Library => (loaded ??= require('#generated/yaml.cjs') as Library);
