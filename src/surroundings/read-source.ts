import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { BUDGETS } from '../model/budgets.ts';
import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { sourceText } from '../source/source-text.ts';
import { codeOf, LONGEST_SILENCE, readWaiting } from './streams.ts';

/** A configuration of 10 000 pools is about 6 MB: above this a file is more likely the wrong one. */
export const LARGEST_SOURCE = BUDGETS.bytes;

/**
 * Reads a file; `name` is what diagnostics call it. Expected failures (missing, a folder, too large) are diagnostics.
 */
export function readSource(path: string, name: string): Outcome<SourceText | undefined> {
  try {
    const stat = statSync(path);
    // Before it is opened: opening a pipe waits for whoever writes to it, and some devices do something.
    const problem = DESCRIPTOR.test(path) ? undefined : noFile(stat, name);
    if (problem !== undefined) return refused(problem);
    if (stat.size > LARGEST_SOURCE) return refused(tooLarge(name, `${megabytes(stat.size)} MB`));
    const handle = openSync(path, 'r');
    try {
      return decodeSource(name, readBounded(handle));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return refused(unreadable(name, error));
  }
}

/** A pipe that whoever starts the program has opened for it: `lint <(helm template …)`. */
const DESCRIPTOR = /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/\d+)$/;

/** Reads standard input, as far as a configuration may go: what is written without end is refused, too. */
export function readStandardInput(name: string): Outcome<SourceText | undefined> {
  try {
    return fstatSync(0).isDirectory()
      ? refused(configurationProblem('unreadable-file', 'folder', { data: { file: name } }))
      : decodeSource(name, readBounded(0));
  } catch (error) {
    return refused(unreadable(name, error));
  }
}

/** Of what the system says of a path. */
type Kind = Readonly<Record<'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket', () => boolean>>;

/** What is wrong with anything but a regular file, which a read could wait for without end. */
export function noFile(stat: Kind, file: string): Diagnostic | undefined {
  if (stat.isFile()) return undefined;
  if (stat.isDirectory()) return configurationProblem('unreadable-file', 'folder', { data: { file } });
  const kind = stat.isFIFO() ? 'a named pipe' : stat.isSocket() ? 'a socket' : 'a device';
  return configurationProblem('unreadable-file', 'kind', { data: { file, kind } });
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
    const count = readWaiting(handle, bytes, length);
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

/** What the system says of a file or a stream that it does not read; anything else is a bug and is thrown on. */
export function unreadable(file: string, error: unknown): Diagnostic {
  const code = codeOf(error);
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
    case 'EAGAIN':
      return configurationProblem('unreadable-file', 'silent', { data: { file, seconds: LONGEST_SILENCE / 1000 } });
    case undefined:
      throw error;
    default:
      return configurationProblem('unreadable-file', 'system', { data: { file, code } });
  }
}

function refused(diagnostic: Diagnostic): Outcome<undefined> {
  return { value: undefined, diagnostics: [diagnostic] };
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 1);
}
