import { CATALOGUES } from '../model/catalogue/catalogues.ts';
import { diagnosticPageUrl, policyPageUrl } from '../model/pages.ts';
import type { SuppressedFinding } from '../model/suppressed.ts';
import type { ReportContext } from '../report/context.ts';
import { POLICIES } from '../../policies/index.ts';
import { version } from '../../package.json';

/** Machine formats, loaded only where one is asked for. */
export { MACHINE } from '../report/formats.ts';

/**
 * What they say beside the findings: the program, its policies, the files that were looked at, what is suppressed and
 * how many findings are left out.
 */
export function reportContext(
  files: readonly string[],
  suppressed: readonly SuppressedFinding[] = [],
  notShown = 0,
): ReportContext {
  return {
    version,
    rules: POLICIES.map(({ id, summary, why, severity, messages }) => ({
      id,
      summary,
      why,
      severity,
      messages,
      link: policyPageUrl(id),
    })),
    catalogue: CATALOGUES.flatMap(({ specs }) =>
      Object.entries(specs).map(([id, { summary, why, severity, messages }]) => ({
        id,
        summary,
        why,
        severity,
        messages,
        link: diagnosticPageUrl(id),
      })),
    ),
    files,
    suppressed,
    notShown,
  };
}
