import type { Diagnostic, Related } from '../model/diagnostic.ts';
import type { Span } from '../model/span.ts';
import type { SuppressedFinding } from '../model/suppressed.ts';
import { painter } from './colour.ts';
import { frame, lineReader, type FrameOptions, type Mark } from './frame.ts';
import { inOrder } from './order.ts';
import { placeText } from './place.ts';
import { screenText, wrapped } from './screen-text.ts';
import { summaryLine } from './summary.ts';

export interface PrettyOptions {
  readonly colour: boolean;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** What is not reported, for the count at the end. */
  readonly suppressed?: readonly SuppressedFinding[];
  /** What the last line counts, where not everything is shown. */
  readonly all?: readonly Diagnostic[];
}

/** Diagnostics for people: a line that editors can follow, a frame, why, help; at the end how many. */
export function pretty(
  diagnostics: readonly Diagnostic[],
  { colour, width, suppressed = [], all = diagnostics }: PrettyOptions,
): string {
  const options = { width: Math.max(width, 40), paint: painter(colour), linesOf: lineReader() };
  const blocks = inOrder(diagnostics).map(diagnostic => block(diagnostic, options));
  return [...blocks, `${summaryLine(all, suppressed)}\n`].join('\n');
}

/** One diagnostic as `pretty` shows it, without colour: for formats that quote it, and for the documentation. */
export function plainBlock(diagnostic: Diagnostic, width: number): string {
  return block(diagnostic, { width, paint: painter(false), linesOf: LINES });
}

/** A report quotes one text many times. */
const LINES = lineReader();

function block(diagnostic: Diagnostic, options: FrameOptions): string {
  const { paint } = options;
  const { severity, span } = diagnostic;
  const place = span === undefined ? '' : `${paint('strong', screenText(placeText(span)))} `;
  const head = `${place}${paint(severity, severity)}  ${screenText(diagnostic.message)}  ${paint('faint', `[${diagnostic.id}]`)}`;
  const lines = [head];
  if (span !== undefined) lines.push(...frame(marksOf(diagnostic, span), options));
  for (const related of elsewhere(diagnostic)) {
    lines.push(note('see', `${placeText(related.span)} ${related.message}`, options));
    lines.push(...frame([{ span: related.span, style: 'information' }], options));
  }
  if (diagnostic.why !== undefined) lines.push(note('why', diagnostic.why, options));
  if (diagnostic.help !== undefined) lines.push(note('help', diagnostic.help, options));
  lines.push(...stepLines(diagnostic, options));
  for (const { title, safety } of diagnostic.fixes ?? []) {
    if (title !== diagnostic.help)
      lines.push(note('fix', `${title} (${safety === 'safe' ? '--fix' : '--fix-unsafe'})`, options));
  }
  if (diagnostic.environments !== undefined && diagnostic.environments.length > 0) {
    lines.push(note('in', diagnostic.environments.join(', '), options));
  }
  return `${lines.join('\n')}\n`;
}

/** Related places of the same text stand in the same frame. */
function marksOf({ severity, related = [] }: Diagnostic, span: Span): readonly Mark[] {
  const beside = related.filter(other => other.span.source === span.source);
  return [
    { span, style: severity },
    ...beside.map(other => ({ span: other.span, style: 'information' as const, label: other.message })),
  ];
}

function elsewhere({ related = [], span }: Diagnostic): readonly Related[] {
  return related.filter(other => other.span.source !== span?.source);
}

/** Numbered and wrapped; a command stands on a line of its own, whole, so that it can be copied. */
function stepLines({ steps = [] }: Diagnostic, options: FrameOptions): readonly string[] {
  return steps.flatMap(({ does, command }, index) => [
    note(`step ${String(index + 1)}`, does, options),
    ...(command === undefined ? [] : [`      ${screenText(command)}`]),
  ]);
}

/** `  = help: …`, wrapped, with the following lines under its first word. */
function note(label: string, text: string, { width, paint }: FrameOptions): string {
  const lead = `  = ${label}: `;
  const indent = ' '.repeat(lead.length);
  const lines = wrapped(screenText(text), width - lead.length);
  return `  ${paint('frame', '=')} ${paint('strong', label)}: ${lines.join(`\n${indent}`)}`;
}
