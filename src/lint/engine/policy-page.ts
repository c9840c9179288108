import type { Diagnostic } from '../../model/diagnostic.ts';
import { GROUPS } from './define-policy.ts';
import type { Example, Policy } from './define-policy.ts';

export interface PageOptions {
  /** What is found in an example, by the same code as in any configuration. */
  readonly look: (example: Example) => readonly Diagnostic[];
  /** A finding as the terminal shows it. */
  readonly frame: (diagnostic: Diagnostic) => string;
}

/**
 * The page of a policy, in Markdown: what it requires, why, from where, and examples with what is really said of them.
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
      ...(preset === undefined ? [] : [['Only with', `\`preset: ${preset}\``] as const]),
      ...(everywhere === undefined ? [] : [['Only where', 'it holds in every environment'] as const]),
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
          `What follows from it on the same pool is a note of it: ${explains.map(other => `[${other}](${other}.md)`).join(', ')}.`,
        ]),
    ...optionsOf(options),
    ...found.flatMap(({ example, own }) => refused(example, own, frame)),
    ...examples.good.flatMap(example => [`## Accepted: ${example.title}`, ...texts(example)]),
    '## Elsewhere',
    `\`lint: { rules: { ${id}: off } }\` turns it off, and another severity changes it. One finding is meant: \`# pipestream-scaling-ignore ${id} -- <reason>\` on its line, or on a line before the entry.`,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** The index: by group, and then who is on at which level and severity. */
export function policyIndex(policies: readonly Policy[]): string {
  const count = (of: (policy: Policy) => boolean) => String(policies.filter(of).length);
  return [
    '# Policies',
    `${String(policies.length)} policies: ${count(({ severity }) => severity === 'error')} errors, ${count(({ severity }) => severity === 'warning')} warnings, ${count(({ severity }) => severity === 'information')} notes. Those of the level recommended are always on; \`lint: { level: strict }\` adds the others.`,
    ...GROUPS.flatMap(group => {
      const own = policies.filter(policy => policy.group === group);
      return own.length === 0
        ? []
        : [
            `## ${group}`,
            [
              '| Policy | Severity | Level | Requires |',
              '|---|---|---|---|',
              ...own.map(
                ({ id, severity, level, preset, summary }) =>
                  `| [${id}](${id}.md) | ${severity} | ${level}${preset === undefined ? '' : `, preset ${preset}`} | ${cell(summary)} |`,
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

/** Pages of this project that sources name. */
function linked(source: string): string {
  return source
    .replace(/\bsemantics\b/i, word => `[${word}](../reference/semantics.md)`)
    .replace(/\b(?:the )?scaling document\b/i, words => `[${words}](../reference/scaling-model.md)`)
    .replace(/\bpipestream\.md\b/, '[the facts about Pipestream](../reference/pipestream.md)');
}

const FIXED_BY = { safe: '`lint --fix`', unsafe: '`lint --fix-unsafe`' } as const;

function refused(
  example: ReturnType<Policy['examples']>['bad'][number],
  own: readonly Diagnostic[],
  frame: PageOptions['frame'],
): readonly string[] {
  return [`## Refused: ${example.title}`, ...texts(example), fence('text', own.map(frame).join('\n'))];
}

/** The example, and for policies about history what was there before. */
function texts({ yaml, before }: Example): readonly string[] {
  return before === undefined ? [fence('yaml', yaml)] : ['Before:', fence('yaml', before), 'Now:', fence('yaml', yaml)];
}

function optionsOf(options: Policy['options']): readonly string[] {
  const rows = Object.entries(options);
  if (rows.length === 0) return [];
  return [
    '## Options',
    [
      '| Option | Default | Meaning |',
      '|---|---|---|',
      ...rows.map(
        ([name, option]) => `| \`${name}\` | \`${JSON.stringify(option.default)}\` | ${cell(option.describe)} |`,
      ),
    ].join('\n'),
  ];
}

function table(rows: readonly (readonly [string, string])[]): string {
  return [
    `| ${rows.map(([name]) => name).join(' | ')} |`,
    `|${'---|'.repeat(rows.length)}`,
    `| ${rows.map(([, value]) => cell(value)).join(' | ')} |`,
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replace(/\n+$/, '')}\n\`\`\``;
}
