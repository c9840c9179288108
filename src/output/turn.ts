import { outputProblem } from '../model/catalogue/output.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { errorCode } from './disk.ts';
import type { Disk } from './disk.ts';
import { fileProblems } from './file-problems.ts';
import { acquire } from './lock.ts';
import type { Lock } from './lock.ts';
import { recoverLocked } from './recover.ts';
import { Stage } from './stage.ts';
import { diskTree } from './tree.ts';
import type { Tree } from './tree.ts';

/** What a build has once it is its turn. */
export interface Held {
  readonly lock: Lock;
  readonly stage: Stage;
  /** What was said of an interrupted build before it. */
  readonly recovered: readonly Diagnostic[];
  /** Why it may not write at all; empty where it may. */
  readonly refusal: readonly Diagnostic[];
}

/** One build at an output folder: it looks without a trace, and takes the lock when it first has something to write. */
export class Turn {
  readonly disk: Disk;
  readonly root: string;
  readonly #patience: number;
  #tree: Tree;
  #held: Held | undefined;
  #lock: Lock | undefined;
  /** Folders that were made for it, the outermost first. */
  readonly #made: string[] = [];

  constructor(disk: Disk, root: string, patience: number) {
    this.disk = disk;
    this.root = root;
    this.#patience = patience;
    this.#tree = diskTree(disk, root);
  }

  /** The output as it was first seen; looked at anew under the lock. */
  get tree(): Tree {
    return this.#tree;
  }

  get hasBegun(): boolean {
    return this.#held !== undefined;
  }

  begin(): Held {
    this.#held ??= this.#begun();
    return this.#held;
  }

  /** Takes away what did not take effect, and gives the lock back. */
  end(): void {
    attempt(() => {
      this.#held?.stage.drop();
    });
    // What cannot be released is stale as soon as this process ends.
    attempt(() => {
      this.#lock?.release();
    });
    // Where nothing was written they are empty.
    for (const folder of this.#made.toReversed())
      attempt(() => {
        this.disk.removeFolder(folder);
      });
  }

  #begun(): Held {
    const { disk, root } = this;
    const stage = new Stage(disk, root);
    const refused = (refusal: readonly Diagnostic[]): Held => ({ lock: NO_LOCK, stage, recovered: [], refusal });
    const here = diskTree(disk, root).look('');
    if (here.kind === 'link') return refused(fileProblems('link', [root]));
    if (here.kind === 'absent') this.#make(root);
    const lock = acquire(disk, root, this.#patience);
    if ('holder' in lock) return refused([locked(root, lock.holder)]);
    this.#lock = lock;
    const { diagnostics } = recoverLocked(disk, root);
    if (hasErrors(diagnostics)) return refused(diagnostics);
    this.#tree = diskTree(disk, root);
    return { lock, stage, recovered: diagnostics, refusal: [] };
  }

  #make(folder: string): void {
    const above = folder.slice(0, Math.max(folder.lastIndexOf('/'), 0));
    if (above !== '' && this.disk.lstat(above) === undefined) this.#make(above);
    this.disk.makeFolder(folder);
    this.#made.push(folder);
  }
}

export function locked(root: string, holder: string): Diagnostic {
  return outputProblem('output-locked', 'locked', { data: { holder, root } });
}

const NO_LOCK: Lock = { held: () => false, release: () => undefined };

function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    // Of two failures of the file system the first is the one to report.
    if (errorCode(error) === undefined) throw error;
  }
}
