import { BUILD_COMMAND } from '../model/build-command.ts';
import { DEFAULT_FILE, DEFAULT_OUT } from './options.ts';
import type { Arguments } from './arguments.ts';

/** The build of the same file into the same folder, as one would type it. */
export function buildCommand({ files: [file = DEFAULT_FILE], out }: Pick<Arguments, 'files' | 'out'>): string {
  return [
    BUILD_COMMAND,
    ...(file === DEFAULT_FILE ? [] : [quoted(file)]),
    ...(out === DEFAULT_OUT ? [] : ['--out', quoted(out)]),
  ].join(' ');
}

/** The lint of a file, as one would type it. */
export function lintCommand(file: string): string {
  return file === DEFAULT_FILE ? 'pipestream-scaling lint' : `pipestream-scaling lint ${quoted(file)}`;
}

/** A shell takes it for one word that means nothing else. */
function quoted(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
