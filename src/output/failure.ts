import { FAILURE_CODES, outputProblem } from '../model/catalogue/output.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { errorCode } from './disk.ts';

/** What a failed call of the file system means to the user; anything else is a bug and is thrown on. */
export function failure(
  error: unknown,
  during: string,
  id: 'output-unwritable' | 'output-unreadable' = 'output-unwritable',
): Diagnostic {
  const code = errorCode(error);
  if (code === undefined || !(error instanceof Error) || !('syscall' in error)) throw error;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  const failed = path === undefined ? `${during} failed` : `${during} failed at "${path}"`;
  const known = FAILURE_CODES.find(other => other === code);
  return known === undefined
    ? outputProblem(id, 'other', { data: { failed, code } })
    : outputProblem(id, known, { data: { failed } });
}
