import { fstatSync } from 'node:fs';
import { codeOf, writeWaiting } from '../surroundings/streams.ts';

/**
 * Writes all of a text to a descriptor before it returns. `process.stdout` and `process.stderr` would do, but merely
 * naming one loads the streams and costs a fifth of what bare Node takes to start.
 *
 * @throws StreamFailure where the text is not taken, such as by a full disk
 */
export function writeAll(descriptor: 1 | 2, text: string): void {
  try {
    writeWaiting(descriptor, Buffer.from(text));
  } catch (error) {
    // The reader has seen enough: `pipestream-scaling explain | head`.
    if (codeOf(error) === 'EPIPE') return;
    throw new StreamFailure(descriptor, error);
  }
}

/** Standard output (1) or standard error (2) did not take what a command printed. */
export class StreamFailure extends Error {
  readonly descriptor: 1 | 2;

  constructor(descriptor: 1 | 2, cause: unknown) {
    super(`descriptor ${String(descriptor)} cannot be written`, { cause });
    this.descriptor = descriptor;
  }
}

/** Columns of the terminal behind standard error; undefined where it is a file, a pipe or closed. */
export function terminalWidth(): number | undefined {
  try {
    // A terminal is a character device; what is none need not be asked further.
    if (!fstatSync(2).isCharacterDevice()) return undefined;
  } catch {
    return undefined;
  }
  return process.stderr.isTTY ? process.stderr.columns || 80 : undefined;
}
