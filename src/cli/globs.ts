import { glob } from 'tinyglobby';

/** Files that a pattern matches, sorted by code unit; loaded only where something looks like a pattern. */
export async function filesMatching(pattern: string): Promise<readonly string[]> {
  const matched = await glob([pattern], { dot: false, ignore: ['**/node_modules/**'], expandDirectories: false });
  return matched.sort();
}
