import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import { oneLine } from '../../model/one-line.ts';
import { GROUPS } from './define-policy.ts';
import type { Example, Policy } from './define-policy.ts';

export interface PageOptions {
  /** The findings of an example, by the same code as for any configuration. */
  readonly look: (example: Example) => readonly Diagnostic[];
  /** A finding as the terminal shows it. */
  readonly frame: (diagnostic: Diagnostic) => string;
}

/**
 * The page of a policy, in Markdown: the rule, its reason, its source, and examples with the findings that they cause.
 */
export function policyPage(policy: Policy, { look, frame }: PageOptions): string {
  const { id, group, severity, level, preset, everywhere, summary, why, source, options, explains = [] } = policy;
  const examples = policy.examples();
  const found = examples.bad.map(example => ({
    example,
    own: look(example).filter(diagnostic => diagnostic.id === id),
  }));
  const fixes = new Set(
    found.flatMap(({ own }) => own.flatMap(diagnostic => (diagnostic.fixes ?? []).map(fix => fix.safety))),
  );
  return [
    `# ${id}`,
    summary,
    table([
      ['Group', group],
      ['Severity', severity],
      ['Level', level],
      ...(preset === undefined ? [] : [['Applies with', `\`preset: ${preset}\``] as const]),
      ...(everywhere === undefined ? [] : [['Reported', 'if true in every environment'] as const]),
      [
        'Fix',
        fixes.size === 0
          ? 'none'
          : [...fixes]
              .sort()
              .map(safety => FIXED_BY[safety])
              .join(', '),
      ],
    ]),
    `**Why:** ${why}.`,
    `**Source:** ${linked(source)}.`,
    ...(explains.length === 0
      ? []
      : [
          oneLine(
            '**Consequences:** findings of these policies on the same pool are shown as notes of this one:',
            `${explains.map(other => `[${other}](${other}.md)`).join(', ')}.`,
          ),
        ]),
    ...optionsOf(options),
    ...found.flatMap(({ example, own }) => incorrect(example, own, frame)),
    ...examples.good.flatMap(example => [`## Correct: ${example.title}`, ...texts(example)]),
    '## Configuration',
    oneLine(
      `To turn this policy off, set \`lint: { rules: { ${id}: off } }\`; set another severity there to change it.`,
      `To suppress one finding, write \`# pipestream-scaling-ignore ${id} -- <reason>\` on its line, or on a line`,
      'before the entry.',
    ),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** The index: by group, and then by severity and level. */
export function policyIndex(policies: readonly Policy[]): string {
  const count = (severity: Severity) => String(policies.filter(policy => policy.severity === severity).length);
  return [
    '# Policies',
    oneLine(
      `${String(policies.length)} policies: ${count('error')} errors, ${count('warning')} warnings,`,
      `${count('information')} of severity information. Policies of level recommended are always on;`,
      '`lint: { level: strict }` adds the others.',
    ),
    ...GROUPS.flatMap(group => {
      const own = policies.filter(policy => policy.group === group);
      return own.length === 0
        ? []
        : [
            `## ${group}`,
            [
              '| Policy | Severity | Level | Requires |',
              '|---|---|---|---|',
              ...own.map(({ id, severity, level, preset, summary }) =>
                row([
                  `[${id}](${id}.md)`,
                  severity,
                  preset === undefined ? level : `${level}, preset ${preset}`,
                  summary,
                ]),
              ),
            ].join('\n'),
          ];
    }),
    '## By severity and level',
    (['error', 'warning', 'information'] as const)
      .flatMap(severity =>
        (['recommended', 'strict'] as const).map(level => {
          const own = policies.filter(policy => policy.severity === severity && policy.level === level);
          return own.length === 0
            ? ''
            : `- ${severity}, ${level}: ${own.map(({ id }) => `[${id}](${id}.md)`).join(', ')}`;
        }),
      )
      .filter(line => line !== '')
      .join('\n'),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** Links the pages of this project that a source names. */
function linked(source: string): string {
  return source
    .replace(/\bsemantics\b/i, word => `[${word}](../reference/semantics.md)`)
    .replace(/\b(?:the )?scaling document\b/i, words => `[${words}](../reference/scaling-model.md)`)
    .replace(/\bpipestream\.md\b/, '[the facts about Pipestream](../reference/pipestream.md)');
}

const FIXED_BY = { safe: '`lint --fix`', unsafe: '`lint --fix-unsafe`' } as const;

function incorrect(
  example: ReturnType<Policy['examples']>['bad'][number],
  own: readonly Diagnostic[],
  frame: PageOptions['frame'],
): readonly string[] {
  return [`## Incorrect: ${example.title}`, ...texts(example), fence('text', own.map(frame).join('\n'))];
}

/** The example, with the manifest beside it; for policies about history, with the configuration before it. */
function texts({ yaml, before, manifest }: Example): readonly string[] {
  if (manifest !== undefined) return [fence('yaml', yaml), 'With `rendered.yaml`:', fence('yaml', manifest)];
  return before === undefined
    ? [fence('yaml', yaml)]
    : ['Before:', fence('yaml', before), 'After:', fence('yaml', yaml)];
}

function optionsOf(options: Policy['options']): readonly string[] {
  const rows = Object.entries(options);
  if (rows.length === 0) return [];
  return [
    '## Options',
    [
      '| Option | Default | Meaning |',
      '|---|---|---|',
      ...rows.map(([name, option]) => row([`\`${name}\``, `\`${JSON.stringify(option.default)}\``, option.describe])),
    ].join('\n'),
  ];
}

function table(rows: readonly (readonly [string, string])[]): string {
  return [row(rows.map(([name]) => name)), `|${'---|'.repeat(rows.length)}`, row(rows.map(([, value]) => value))].join(
    '\n',
  );
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replace(/\n+$/, '')}\n\`\`\``;
}
