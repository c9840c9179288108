import type { Diagnostic, Step } from '../model/diagnostic.ts';
import type { ReportContext } from './context.ts';
import { inOrder } from './order.ts';
import { placeText } from './place.ts';
import { screenText } from './screen-text.ts';
import { summary, summaryLine } from './summary.ts';

/** GitHub takes 65 536 characters in a comment; what is left is for the one who quotes it. */
const ROOM = 60_000;

/** GitHub-flavoured Markdown for a step summary or a comment on a pull request. */
export function markdown(
  diagnostics: readonly Diagnostic[],
  { files, suppressed }: Pick<ReportContext, 'files' | 'suppressed'>,
): string {
  const asked = files.length === 0 ? '' : `${files.map(inline).join(', ').replace(/^::/, '\\::')}: `;
  const head = `### pipestream-scaling\n\n${asked}${summaryLine(diagnostics, suppressed)}\n`;
  if (diagnostics.length === 0) return head;
  const rows: string[] = [];
  let length = head.length;
  const ordered = inOrder(diagnostics);
  for (const diagnostic of ordered) {
    const next = row(diagnostic);
    length += next.length + 1;
    if (length > ROOM) break;
    rows.push(next);
  }
  const left = ordered.slice(rows.length);
  return [
    head,
    '| | Place | Finding | Policy |',
    '|---|---|---|---|',
    ...rows,
    ...(left.length === 0 ? [] : ['', `And ${String(left.length)} more: ${summaryLine(left).split(';')[0] ?? ''}.`]),
    ...(summary(diagnostics).fixable === 0
      ? []
      : ['', 'Mend what can be mended safely with `pipestream-scaling lint --fix`.']),
    '',
  ].join('\n');
}

const NAMES = { error: '**error**', warning: 'warning', information: 'note' } as const;

function row({ id, severity, span, message, environments = [], why, help, steps = [], link }: Diagnostic): string {
  const finding = [
    environments.length === 0 ? inline(message) : `${inline(message)} (in ${environments.map(inline).join(', ')})`,
    ...(help === undefined ? [] : [`**Help:** ${inline(help)}`]),
    ...(steps.length === 0 ? [] : [`<details><summary>Steps</summary><ol>${steps.map(step).join('')}</ol></details>`]),
    ...(why === undefined ? [] : [`<details><summary>Why</summary>${inline(why)}</details>`]),
  ];
  const policy = link === undefined ? inline(id) : `[${inline(id)}](${target(link)})`;
  return `| ${NAMES[severity]} | ${span === undefined ? '' : inline(placeText(span))} | ${finding.join('<br>')} | ${policy} |`;
}

function step({ does, command }: Step): string {
  return `<li>${inline(does)}${command === undefined ? '' : `<br><code>${inline(command)}</code>`}</li>`;
}

/**
 * Text that stays text in a cell of a table. The empty comments keep `user@host` and `image@sha256:…` from notifying a
 * person of that name, and `#12` from naming an issue.
 */
function inline(text: string): string {
  return screenText(text)
    .replace(/[\\`*_{}[\]()~|!]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[@#]/g, '$&<!-- -->');
}

function target(link: string): string {
  return screenText(link).replace(/[\s()<>|\\]/g, character =>
    encodeURIComponent(character).replace(/[()]/g, one => `%${one.charCodeAt(0).toString(16)}`),
  );
}
