import { readSync, writeSync } from 'node:fs';

/** What a pause waits on: nothing ever wakes it. */
const never = new Int32Array(new SharedArrayBuffer(4));

/** Milliseconds that a non-blocking pipe may send nothing. */
export const LONGEST_SILENCE = 10_000;

/** Milliseconds between two looks. */
const PAUSE = 5;

/**
 * Reads into `bytes` from `offset` on, and returns how many came; 0 at the end. Another program may have left a pipe
 * non-blocking, and then each read of it fails until something is there.
 *
 * @throws the system's error, EAGAIN where nothing came for `silence` milliseconds
 */
export function readWaiting(
  descriptor: number,
  bytes: Uint8Array,
  offset: number,
  silence: number = LONGEST_SILENCE,
): number {
  for (let waited = 0; ; waited += PAUSE) {
    try {
      return readSync(descriptor, bytes, offset, bytes.length - offset, null);
    } catch (error) {
      const code = codeOf(error);
      // The end of a pipe on Windows.
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN' || waited >= silence) throw error;
      Atomics.wait(never, 0, 0, PAUSE);
    }
  }
}

/** Writes all of the bytes, and waits while a pipe is full. */
export function writeWaiting(descriptor: number, bytes: Uint8Array): void {
  let rest = bytes;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(never, 0, 0, 1);
    }
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
