import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digest } from '../output/digest.ts';
import { version } from '../../package.json';

/** The program's folder. The bundler puts the path of the running bundle in dist/ for `import.meta.url`. */
const PROGRAM = dirname(dirname(import.meta.url));

/** Bundled apart from the commands (scripts/libraries.mjs). */
const LIBRARIES = ['cel.cjs', 'promql-grammar.cjs', 'semver.cjs', 'yaml.cjs'];

/**
 * Stands for everything in the program that decides what output and findings are; undefined where the program is not
 * bundled, and so cannot be told from another.
 *
 * The digest is of the bundles' content, by the bundler. Reading 5 MB again takes half as long as node's own start, so
 * that a bundle is still as the bundler left it is read off its file, as git does: any write changes one of the four.
 */
export function bundledCompiler(program: string = PROGRAM): string | undefined {
  try {
    const content = readFileSync(join(program, 'dist/compiler.sha256'), 'latin1');
    const validators = readdirSync(join(program, 'generated/validators')).sort();
    const stamps = [
      'dist/build.cjs',
      ...LIBRARIES.map(name => `generated/${name}`),
      ...validators.map(name => `generated/validators/${name}`),
    ].map(path => {
      const { size, mtimeNs, ctimeNs, ino } = lstatSync(join(program, path), { bigint: true });
      return [path, size, mtimeNs, ctimeNs, ino].join(' ');
    });
    return digest([version, content, process.version, ...stamps].join('\n'));
  } catch {
    return undefined;
  }
}
