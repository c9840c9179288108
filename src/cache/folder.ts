import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { isOwn } from './own.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A folder of ours in the folder that the user's programs keep their caches in; undefined where none is named. */
export function cacheFolder(environment: Environment, platform: NodeJS.Platform = process.platform) {
  const caches = userCaches(environment, platform);
  return caches !== undefined && isAbsolute(caches) ? join(caches, 'pipestream-scaling') : undefined;
}

/** XDG Base Directory Specification; Apple's File System Programming Guide; Microsoft's known folders. */
function userCaches({ XDG_CACHE_HOME: xdg = '', ...environment }: Environment, platform: NodeJS.Platform) {
  if (xdg !== '') return xdg;
  if (platform === 'win32') return environment['LOCALAPPDATA'];
  const { HOME: home = '' } = environment;
  if (home === '') return undefined;
  return platform === 'darwin' ? join(home, 'Library/Caches') : join(home, '.cache');
}

/** Whether only this user can have written what is in the folder. A link is refused, wherever it leads. */
export function isTrusted(folder: string): boolean {
  try {
    const stat = lstatSync(folder);
    return stat.isDirectory() && isOwn(stat, 0o077);
  } catch {
    return false;
  }
}

/**
 * Makes the folder where there is none. Not below a folder of another user, such as the home of whoever called sudo:
 * that user could not use it.
 *
 * @throws the system's error
 */
export function makeCacheFolder(folder: string): void {
  let above = dirname(folder);
  while (statSync(above, { throwIfNoEntry: false }) === undefined && dirname(above) !== above) above = dirname(above);
  if (isOwn(statSync(above), 0)) mkdirSync(folder, { recursive: true, mode: 0o700 });
}
