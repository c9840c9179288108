import { hash } from 'node:crypto';

/** SHA-256 in lower-case hexadecimal; text is hashed as the UTF-8 that is written. */
export function digest(content: string | Buffer): string {
  return hash('sha256', content);
}

/**
 * The digest of the content as it was before a checkout turned its line feeds into CR LF; undefined where there is
 * none.
 */
export function digestWithoutCarriageReturns(content: Buffer): string | undefined {
  return content.includes('\r\n')
    ? digest(Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'))
    : undefined;
}
