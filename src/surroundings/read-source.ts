import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { BUDGETS } from '../model/budgets.ts';
import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { sourceText } from '../source/source-text.ts';

/** A configuration of 10 000 pools is about 6 MB: above this a file is more likely the wrong one. */
export const LARGEST_SOURCE = BUDGETS.bytes;

/**
 * Reads a file; `name` is what diagnostics call it. Expected failures (missing, a folder, too large) are diagnostics.
 */
export function readSource(path: string, name: string): Outcome<SourceText | undefined> {
  try {
    const handle = openSync(path, 'r');
    try {
      const stat = fstatSync(handle);
      if (stat.isDirectory())
        return refused(configurationProblem('unreadable-file', 'folder', { data: { file: name } }));
      if (stat.size > LARGEST_SOURCE) return refused(tooLarge(name, `${megabytes(stat.size)} MB`));
      return decodeSource(name, readBounded(handle));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return refused(unreadable(name, error));
  }
}

/** Reads standard input, as far as a configuration may go: what is written without end is refused, too. */
export function readStandardInput(name: string): Outcome<SourceText | undefined> {
  try {
    return decodeSource(name, readBounded(0));
  } catch (error) {
    return refused(unreadable(name, error));
  }
}

/** Bytes to text. */
export function decodeSource(name: string, bytes: Uint8Array): Outcome<SourceText | undefined> {
  if (bytes.length > LARGEST_SOURCE) return refused(tooLarge(name, `more than ${megabytes(LARGEST_SOURCE)} MB`));
  // ignoreBOM keeps the mark in the text, so that an edit gives it back.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (isUtf8(bytes)) return { value: sourceText(name, text), diagnostics: [] };
  return refused(notUtf8(name, bytes, text));
}

/** Devices and pipes have no size, so the limit is held while reading too. */
function readBounded(handle: number): Uint8Array {
  // One buffer that grows: whoever writes byte by byte costs no more than a byte for each.
  let bytes = new Uint8Array(64 * 1024);
  let length = 0;
  for (;;) {
    const count = readSync(handle, bytes, length, bytes.length - length, null);
    length += count;
    if (count === 0 || length > LARGEST_SOURCE) return bytes.subarray(0, length);
    if (length === bytes.length) {
      const larger = new Uint8Array(length * 2);
      larger.set(bytes);
      bytes = larger;
    }
  }
}

function notUtf8(name: string, bytes: Uint8Array, repaired: string): Diagnostic {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return configurationProblem('invalid-utf-8', 'utf16', { data: { file: name } });
  }
  // The decoder puts U+FFFD where bytes are wrong, so the first byte that does not come back is the first wrong one.
  const again = Buffer.from(repaired);
  const offset = bytes.findIndex((byte, index) => again[index] !== byte);
  const valid = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, offset));
  const source = sourceText(name, repaired);
  const byte = `0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`;
  return configurationProblem('invalid-utf-8', 'byte', {
    data: { byte, offset },
    span: { source, start: valid.length, end: valid.length + 1 },
  });
}

function tooLarge(file: string, size: string): Diagnostic {
  return configurationProblem('file-too-large', 'size', { data: { file, size, most: megabytes(LARGEST_SOURCE) } });
}

function unreadable(file: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return configurationProblem('unreadable-file', 'missing', { data: { file } });
    case 'EACCES':
    case 'EPERM':
      return configurationProblem('unreadable-file', 'denied', { data: { file } });
    case 'EISDIR':
      return configurationProblem('unreadable-file', 'folder', { data: { file } });
    case 'ELOOP':
      return configurationProblem('unreadable-file', 'links', { data: { file } });
    default:
      if (typeof code !== 'string') throw error;
      return configurationProblem('unreadable-file', 'system', { data: { file, code } });
  }
}

function refused(diagnostic: Diagnostic): Outcome<undefined> {
  return { value: undefined, diagnostics: [diagnostic] };
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 1);
}
