import { crc32 } from 'node:zlib';

/** A zip of one stored file with a fixed date, so that equal text gives equal bytes. PKWARE APPNOTE 4.3. */
export function zipOf(name: string, text: string): Buffer {
  const path = Buffer.from(name);
  const data = Buffer.from(text);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  // 1980-01-01, the first date that a zip can hold.
  shared.writeUInt16LE(0x0021, 8);
  shared.writeUInt32LE(crc32(data), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(data.length, 18);
  shared.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, path, data]);
  const rest = Buffer.alloc(14);
  // A regular file, readable by all: Lambda runs it as another user.
  rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), shared, rest, path]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
}
