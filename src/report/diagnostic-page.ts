import type { DiagnosticExample, DiagnosticSpec } from '../model/define-diagnostics.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

/** An entry of the catalogue with its id and the part that it belongs to. */
export interface CatalogueEntry extends DiagnosticSpec {
  readonly id: string;
  readonly area: string;
}

export interface DiagnosticPageOptions {
  /** The findings of an example, by the same code as for any configuration. */
  readonly look: (example: DiagnosticExample) => readonly Diagnostic[];
  /** A finding as the terminal shows it. */
  readonly frame: (diagnostic: Diagnostic) => string;
}

/** The page of a diagnostic, in Markdown: the rule, its reason, examples with their findings, and its messages. */
export function diagnosticPage(
  { id, area, summary, severity, why, messages, examples }: CatalogueEntry,
  { look, frame }: DiagnosticPageOptions,
): string {
  return page([
    `# ${id}`,
    summary,
    table([
      ['Area', 'Severity'],
      [area, severity],
    ]),
    `**Why:** ${why}.`,
    ...(examples?.() ?? []).flatMap(example =>
      incorrect(
        example,
        look(example)
          .filter(other => other.id === id)
          .map(frame),
      ),
    ),
    '## Messages',
    table([
      ['Message', 'Severity', 'Help'],
      ...distinct(
        Object.values(messages).map(message => [
          code(message.text),
          message.severity ?? severity,
          message.help === undefined ? '' : code(message.help),
        ]),
      ),
    ]),
    'This is not a policy: a comment cannot suppress it, a baseline cannot accept it, and `lint.rules` cannot change it.',
  ]);
}

/** The index of the catalogue, by area. */
export function diagnosticIndex(entries: readonly CatalogueEntry[]): string {
  const areas = [...new Set(entries.map(({ area }) => area))];
  return page([
    '# Diagnostics',
    `${String(entries.length)} diagnostics that are not policies: the language, the compiler, the output folder and the command line report them. The policies are [a list of their own](../policies/README.md).`,
    ...areas.flatMap(area => [
      `## ${area}`,
      table([
        ['Diagnostic', 'Severity', 'Requires'],
        ...entries
          .filter(entry => entry.area === area)
          .map(({ id, severity, summary }) => [`[${id}](${id}.md)`, severity, summary]),
      ]),
    ]),
  ]);
}

function incorrect(
  { title, yaml, policies, baseline, manifest }: DiagnosticExample,
  frames: readonly string[],
): readonly string[] {
  return [
    `## Incorrect: ${title}`,
    fence('yaml', yaml),
    ...(manifest === undefined ? [] : ['With `rendered.yaml`:', fence('yaml', manifest)]),
    ...(policies === undefined ? [] : ['With `policies.yaml`:', fence('yaml', policies)]),
    ...(baseline === undefined ? [] : ['With `pipestream-scaling-baseline.json`:', fence('json', baseline)]),
    fence('text', frames.join('\n')),
  ];
}

/** Messages differ in what they are for, and a few read the same. */
function distinct(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(rows.map(cells => [cells.join('\0'), cells])).values()];
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  return [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** A span of code with as many backticks around it as none inside has. */
function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replace(/\n+$/, '')}\n\`\`\``;
}
