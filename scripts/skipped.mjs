import { env, stderr } from 'node:process';

/**
 * Says aloud what was not run, and why.
 *
 * @param {string} what a sentence without a full stop: `kubeconform was not run; install Go`
 * @returns {undefined}
 * @throws Error under CI=true: everything is installed there, so a skip is a failure
 */
export function skipped(what) {
  if (env.CI === 'true') throw new Error(`SKIPPED: ${what}`);
  stderr.write(`SKIPPED: ${what}\n`);
  return undefined;
}
