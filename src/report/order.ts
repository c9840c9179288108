import type { Diagnostic } from '../model/diagnostic.ts';

/**
 * By file, place, id and message, whatever the order they were found in; those without a place come first. By code
 * unit, so that no locale changes it.
 */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      compare(a.span?.source.name ?? '', b.span?.source.name ?? '') ||
      (a.span?.start ?? 0) - (b.span?.start ?? 0) ||
      compare(a.id, b.id) ||
      compare(a.message, b.message) ||
      compare((a.environments ?? []).join(), (b.environments ?? []).join()),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
