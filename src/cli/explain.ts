import { existsSync } from 'node:fs';
import { exampleFindings } from '../analysis/example-findings.ts';
import { policyIndex, policyPage } from '../lint/engine/policy-page.ts';
import { GROUPS } from '../lint/engine/define-policy.ts';
import type { Policy } from '../lint/engine/define-policy.ts';
import { ALERT_NAMES, ALERT_PAGES, alertSection, alertsPage } from '../model/alert-pages.ts';
import { CATALOGUES } from '../model/catalogue/catalogues.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import { nearest } from '../model/nearest.ts';
import type { OrganisationPolicy } from '../model/organisation.ts';
import { diagnosticIndex, diagnosticPage } from '../report/diagnostic-page.ts';
import type { CatalogueEntry } from '../report/diagnostic-page.ts';
import { ownPolicyPage } from '../report/own-policy-page.ts';
import { placeText } from '../report/place.ts';
import { plainBlock } from '../report/pretty.ts';
import { ownPolicies } from '../surroundings/own-policies.ts';
import { POLICIES } from '../../policies/index.ts';
import type { Arguments } from './arguments.ts';
import { logText } from '../report/log-text.ts';
import { screenText } from '../report/screen-text.ts';
import { wellFormedJson } from '../report/well-formed.ts';
import { report } from './report.ts';
import { sourceNamed } from './source.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

/** Everything that can be found beside the policies. */
const ENTRIES: readonly CatalogueEntry[] = CATALOGUES.flatMap(({ area, specs }) =>
  Object.entries(specs).map(([id, spec]) => ({ id, area, ...spec })),
);

/**
 * Prints the page of a policy, of any other finding or of an organisation's own policy; without an id the list of all.
 * As JSON, the pages that the documentation is made of.
 */
export async function explain({ files: [id, file], format }: Arguments, streams: Streams): Promise<ExitCode> {
  if (format !== 'pretty' && format !== 'json' && format !== 'markdown') {
    streams.err(`pipestream-scaling: explain prints pretty, markdown or json, not ${format}\n`);
    return EXIT.usage;
  }
  const policies = POLICIES.filter(policy => id === undefined || policy.id === id);
  const entries = ENTRIES.filter(entry => id === undefined || entry.id === id);
  const alerts = ALERT_NAMES.filter(name => id !== undefined && name === id);
  if (policies.length === 0 && entries.length === 0 && alerts.length === 0)
    return explainOwn(id ?? '', file, format, streams);
  if (format === 'json') streams.out(asJson(policies, entries, []));
  else if (id !== undefined)
    streams.out([...policies.map(pageOf), ...entries.map(entryPage), ...alerts.map(alertSection)].join('\n'));
  else streams.out(format === 'markdown' ? `${policyIndex(POLICIES)}\n${diagnosticIndex(ENTRIES)}` : listed());
  return EXIT.clean;
}

/** The configuration is read only for an id that the program does not know itself. */
async function explainOwn(
  id: string,
  file: string | undefined,
  format: 'pretty' | 'markdown' | 'json',
  streams: Streams,
): Promise<ExitCode> {
  const own = ownPoliciesBeside(file);
  const found = own.value.filter(policy => policy.id === id);
  if (found.length > 0) {
    streams.out(format === 'json' ? asJson([], [], found) : logText(found.map(ownPolicyPage).join('\n')));
    return EXIT.clean;
  }
  const known = [...[...POLICIES, ...ENTRIES, ...own.value].map(one => one.id), ...ALERT_NAMES];
  const meant = nearest(id, known);
  streams.err(
    `pipestream-scaling: there is no policy, no other finding and no alert "${screenText(id)}"; ${meant === undefined ? 'run pipestream-scaling explain for all of them' : `did you mean "${meant}"?`}\n`,
  );
  // It may be in a file that could not be read.
  if (own.diagnostics.length > 0)
    await report({ diagnostics: own.diagnostics, files: [] }, { format: 'pretty', outputs: [] }, streams);
  return EXIT.usage;
}

/** Of the file that is named, or of the one of the project where there is one. */
function ownPoliciesBeside(file: string | undefined): Outcome<readonly OrganisationPolicy[]> {
  const name = file ?? PROJECT_FILE;
  if (file === undefined && !existsSync(name)) return { value: [], diagnostics: [] };
  const source = sourceNamed(name);
  return source.value === undefined ? { value: [], diagnostics: source.diagnostics } : ownPolicies(source.value);
}

const PROJECT_FILE = 'pipestream-scaling.yaml';

function asJson(
  policies: readonly Policy[],
  entries: readonly CatalogueEntry[],
  own: readonly OrganisationPolicy[],
): string {
  const pages = {
    version: 1,
    index: policyIndex(POLICIES),
    policies: policies.map(policy => {
      const { id, group, severity, level, summary, why, source } = policy;
      return { id, group, severity, level, summary, why, source, page: pageOf(policy) };
    }),
    diagnosticIndex: diagnosticIndex(ENTRIES),
    diagnostics: entries.map(entry => {
      const { id, area, severity, summary, why } = entry;
      return { id, area, severity, summary, why, page: entryPage(entry) };
    }),
    alerts: alertsPage(),
    own: own.map(policy => {
      const { id, at, severity, scope, assert, message, why, help, link } = policy;
      return {
        id,
        place: placeText(at),
        severity,
        scope,
        assert: assert.plain,
        message: message.plain,
        why,
        help: help?.plain ?? null,
        link: link ?? null,
        page: ownPolicyPage(policy),
      };
    }),
  };
  return wellFormedJson(pages);
}

/** A line each for a terminal, in groups. */
function listed(): string {
  const own = ownPoliciesBeside(undefined).value;
  const width = Math.max(
    ...[...POLICIES, ...ENTRIES, ...own].map(({ id }) => id.length),
    ...ALERT_NAMES.map(name => name.length),
  );
  const row = (id: string, severity: string, rest = '') =>
    `  ${`${id.padEnd(width)}  ${severity.padEnd('information'.length)}  ${rest}`.trimEnd()}\n`;
  const section = (title: string, rows: readonly string[]) => (rows.length === 0 ? [] : [`${title}\n${rows.join('')}`]);
  const areas = [...new Set(ENTRIES.map(({ area }) => area))];
  return [
    ...GROUPS.flatMap(group =>
      section(
        `Policies: ${group}`,
        POLICIES.filter(policy => policy.group === group).map(({ id, severity, level }) => row(id, severity, level)),
      ),
    ),
    ...section(
      'Alerts',
      ALERT_NAMES.toSorted().map(name => row(name, ALERT_PAGES[name].severity)),
    ),
    ...section(
      'Policies of this organisation',
      own.map(({ id, severity, at }) => row(screenText(id), severity, screenText(placeText(at)))),
    ),
    ...areas.flatMap(area =>
      section(
        `Other findings: ${area}`,
        ENTRIES.filter(entry => entry.area === area).map(({ id, severity }) => row(id, severity)),
      ),
    ),
  ].join('\n');
}

const PAGE_WIDTH = 80;
const frame = (diagnostic: Diagnostic): string => plainBlock(diagnostic, PAGE_WIDTH);

function pageOf(policy: Policy): string {
  return policyPage(policy, { look: exampleFindings, frame });
}

function entryPage(entry: CatalogueEntry): string {
  return diagnosticPage(entry, { look: exampleFindings, frame });
}
