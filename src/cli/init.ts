import { writeFileSync } from 'node:fs';
import { templatesOf } from '../template/template.ts';
import type { Template } from '../template/template.ts';
import type { Arguments } from './arguments.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/** The templates of templates/init: a starter file for these targets. */
export interface Templates {
  readonly 'init/pipestream-scaling.yaml': Template<{ readonly kubernetes: boolean; readonly ecs: boolean }, string>;
}

const { print } = templatesOf<Templates>();

/** Writes a starter file that compiles as it is; never over a file that exists. */
export function init({ files: [file = 'pipestream-scaling.yaml'], targets }: Arguments, streams: Streams): ExitCode {
  const starter = print('init/pipestream-scaling.yaml', {
    kubernetes: targets.includes('kubernetes'),
    ecs: targets.includes('ecs'),
  });
  try {
    writeFileSync(file, starter, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    streams.err(
      code === 'EEXIST' ? `${file} exists already, and is left as it is\n` : `${file} cannot be written (${code})\n`,
    );
    return EXIT.usage;
  }
  streams.err(`${file}: written; next: pipestream-scaling lint\n`);
  return EXIT.clean;
}
