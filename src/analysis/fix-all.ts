import type { Diagnostic, Fix } from '../model/diagnostic.ts';
import type { SourceText } from '../model/span.ts';
import { sourceText } from '../source/source-text.ts';
import { applyEdits } from '../source/text-edits.ts';

export interface Fixed {
  readonly source: SourceText;
  /** Titles of the fixes, in the order in which they were made. */
  readonly made: readonly string[];
}

/** A fix may lay bare what another one fixes; a text that is not at rest by then never will be. */
const ROUNDS = 10;

/** How often the text may be looked at. Only fixes that do harm together need more than one look a round. */
const LOOKS = 24;

type Look = (source: SourceText) => readonly Diagnostic[];

/**
 * Applies fixes until there is nothing left to fix. Each leaves every other byte alone; one that would touch what
 * another has just fixed waits for the next round, and one that would lead to a new kind of error is not made.
 */
export function fixAll(source: SourceText, safety: Fix['safety'], look: Look): Fixed {
  let looks = LOOKS;
  const bounded = (text: SourceText) => {
    looks -= 1;
    return looks < 0 ? undefined : look(text);
  };
  let current = source;
  let diagnostics = look(current);
  const made: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const wanted = diagnostics.flatMap(
      ({ fixes = [] }) => fixes.find(fix => fix.safety === 'safe') ?? (safety === 'unsafe' ? (fixes[0] ?? []) : []),
    );
    const next = harmless(current, wanted, diagnostics, bounded);
    if (next === undefined) break;
    made.push(...next.made);
    current = next.source;
    diagnostics = next.diagnostics;
  }
  return { source: current, made };
}

interface Looked extends Fixed {
  readonly diagnostics: readonly Diagnostic[];
}

/** All of the fixes at once; where something among them does harm, one half of them, or a half of that. */
function harmless(
  source: SourceText,
  fixes: readonly Fix[],
  before: readonly Diagnostic[],
  look: (source: SourceText) => readonly Diagnostic[] | undefined,
): Looked | undefined {
  const all = together(source, fixes);
  if (all === undefined) return undefined;
  const fixed = sourceText(source.name, all.text);
  const diagnostics = look(fixed);
  if (diagnostics === undefined) return undefined;
  if (!worse(before, diagnostics)) return { source: fixed, made: all.made, diagnostics };
  if (fixes.length === 1) return undefined;
  const middle = Math.ceil(fixes.length / 2);
  return harmless(source, fixes.slice(0, middle), before, look) ?? harmless(source, fixes.slice(middle), before, look);
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
