import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { screenText } from '../report/screen-text.ts';
import { templatesOf } from '../template/template.ts';
import type { Template } from '../template/template.ts';
import type { Arguments } from './arguments.ts';
import { lintCommand } from './command-line.ts';
import { DEFAULT_FILE } from './options.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/** The templates of templates/init: a starter file for these targets. */
export interface Templates {
  readonly 'init/pipestream-scaling.yaml': Template<{ readonly kubernetes: boolean; readonly ecs: boolean }, string>;
}

const { print } = templatesOf<Templates>();

/** Writes a starter file that compiles as it is; never over a file that exists. `-` is standard output. */
export function init({ files: [file = DEFAULT_FILE], targets }: Arguments, streams: Streams): ExitCode {
  const starter = print('init/pipestream-scaling.yaml', {
    kubernetes: targets.includes('kubernetes'),
    ecs: targets.includes('ecs'),
  });
  if (file === '-') {
    streams.out(starter);
    return EXIT.clean;
  }
  try {
    writeFileSync(file, starter, { flag: 'wx' });
  } catch (error) {
    streams.err(`${screenText(whyNot(file, error))}\n`);
    return EXIT.usage;
  }
  streams.err(`${screenText(`${file}: written; next: ${lintCommand(file)}`)}\n`);
  return EXIT.clean;
}

function whyNot(file: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  switch (code) {
    case 'EEXIST':
      return `${file} exists already, and is left as it is`;
    case 'ENOENT':
    case 'ENOTDIR':
      return `${file} cannot be written: there is no folder "${dirname(file)}"`;
    case 'EACCES':
    case 'EPERM':
      return `${file} cannot be written: permission was denied for the folder "${dirname(file)}"`;
    case 'EROFS':
      return `${file} cannot be written: the disk is read-only`;
    case 'EISDIR':
      return `${file} cannot be written: it is a folder`;
    default:
      return `${file} cannot be written: the system said ${code}`;
  }
}
