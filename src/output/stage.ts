import { digest } from './digest.ts';
import type { Disk } from './disk.ts';
import { printJournal } from './journal.ts';
import type { Journal, JournalEnvironment, LedgerMove, Move } from './journal.ts';
import { filesFolder, journalName, ledgersFolder, staging } from './marks.ts';
import type { Survey, Wanted } from './survey.ts';

/** What has to change; environments that are as they should be are left out. */
export function journalOf(wanted: readonly Wanted[], surveys: readonly Survey[]): Journal {
  const environments = surveys.flatMap((one, index): JournalEnvironment[] => {
    const ledger = ledgerMove(one, wanted[index]?.ledgerText ?? null);
    const moves = one.files.flatMap((file): Move[] => {
      if (file.state === 'current') return [];
      return [{ path: file.file.path, sha256: file.sha256, was: 'found' in file ? file.found : null }];
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

/** Writes everything that a commit needs beside the tree; nothing that anybody reads changes. The journal goes last. */
export function stage(disk: Disk, root: string, wanted: readonly Wanted[], journal: Journal): void {
  const base = `${root}/${staging}`;
  disk.makeFolder(base);
  const made = new Set<string>(['']);
  const make = (folder: string): void => {
    if (made.has(folder)) return;
    make(folder.slice(0, Math.max(folder.lastIndexOf('/'), 0)));
    disk.makeFolder(`${base}/${folder}`);
    made.add(folder);
  };
  const write = (path: string, text: string): void => {
    make(path.slice(0, path.lastIndexOf('/')));
    disk.create(`${base}/${path}`, text);
  };
  for (const { name, moves, ledger } of journal.environments) {
    const one = wanted.find(({ environment }) => environment === name);
    if (one === undefined) continue;
    const texts = new Map(one.files.map(file => [file.path, file.text]));
    for (const { path } of moves) write(`${filesFolder}/${name}/${path}`, texts.get(path) ?? '');
    if (ledger !== undefined && one.ledgerText !== null) write(`${ledgersFolder}/${name}.json`, one.ledgerText);
  }
  disk.create(`${base}/${journalName}`, printJournal(journal));
}
