import type { Diagnostic, Fix } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { sourceText } from '../source/source-text.ts';
import { applyEdits } from '../source/text-edits.ts';

export interface Fixed {
  readonly source: SourceText;
  /** Titles of the fixes, in the order in which they were made. */
  readonly made: readonly string[];
}

/** A fix may lay bare what another one mends; a text that is not at rest by then never will be. */
const ROUNDS = 10;

/**
 * Applies fixes until there is nothing left to mend. Each leaves every other byte alone; one that would touch what
 * another has just mended waits for the next round, and one that would lead to a new kind of error is not made.
 */
export function fixAll(
  source: SourceText,
  safety: Fix['safety'],
  look: (source: SourceText) => readonly Diagnostic[],
): Fixed {
  let current = source;
  let diagnostics = look(current);
  const made: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = oneRound(current, diagnostics, safety, look);
    if (next === undefined) break;
    made.push(...next.made);
    current = next.source;
    diagnostics = next.diagnostics;
  }
  return { source: current, made };
}

function oneRound(
  source: SourceText,
  before: readonly Diagnostic[],
  safety: Fix['safety'],
  look: (source: SourceText) => readonly Diagnostic[],
): (Fixed & { readonly diagnostics: readonly Diagnostic[] }) | undefined {
  const wanted = before.flatMap(
    ({ fixes = [] }) => fixes.find(fix => fix.safety === 'safe') ?? (safety === 'unsafe' ? (fixes[0] ?? []) : []),
  );
  const all = together(source, wanted);
  const done = all === undefined ? undefined : looked(source, all, look);
  if (done === undefined || !worse(before, done.diagnostics)) return done;
  // Something among them does harm: one at a time tells which.
  for (const fix of wanted) {
    const single = together(source, [fix]);
    const alone = single === undefined ? undefined : looked(source, single, look);
    if (alone !== undefined && !worse(before, alone.diagnostics)) return alone;
  }
  return undefined;
}

interface Edited {
  readonly text: string;
  readonly made: readonly string[];
}

/** As many of the fixes as do not touch the same text. */
function together(source: SourceText, fixes: readonly Fix[]): Edited | undefined {
  let chosen: readonly Fix[] = [];
  let text = source.text;
  for (const fix of fixes) {
    // Fixes of another file, such as a baseline, are not made here.
    if (fix.edits.some(({ span }) => span.source.text !== source.text || span.source.name !== source.name)) continue;
    const result = applyEdits(
      source,
      [...chosen, fix].flatMap(({ edits }) => edits),
    );
    if (result.kind !== 'edited') continue;
    chosen = [...chosen, fix];
    text = result.text;
  }
  return text === source.text ? undefined : { text, made: chosen.map(({ title }) => title) };
}

function looked(source: SourceText, { text, made }: Edited, look: (source: SourceText) => readonly Diagnostic[]) {
  const fixed = sourceText(source.name, text);
  return { source: fixed, made, diagnostics: look(fixed) };
}

/** More errors of some kind than before. */
function worse(before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  const counts = errorsById(before);
  return [...errorsById(after)].some(([id, count]) => count > (counts.get(id) ?? 0));
}

function errorsById(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { id, severity } of diagnostics) if (severity === 'error') counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
