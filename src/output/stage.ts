import { digest } from './digest.ts';
import { removeTree } from './disk.ts';
import type { Disk } from './disk.ts';
import { printJournal } from './journal.ts';
import type { Journal, JournalEnvironment, LedgerMove, Move } from './journal.ts';
import { committed, filesFolder, journalName, ledgersFolder, staging } from './marks.ts';
import type { Survey, Wanted } from './survey.ts';

/** What has to change; environments that are as they should be are left out. */
export function journalOf(wanted: readonly Wanted[], surveys: readonly Survey[]): Journal {
  const environments = surveys.flatMap((one, index): JournalEnvironment[] => {
    const ledger = ledgerMove(one, wanted[index]?.ledgerText ?? null);
    const moves = one.files.flatMap((file): Move[] => {
      if (file.state === 'current') return [];
      return [{ path: file.path, sha256: file.sha256, was: 'found' in file ? file.found : null }];
    });
    const prunes = one.orphans
      .filter(({ state }) => state === 'owned')
      .map(({ path, found }) => ({ path, sha256: found }));
    if (moves.length === 0 && prunes.length === 0 && ledger === undefined) return [];
    return [
      ledger === undefined
        ? { name: one.environment, moves, prunes }
        : { name: one.environment, moves, prunes, ledger },
    ];
  });
  return { environments };
}

function ledgerMove({ ledger }: Survey, text: string | null): LedgerMove | undefined {
  if (ledger.state === 'current') return undefined;
  return { sha256: text === null ? null : digest(text), was: 'found' in ledger ? ledger.found : null };
}

/** Everything that a commit needs, beside the tree: nothing that anybody reads changes until it takes effect. */
export class Stage {
  readonly #disk: Disk;
  readonly #root: string;
  readonly #folders = new Set<string>();
  readonly #files = new Set<string>();

  constructor(disk: Disk, root: string) {
    this.#disk = disk;
    this.#root = root;
  }

  /** Whether the file of an environment was put here. */
  has(environment: string, path: string): boolean {
    return this.#files.has(`${environment}/${path}`);
  }

  putFile(environment: string, path: string, text: string): void {
    this.#put(`${filesFolder}/${environment}/${path}`, text);
    this.#files.add(`${environment}/${path}`);
  }

  putLedger(environment: string, text: string): void {
    this.#put(`${ledgersFolder}/${environment}.json`, text);
  }

  /** The last: what stands here without one is dropped by the next command. */
  putJournal(journal: Journal): void {
    this.#put(journalName, printJournal(journal));
  }

  /** The one call by which all of it takes effect. */
  commit(): void {
    this.#disk.rename(`${this.#root}/${staging}`, `${this.#root}/${committed}`);
    this.#folders.clear();
  }

  /** Takes away what has not taken effect. */
  drop(): void {
    if (this.#folders.size > 0) removeTree(this.#disk, `${this.#root}/${staging}`);
  }

  #put(path: string, text: string): void {
    this.#make(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
    this.#disk.create(`${this.#root}/${staging}/${path}`, text);
  }

  #make(folder: string): void {
    if (this.#folders.has(folder)) return;
    if (folder !== '') this.#make(folder.slice(0, Math.max(folder.lastIndexOf('/'), 0)));
    this.#disk.makeFolder(folder === '' ? `${this.#root}/${staging}` : `${this.#root}/${staging}/${folder}`);
    this.#folders.add(folder);
  }
}
