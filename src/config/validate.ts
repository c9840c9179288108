import type * as z from 'zod/mini';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import { plainOf, type Located } from '../source/located.ts';
import { diagnosticsOf, type Synonyms } from './messages.ts';

/**
 * Holds a located tree against a schema; everything that is wrong is reported at its own place.
 *
 * There is no value when anything is: zod gives none. `root` is what the whole is called in messages.
 */
export function validate<T>(
  schema: z.ZodMiniType<T>,
  located: Located,
  synonyms: Synonyms = {},
  root = 'the configuration',
): Outcome<T | undefined> {
  const result = schema.safeParse(plainOf(located), { jitless: true });
  if (result.success) return { value: result.data, diagnostics: [] };
  const seen = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const issue of result.error.issues) {
    for (const diagnostic of diagnosticsOf(issue, { schema, located, synonyms, root })) {
      const key = `${diagnostic.id} ${String(diagnostic.span?.start)} ${diagnostic.message}`;
      if (!seen.has(key)) diagnostics.push(diagnostic);
      seen.add(key);
    }
  }
  return { value: undefined, diagnostics };
}
