import type { Stats } from 'node:fs';

/** Whether something is this user's, with none of the permissions of the mask. Windows has neither owners nor modes. */
export function isOwn({ uid, mode }: Stats, forbidden: number): boolean {
  return process.geteuid === undefined || (uid === process.geteuid() && (mode & forbidden) === 0);
}
