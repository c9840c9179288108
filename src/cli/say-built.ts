import { screenText } from '../report/screen-text.ts';
import { summaryLine } from '../report/summary.ts';
import type { SuppressedFinding } from '../model/suppressed.ts';
import type { Arguments } from './arguments.ts';
import { report } from './report.ts';
import type { Found } from './report.ts';
import type { Streams } from './streams.ts';

/** What a build says at its end, beside its findings. */
export interface Said {
  /** Lines about the environments. */
  readonly summaries: string;
  /** Whether the output folder was written. */
  readonly outcome: string;
}

/**
 * Reports a build that came to its end.
 *
 * @returns false where a report could not be written, which has been said
 */
export async function sayBuilt(
  found: Found & { readonly suppressed: readonly SuppressedFinding[] },
  { summaries, outcome }: Said,
  options: Pick<Arguments, 'format' | 'outputs'>,
  streams: Streams,
): Promise<boolean> {
  const { diagnostics, suppressed } = found;
  const isWritten = await report(found, options, streams);
  if (options.format === 'pretty') {
    const hidden = diagnostics.length === 0 && suppressed.length > 0;
    const head = hidden ? `${summaryLine([], suppressed)}\n` : '';
    streams.err(`${head}${summaries}${screenText(outcome)}\n`);
  }
  return isWritten;
}

export function writtenLine(out: string, written: number, unchanged: number, pruned: number): string {
  return `${out}/: ${counted(written, 'file')} written, ${String(unchanged)} unchanged, ${String(pruned)} pruned`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
