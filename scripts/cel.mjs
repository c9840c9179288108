// Makes generated/cel.cjs: the CEL library as one file, which only a configuration that names policies ever loads.
import { bundleLibrary } from './library.mjs';

const CONTENTS = `
export { celEnv, celFunc, celList, celMethod, CelScalar, isCelError, isCelList, isCelMap, listType, parse, plan } from '@bufbuild/cel';
export { strings } from '@bufbuild/cel/ext';
export { create } from '@bufbuild/protobuf';
export { DurationSchema } from '@bufbuild/protobuf/wkt';
`;

/** Returns what it is made of. */
export function bundleCel(root) {
  return bundleLibrary(root, 'cel.cjs', { contents: CONTENTS, from: '@bufbuild/cel (Apache-2.0)' });
}
