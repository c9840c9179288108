import { parse } from '../config/parse.ts';
import type { Baseline, BaselineEntry } from '../lint/engine/baseline.ts';
import { BUDGETS } from '../model/budgets.ts';
import type { Budgets } from '../model/budgets.ts';
import { linterProblem } from '../model/catalogue/linter.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import type { SourceText, Span } from '../model/span.ts';
import type { Located } from '../source/located.ts';

/** Reads a baseline: JSON, and so YAML, within the budgets of a file. One that cannot be read accepts nothing. */
export function readBaseline(source: SourceText, budgets: Budgets = BUDGETS): Outcome<Baseline> {
  const { value, diagnostics } = parse(source, 'configuration', budgets);
  const findings = value?.kind === 'map' ? value.entries.get('findings')?.value : undefined;
  if (findings?.kind !== 'list') {
    const start = { source, start: 0, end: Math.min(1, source.text.length) };
    return {
      value: { entries: [] },
      diagnostics: [unreadable(start), ...diagnostics.filter(({ id }) => id === 'over-budget')],
    };
  }
  const read = findings.items.map(entryOf);
  return {
    value: { entries: read.filter(entry => entry !== undefined) },
    diagnostics: findings.items.filter((_, index) => read[index] === undefined).map(item => unreadable(item.at.span)),
  };
}

function entryOf(item: Located): BaselineEntry | undefined {
  if (item.kind !== 'map') return undefined;
  const plain = (key: string) => {
    const node = item.entries.get(key)?.value;
    return node?.kind === 'scalar' ? node.plain : undefined;
  };
  const [id, path] = [plain('policy'), plain('path')];
  const count = item.entries.has('count') ? plain('count') : 1;
  return typeof id === 'string' && typeof path === 'string' && typeof count === 'number'
    ? { id, path, count, span: item.at.span }
    : undefined;
}

function unreadable(span: Span): Diagnostic {
  return linterProblem('unreadable-baseline', 'unreadable', { span });
}
