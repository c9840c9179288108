import { compilerProblem } from '../model/catalogue/compiler.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { StructuredFile } from '../model/output-file.ts';
import { originAt, writtenAt } from '../model/sourced.ts';
import type { Origin, Path } from '../model/sourced.ts';

/** A finding on generated output, at the line in the source that it comes from. */
export function invalid(file: StructuredFile, path: Path, problem: string): Diagnostic {
  const origin = originAt(file.tree, path);
  const written = writtenAt(origin);
  const reason = origin === undefined ? undefined : reasonOf(origin);
  return compilerProblem('output-invalid', written === undefined ? 'bug' : 'written', {
    data: { file: file.path, problem: `${path.length === 0 ? '' : `${printed(path)} `}${problem}` },
    at: origin,
    why: reason,
  });
}

/** `spec.metrics[0].resource`; a key that is no plain word is quoted. */
export function printed(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${String(step)}]`;
      if (!/^[\w-]+$/.test(step)) return `["${step}"]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** Why the value is what it is, where the user did not write it as it stands. */
function reasonOf(origin: Origin): string | undefined {
  switch (origin.kind) {
    case 'written':
      return undefined;
    case 'chosen':
      return origin.why;
    case 'derived':
      return origin.how;
  }
}
