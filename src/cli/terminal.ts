import { fstatSync, writeSync } from 'node:fs';

/** Waits between two tries of a pipe that is full: 1 ms. */
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of a text to a descriptor before it returns. `process.stdout` and `process.stderr` would do, but merely
 * naming one loads the streams and costs a fifth of what bare Node takes to start.
 */
export function writeAll(descriptor: 1 | 2, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // The reader has seen enough: `pipestream-scaling explain | head`.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
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
