import type { Arguments } from './arguments.ts';
import type { Streams } from './streams.ts';

/**
 * Whether a build may answer from what an earlier one found. A check never does, and nothing in CI: they are what shows
 * that output is what the source compiles to.
 */
export function usesCache(
  { check, cache, files: [file] }: Pick<Arguments, 'check' | 'cache' | 'files'>,
  { env }: Pick<Streams, 'env'>,
): boolean {
  return cache && !check && file !== '-' && (env['CI'] ?? '') === '';
}
