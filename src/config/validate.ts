import type * as z from 'zod/mini';
import { BUDGETS } from '../model/budgets.ts';
import { budgetProblem } from '../model/catalogue/budgets.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import { plainOf, type Located } from '../source/located.ts';
import { diagnosticsOf, type OtherWords } from './messages.ts';

/**
 * Holds a located tree against a schema; everything that is wrong is reported at its own place, up to `most` problems:
 * those beyond are counted.
 *
 * There is no value when anything is: zod gives none. `root` is what the whole is called in messages.
 */
export function validate<T>(
  schema: z.ZodMiniType<T>,
  located: Located,
  words: OtherWords = {},
  root = 'the configuration',
  most: number = BUDGETS.problems,
): Outcome<T | undefined> {
  const result = schema.safeParse(plainOf(located), { jitless: true });
  if (result.success) return { value: result.data, diagnostics: [] };
  const seen = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  let more = 0;
  for (const issue of result.error.issues) {
    const room = most - diagnostics.length;
    const left = countOf(issue) - room;
    if (left > 0) more += Math.min(left, countOf(issue));
    if (room <= 0) continue;
    for (const diagnostic of diagnosticsOf(issue, { schema, located, words, root }, room)) {
      const key = `${diagnostic.id} ${String(diagnostic.span?.start)} ${diagnostic.message}`;
      if (!seen.has(key)) diagnostics.push(diagnostic);
      seen.add(key);
    }
  }
  if (more > 0)
    diagnostics.push(
      // The last that is told is where to go on.
      budgetProblem('problems-not-told', 'more', { data: { count: more }, span: diagnostics.at(-1)?.span }),
    );
  return { value: undefined, diagnostics };
}

function countOf(issue: z.core.$ZodIssue): number {
  return issue.code === 'unrecognized_keys' ? issue.keys.length : 1;
}
