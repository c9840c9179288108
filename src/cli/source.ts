import { realpathSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { readSource, readStandardInput } from '../surroundings/read-source.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { failure } from '../output/failure.ts';

/** Reads the file, or standard input where it is called `-`; `stdinFilename` is what that is called in findings. */
export function sourceNamed(file: string, stdinFilename = '<stdin>'): Outcome<SourceText | undefined> {
  return file === '-' ? readStandardInput(stdinFilename) : readSource(file, file.replaceAll('\\', '/'));
}

/**
 * Puts another text into a file by one rename, so that a reader sees the old or the new; a link stays a link, and the
 * mode is kept.
 */
export function replaceFile(file: string, text: string): readonly Diagnostic[] {
  let staged: string | undefined;
  try {
    const target = realpathOrSelf(file);
    const mode = statSync(target, { throwIfNoEntry: false })?.mode ?? 0o644;
    staged = `${target}.${String(process.pid)}.next`;
    writeFileSync(staged, text, { flag: 'wx', mode: mode & 0o777 });
    renameSync(staged, target);
    return [];
  } catch (error) {
    if (staged !== undefined) {
      try {
        unlinkSync(staged);
      } catch {
        // It was never made.
      }
    }
    return [failure(error, `writing ${file}`)];
  }
}

function realpathOrSelf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
