import type { Path } from '../model/sourced.ts';

/** A path inside an environment's overlay, and whose it is; any other path as it stands. */
export function withoutOverlay(path: Path): { readonly environment: string | undefined; readonly path: Path } {
  const [root, environment] = path;
  return root === 'environments' && typeof environment === 'string'
    ? { environment, path: path.slice(2) }
    : { environment: undefined, path };
}

/** Whether a path is of the kind that a pattern such as `pools.*.hardware` says. */
export function matches(path: Path, pattern: string): boolean {
  const steps = pattern.split('.');
  return steps.length === path.length && steps.every((step, index) => step === '*' || step === String(path[index]));
}
