import type { Diagnostic } from '../model/diagnostic.ts';
import type { ReportContext } from './context.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { sarif } from './sarif.ts';

export type MachineFormat = 'json' | 'sarif' | 'code-scanning' | 'github' | 'junit' | 'markdown';

/**
 * Formats that are the result of a command, and so go to standard output; `pretty` needs a terminal's width and colour.
 */
export const MACHINE: Readonly<
  Record<MachineFormat, (diagnostics: readonly Diagnostic[], context: ReportContext) => string>
> = {
  json,
  sarif,
  // Code scanning knows no suppressions of SARIF, and shows what has one as an open alert (github/codeql-action#1230).
  'code-scanning': (diagnostics, context) => sarif(diagnostics, { ...context, suppressed: undefined }),
  github,
  junit,
  markdown,
};
