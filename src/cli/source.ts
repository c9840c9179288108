import { readFileSync } from 'node:fs';
import { decodeSource, readSource } from '../config/read.ts';
import type { Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';

/** Reads the file, or standard input where it is called `-`. */
export function sourceNamed(file: string): Outcome<SourceText | undefined> {
  return file === '-' ? decodeSource('<stdin>', readFileSync(0)) : readSource(file, file.replaceAll('\\', '/'));
}
