import { ledgerName, unsafeEnvironment } from './paths.ts';
import type { Tree } from './tree.ts';

/** Folders with a ledger of ours whose environment the configuration no longer has. */
export function removedEnvironments(tree: Tree, configured: ReadonlySet<string>): readonly string[] {
  return tree
    .names('')
    .filter(
      name =>
        !configured.has(name) &&
        unsafeEnvironment(name) === undefined &&
        tree.look(`${name}/${ledgerName}`).kind === 'file',
    )
    .sort();
}
