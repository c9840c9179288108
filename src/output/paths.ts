import { outputProblem } from '../model/catalogue/output.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { DEVICES } from '../model/folder-name.ts';

/** Where the ledger of an environment stands. */
export const ledgerName = 'ledger.json';

/**
 * Why a path could leave the folder it is meant for, or not exist on every file system that git checks out to;
 * undefined for a path that is safe.
 */
export function unsafePath(path: string): string | undefined {
  if (/^[a-z0-9][a-z0-9_-]*(?:[./][a-z0-9_-]+)*$/.test(path) && path.length <= 200 && !device.test(path))
    return undefined;
  if (path === '') return 'is empty';
  if (path.startsWith('/')) return 'is absolute';
  if (path.includes('\\')) return 'contains a backslash';
  if (/[\u0000-\u001F\u007F]/.test(path)) return 'contains a control character';
  if (/[:*?"<>|]/.test(path)) return 'contains a character that Windows forbids or takes for a drive';
  if (/\p{Surrogate}/u.test(path)) return 'contains half a character';
  if (path.normalize('NFC') !== path) return 'is not in Unicode normal form C';
  if (Buffer.byteLength(path) > 1000) return 'is longer than 1000 bytes';
  for (const segment of path.split('/')) {
    if (segment === '') return 'contains an empty segment';
    if (segment === '.' || segment === '..') return `contains the segment "${segment}"`;
    if (/[. ]$/.test(segment)) return 'contains a segment that ends with a dot or a space';
    if (segment.toLowerCase() === '.git') return 'contains the segment ".git"';
    if (Buffer.byteLength(segment) > 255) return 'contains a segment longer than 255 bytes';
  }
  return device.test(path) ? 'contains a name that Windows keeps for a device' : undefined;
}

const device = new RegExp(`(?:^|/)${DEVICES}(?:\\.[^/]*)?(?:/|$)`, 'i');

/** An environment is one folder beside our own marks, which all start with a dot. */
export function unsafeEnvironment(name: string): string | undefined {
  if (name.includes('/')) return 'contains a slash';
  if (name.startsWith('.')) return 'starts with a dot';
  return unsafePath(name);
}

/** Everything that is wrong with a set of paths as the content of `folder`. */
export function checkPaths(folder: string, paths: readonly string[]): Diagnostic[] {
  const checked = new CheckedPaths(folder);
  for (const path of paths) checked.add(path);
  return checked.faults();
}

/** The same of paths that come one by one. */
export class CheckedPaths {
  readonly #folder: string;
  readonly #found: Diagnostic[] = [];
  /** Folded path of each file and of each folder above one, to its exact spelling. */
  readonly #files = new Map<string, string>([[ledgerName, ledgerName]]);
  readonly #folders = new Map<string, string>();
  #safe = true;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** False from the first path on that is unsafe, or that could not stand beside those before it. */
  add(path: string): boolean {
    const fault = unsafePath(path);
    if (fault === undefined) this.#place(path);
    else this.#found.push(unsafe(`${this.#folder}/${path}`, fault));
    this.#safe &&= this.#found.length === 0;
    return this.#safe;
  }

  #place(path: string): void {
    const folded = foldCase(path);
    const twin = this.#files.get(folded);
    if (twin === undefined) this.#files.set(folded, path);
    else this.#found.push(collision(this.#folder, path, twin));
    this.#safe &&= !this.#folders.has(folded);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const above = path.slice(0, slash);
      const foldedAbove = foldCase(above);
      const spelled = this.#folders.get(foldedAbove);
      if (spelled === above) break;
      this.#safe &&= !this.#files.has(foldedAbove);
      if (spelled === undefined) this.#folders.set(foldedAbove, above);
      else this.#found.push(collision(this.#folder, above, spelled));
    }
  }

  faults(): Diagnostic[] {
    const found = [...this.#found];
    for (const [folded, path] of this.#folders) {
      const file = this.#files.get(folded);
      if (file !== undefined) found.push(collision(this.#folder, path, file));
    }
    return found;
  }
}

/** Two names with the same fold are one file on macOS and Windows. */
export function foldCase(path: string): string {
  // As nearly all are.
  if (/^[!-@[-~]*$/.test(path)) return path;
  return path.toUpperCase().toLowerCase().normalize('NFC');
}

export function unsafe(path: string, fault: string): Diagnostic {
  return outputProblem('output-path-unsafe', 'fault', { data: { path: JSON.stringify(path), fault } });
}

function collision(folder: string, path: string, twin: string): Diagnostic {
  const data = { path: `${folder}/${path}` };
  return path === twin
    ? outputProblem('output-path-collision', 'same', { data })
    : outputProblem('output-path-collision', 'differentCase', { data: { ...data, twin: `${folder}/${twin}` } });
}
