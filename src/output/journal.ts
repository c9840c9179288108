import { outputProblem } from '../model/catalogue/output.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isDigest, isRecord, parseJson } from './ledger.ts';
import { unsafeEnvironment, unsafePath } from './paths.ts';

/**
 * Everything that one commit does, with the digests under which it may: enough to finish it without knowing the
 * configuration.
 */
export interface Journal {
  readonly environments: readonly JournalEnvironment[];
}

export interface JournalEnvironment {
  readonly name: string;
  readonly moves: readonly Move[];
  readonly prunes: readonly Prune[];
  /** Absent where the ledger stays as it is. */
  readonly ledger?: LedgerMove;
}

/** `was` is the digest of what is replaced, null where nothing stands. */
export interface Move {
  readonly path: string;
  readonly sha256: string;
  readonly was: string | null;
}

export interface Prune {
  readonly path: string;
  readonly sha256: string;
}

/** A `sha256` of null removes the ledger of an environment that is no more. */
export interface LedgerMove {
  readonly sha256: string | null;
  readonly was: string | null;
}

export function printJournal(journal: Journal): string {
  return `${JSON.stringify({ version: 1, ...journal })}\n`;
}

/** Undefined for a text that is no journal of this version, or that names a path outside its environment. */
export function parseJournal(text: string): Journal | undefined {
  const document = parseJson(text);
  if (!isRecord(document) || document['version'] !== 1) return undefined;
  const environments = list(document['environments'], parseEnvironment);
  return environments === undefined ? undefined : { environments };
}

export function damagedJournal(path: string): Diagnostic {
  return outputProblem('output-commit-damaged', 'journal', { data: { path } });
}

function parseEnvironment(item: unknown): JournalEnvironment | undefined {
  if (!isRecord(item)) return undefined;
  const { name } = item;
  const moves = list(item['moves'], parseMove);
  const prunes = list(item['prunes'], parsePrune);
  if (typeof name !== 'string' || unsafeEnvironment(name) !== undefined || moves === undefined || prunes === undefined)
    return undefined;
  if (item['ledger'] === undefined) return { name, moves, prunes };
  const ledger = parseLedgerMove(item['ledger']);
  return ledger === undefined ? undefined : { name, moves, prunes, ledger };
}

function parseMove(item: unknown): Move | undefined {
  if (!isRecord(item)) return undefined;
  const { path, sha256, was } = item;
  return isSafe(path) && isDigest(sha256) && (was === null || isDigest(was)) ? { path, sha256, was } : undefined;
}

function parsePrune(item: unknown): Prune | undefined {
  if (!isRecord(item)) return undefined;
  const { path, sha256 } = item;
  return isSafe(path) && isDigest(sha256) ? { path, sha256 } : undefined;
}

function parseLedgerMove(item: unknown): LedgerMove | undefined {
  if (!isRecord(item)) return undefined;
  const { sha256, was } = item;
  return (sha256 === null || isDigest(sha256)) && (was === null || isDigest(was)) ? { sha256, was } : undefined;
}

function isSafe(path: unknown): path is string {
  return typeof path === 'string' && unsafePath(path) === undefined;
}

function list<T>(value: unknown, parse: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: T[] = [];
  for (const item of value) {
    const parsed = parse(item);
    if (parsed === undefined) return undefined;
    items.push(parsed);
  }
  return items;
}
