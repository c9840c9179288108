import type { Diagnostic } from '../model/diagnostic.ts';
import { errorCode } from './disk.ts';

/** What a failed call of the file system means to the user; anything else is a bug and is thrown on. */
export function failure(error: unknown, during: string): Diagnostic {
  const code = errorCode(error);
  if (code === undefined || !(error instanceof Error) || !('syscall' in error)) throw error;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  const known = mends[code];
  const fault = known?.[0] ?? code;
  return {
    id: 'output-unwritable',
    severity: 'error',
    message: path === undefined ? `${during} failed: ${fault}` : `${during} failed at "${path}": ${fault}`,
    help: known?.[1] ?? 'mend what the error names and run the command again',
  };
}

const mends: Readonly<Record<string, readonly [fault: string, help: string]>> = {
  EACCES: ['permission denied', 'make the folder writable for the user that runs the build'],
  EPERM: ['operation not permitted', 'make the folder writable for the user that runs the build'],
  EROFS: ['the file system is read-only', 'build in a writable checkout, or use build --check, which writes nothing'],
  ENOSPC: ['no space left on the device', 'free some space and run the command again'],
  EDQUOT: ['the disk quota is exceeded', 'free some space and run the command again'],
  ENOTDIR: ['a file stands where a folder is needed', 'move that file away'],
  EISDIR: ['a folder stands where a file is needed', 'move that folder away'],
  ENOTEMPTY: ['the folder is not empty', 'close what writes to it and run the command again'],
  EEXIST: ['it appeared meanwhile', 'close what writes to it and run the command again'],
  ENOENT: ['it vanished meanwhile', 'close what removes it and run the command again'],
  EMFILE: ['too many open files', 'raise the limit with ulimit -n and run the command again'],
  ENFILE: ['too many open files on the machine', 'close some programs and run the command again'],
  ENAMETOOLONG: [
    'the name is too long',
    'shorten the names of the environment and the pool, or build in a shorter path',
  ],
  EXDEV: ['it is on another file system', 'keep the whole output folder on one file system: a commit is a rename'],
  EBUSY: ['it is in use', 'close what uses it and run the command again'],
  EIO: ['the device reported an error', 'check the disk and run the command again'],
  ELOOP: ['it is a symbolic link', 'remove the symbolic link'],
};
