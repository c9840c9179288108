import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'vitest';

/** What the system may keep a user from. Such a skip is none of the installation's fault: no failure under CI=true. */
export const NOT_PERMITTED = 'this user must not mount file systems';
export const NO_OTHER_OWNER = 'this user must not give files to another user';
export const NO_NAMESPACES = 'this user must not make network namespaces';
export const PERMISSIONS: ReadonlySet<string> = new Set([NOT_PERMITTED, NO_OTHER_OWNER, NO_NAMESPACES]);

/**
 * Skips a test that runs programs of the operating system where one of them is missing. Under CI=true, where
 * everything is installed, that is a failure.
 */
export function needs(context: TestContext, ...programs: readonly string[]): void {
  const missing = programs.filter(program => !isInstalled(program));
  if (missing.length === 0) return;
  const reason = `${missing.join(', ')} is not on the PATH`;
  if (process.env['CI'] === 'true') throw new Error(`SKIPPED: ${reason}`);
  context.skip(reason);
}

/**
 * What a script of scripts/ returned, unless its program could not be installed: then the test is skipped. The script
 * has said why on stderr, and under CI=true has thrown.
 */
export function unlessSkipped<T>(context: TestContext, result: T | undefined): T {
  if (result === undefined) context.skip('a program could not be installed; see SKIPPED above');
  else return result;
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
