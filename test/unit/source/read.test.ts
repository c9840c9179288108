import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSource, LARGEST_SOURCE, readSource } from '../../../src/surroundings/read-source.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function problem(bytes: readonly number[]) {
  const [found] = decodeSource('a.yaml', Uint8Array.from(bytes)).diagnostics;
  return found && [found.id, found.message, found.span?.start];
}

describe('reading', () => {
  it('keeps the byte order mark and the line ends', () => {
    const path = join(folder, 'a.yaml');
    writeFileSync(path, '\uFEFFa: 1\r\n');
    const { value, diagnostics } = readSource(path, 'a.yaml');
    expect([value?.name, value?.text, diagnostics]).toEqual(['a.yaml', '\uFEFFa: 1\r\n', []]);
  });

  it.each<[string, number[], unknown]>([
    [
      'a Latin-1 letter',
      [0x61, 0x3a, 0x20, 0xe4, 0x0a],
      ['invalid-utf-8', 'the byte 0xe4 at offset 3 is not UTF-8', 3],
    ],
    ['a letter cut off at the end', [0xc3, 0xa4, 0xc3], ['invalid-utf-8', 'the byte 0xc3 at offset 2 is not UTF-8', 1]],
    ['a surrogate', [0x61, 0xed, 0xa0, 0x80], ['invalid-utf-8', 'the byte 0xed at offset 1 is not UTF-8', 1]],
    [
      'a replacement character that was written, then a fault',
      [0xef, 0xbf, 0xbd, 0xff],
      ['invalid-utf-8', 'the byte 0xff at offset 3 is not UTF-8', 1],
    ],
    ['UTF-16', [0xff, 0xfe, 0x61, 0x00], ['invalid-utf-8', '"a.yaml" cannot be read: it is UTF-16', undefined]],
  ])('refuses %s', (_what, bytes, expected) => {
    expect(problem(bytes)).toEqual(expected);
  });

  it('accepts a replacement character that was written', () => {
    expect(decodeSource('a.yaml', Uint8Array.from([0xef, 0xbf, 0xbd])).value?.text).toBe('\uFFFD');
  });

  it('refuses a large file without reading it', () => {
    const path = join(folder, 'large.yaml');
    writeFileSync(path, '');
    // More than any machine has memory for; a file with a hole takes no room.
    truncateSync(path, 2 ** 42);
    expect(readSource(path, 'large.yaml').diagnostics.map(({ message }) => message)).toEqual([
      '"large.yaml" has 4194304 MB, and a configuration may have 8 MB',
    ]);
    expect(decodeSource('-', new Uint8Array(LARGEST_SOURCE + 1)).diagnostics[0]?.id).toBe('file-too-large');
  });

  it('reads no device, which may never end', () => {
    expect(readSource('/dev/zero', 'zero').diagnostics[0]?.message).toBe('"zero" cannot be read: it is a device');
  });

  it('says why a file cannot be read', () => {
    symlinkSync('loop', join(folder, 'loop'));
    const said = (path: string) => readSource(path, 'x').diagnostics[0]?.message;
    expect(said(join(folder, 'none'))).toBe('"x" cannot be read: there is no such file');
    expect(said(folder)).toBe('"x" cannot be read: it is a folder');
    expect(said(join(folder, 'loop'))).toBe('"x" cannot be read: its symbolic links go round in a circle');
  });
});
