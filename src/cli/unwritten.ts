import { failure } from '../output/failure.ts';
import { pretty } from '../report/pretty.ts';
import type { Streams } from './streams.ts';
import type { StreamFailure } from './terminal.ts';

/** Says on standard error why standard output took nothing; of standard error itself nothing can be said. */
export function sayUnwritten(
  { descriptor, cause }: Pick<StreamFailure, 'descriptor' | 'cause'>,
  streams: Streams,
): void {
  if (descriptor === 1) streams.err(pretty([failure(cause, 'writing standard output')], streams));
}
