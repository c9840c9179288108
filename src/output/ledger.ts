import { outputProblem } from '../model/catalogue/output.ts';
import type { Outcome } from '../model/diagnostic.ts';
import type { RenderedFile } from '../model/output-file.ts';
import { digest } from './digest.ts';
import { checkPaths } from './paths.ts';

/** What one environment's folder holds that is ours: nothing else is ever overwritten or pruned. */
export interface Ledger {
  readonly files: readonly LedgerEntry[];
}

export interface LedgerEntry {
  /** Relative to the environment's folder. */
  readonly path: string;
  /** Of the bytes as they were written, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly pool?: string;
}

/** What the ledger says of a file: all that is known of it once its text is let go. */
export function entryOf({ path, pool, text }: RenderedFile): LedgerEntry {
  const sha256 = digest(text);
  return pool === undefined ? { path, sha256 } : { path, sha256, pool };
}

/** Entries in the order of the bytes of their paths. */
export function ledgerOf(entries: readonly LedgerEntry[]): Ledger {
  return { files: entries.toSorted((one, other) => inBytes(one.path, other.path)) };
}

/** Units of UTF-16 stand in the order of UTF-8's bytes, but for those from the surrogates on. */
function inBytes(one: string, other: string): number {
  if (/[\uD800-\uFFFF]/.test(one + other)) return Buffer.compare(Buffer.from(one), Buffer.from(other));
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * One line a file, so that git merges and shows it by file. No version of the generator: an upgrade alone changes
 * nothing.
 */
export function printLedger(ledger: Ledger): string {
  const lines = ledger.files.map(
    ({ path, sha256, pool }) => `    ${JSON.stringify(pool === undefined ? { path, sha256 } : { path, sha256, pool })}`,
  );
  const files = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "version": 1,\n  "generator": "pipestream-scaling",\n  "files": ${files}\n}\n`;
}

/** `name` is the ledger's own path as the user would name it. An empty ledger stands for a damaged one. */
export function parseLedger(name: string, text: string): Outcome<Ledger> {
  const damaged = (fault: string): Outcome<Ledger> => ({
    value: { files: [] },
    diagnostics: [outputProblem('output-ledger-damaged', 'ledger', { data: { ledger: name, fault } })],
  });
  const document = parseJson(text);
  if (document === undefined)
    return damaged(/^<{7} /m.test(text) ? 'contains the marks of a merge conflict' : 'is not JSON');
  if (!isRecord(document)) return damaged('is not an object');
  const stranger = Object.keys(document).find(key => key !== 'version' && key !== 'generator' && key !== 'files');
  if (stranger !== undefined) return damaged(`has the unknown key ${JSON.stringify(stranger)}`);
  if (document['version'] !== 1) return damaged('is of a version that this release does not know');
  if (document['generator'] !== 'pipestream-scaling') return damaged('is of another generator');
  if (!Array.isArray(document['files'])) return damaged('has no list "files"');
  const files: LedgerEntry[] = [];
  for (const [index, item] of document['files'].entries()) {
    const entry = parseEntry(item);
    if (entry === undefined) return damaged(`has a wrong entry at position ${String(index + 1)}`);
    files.push(entry);
  }
  const [fault] = checkPaths(
    name.slice(0, Math.max(name.lastIndexOf('/'), 0)),
    files.map(file => file.path),
  );
  return fault === undefined ? { value: { files }, diagnostics: [] } : damaged(`cannot be trusted: ${fault.message}`);
}

function parseEntry(item: unknown): LedgerEntry | undefined {
  if (!isRecord(item)) return undefined;
  const { path, sha256, pool, ...rest } = item;
  if (Object.keys(rest).length > 0 || typeof path !== 'string' || typeof sha256 !== 'string' || !isDigest(sha256))
    return undefined;
  if (pool === undefined) return { path, sha256 };
  return typeof pool === 'string' ? { path, sha256, pool } : undefined;
}

export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined for what is not JSON, which no JSON text means. */
export function parseJson(text: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    return document;
  } catch {
    return undefined;
  }
}
