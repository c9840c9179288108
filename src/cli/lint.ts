import { planSource } from '../pipeline.ts';
import type { Arguments } from './arguments.ts';
import { exitCode, report } from './report.ts';
import { sourceNamed } from './source.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

export function lint(options: Arguments, streams: Streams): ExitCode {
  const source = sourceNamed(options.file);
  if (source.value === undefined) {
    report(source.diagnostics, options, streams);
    return EXIT.usage;
  }
  const planned = planSource(source.value);
  const diagnostics = planned.diagnostics.filter(({ environments }) => options.env === undefined || environments === undefined || environments.includes(options.env));
  report(diagnostics, options, streams);
  if (options.format === 'pretty' && diagnostics.length === 0) {
    streams.err(`${options.file}: no problems in ${planned.value.map(({ name }) => name).join(', ')}\n`);
  }
  return exitCode(diagnostics, options.failOn);
}
