import { Transform } from 'node:stream';

/** Bytes of one message: the text of the largest configuration, with each of its characters escaped. */
const LARGEST_BODY = 64 * 1024 * 1024;

/** Bytes of one header, which is 30 as a rule. */
const LARGEST_HEADER = 4096;

const NAME = 'Content-Length:';
const END = '\r\n\r\n';

/**
 * Lets through only messages with a header that can be followed. The library would wait for a length of any size, keep
 * a header that never ends, and lose its place after a length that is no number.
 *
 * After a header that cannot be followed everything is skipped up to the next one. No text of a message is taken for
 * it: JSON escapes the line breaks inside of its strings.
 */
export function followedFrames(refused: (problem: string) => void): Transform {
  let header = Buffer.alloc(0);
  let bodyLeft = 0;
  let isSkipping = false;

  const skip = (from: number) => {
    if (!isSkipping) refused('a message must begin with a header that has one Content-Length of at most 64 MB');
    isSkipping = true;
    const next = header.indexOf(NAME, from);
    // The end may be the beginning of the next header.
    header = header.subarray(next === -1 ? Math.max(1, header.length - NAME.length + 1) : next);
  };

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let rest = chunk;
      while (rest.length > 0) {
        if (bodyLeft > 0) {
          const part = rest.subarray(0, bodyLeft);
          this.push(part);
          bodyLeft -= part.length;
          rest = rest.subarray(part.length);
          continue;
        }
        header = Buffer.concat([header, rest]);
        rest = Buffer.alloc(0);
        for (;;) {
          const end = header.indexOf(END);
          if (end === -1 && header.length <= LARGEST_HEADER) break;
          const fields = end === -1 || end > LARGEST_HEADER ? undefined : fieldsOf(header.toString('latin1', 0, end));
          const length = fields && lengthOf(fields);
          if (length === undefined) {
            // What is no header may be the rest of a message, with the next header right behind it. Such a rest can
            // look like the beginning of a field's name.
            skip(fields?.some(isLength) === true ? end : 1);
            continue;
          }
          isSkipping = false;
          this.push(header.subarray(0, end + END.length));
          rest = header.subarray(end + END.length);
          header = Buffer.alloc(0);
          bodyLeft = length;
          break;
        }
      }
      done();
    },
  });
}

type Field = readonly [name: string, value: string];

/** Undefined where a line is no field. */
function fieldsOf(header: string): readonly Field[] | undefined {
  const fields = header.split('\r\n').map(line => /^([\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line));
  return fields.every(field => field !== null) ? fields.map(([, name = '', value = '']) => [name, value]) : undefined;
}

const isLength = ([name]: Field) => name.toLowerCase() === 'content-length';

/** Undefined for none, for several, and for one that is no number or too large. */
function lengthOf(fields: readonly Field[]): number | undefined {
  const [length, ...others] = fields.filter(isLength);
  if (length === undefined || others.length > 0 || !/^\d{1,9}$/.test(length[1])) return undefined;
  return Number(length[1]) <= LARGEST_BODY ? Number(length[1]) : undefined;
}
