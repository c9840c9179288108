import type { Field } from './fields.ts';
import { flat } from './fields.ts';
import { wrapped } from './markdown.ts';
import { STEPS, TABLES } from './usage.ts';
import type { Steps, Used } from './usage.ts';

/** docs/reference/usage.md: what manifests of others use, and what of it the language says. */
export function usagePage(tree: readonly Field[]): string {
  const known = new Set(flat(tree).map(({ path }) => path));
  return `# Fields of others, and their place here

${wrapped(
  'Counted over 1,790 files of 227 public repositories: 136 ScaledObjects, 188 HorizontalPodAutoscalers, 220 Deployments that an autoscaler scales and 129 ECS services. A share is of objects.',
)}

## How much can be said whole

${wrapped(
  'Each step adds what the line names, in the order that raises the share fastest. The share counts objects of which everything can be said.',
)}

${STEPS.map(list => stepsTable(list, known)).join('\n\n')}

${TABLES.map(({ title, rows }) => `## ${title}\n\n| Field of others | Share | | Here |\n|---|--:|---|---|\n${rows.map(row => rowText(row, known)).join('\n')}`).join('\n\n')}
`;
}

function stepsTable({ title, before, steps }: Steps, known: ReadonlySet<string>): string {
  let isReached = true;
  const lines = steps.map(({ adds, share, by }) => {
    const isSaid = by.length > 0 && by.every(path => known.has(path));
    isReached &&= isSaid;
    return `| ${adds} | ${share} | ${isReached ? 'reached' : isSaid ? 'said; a step before it is not' : 'no'} |`;
  });
  return `| ${title}: ${before} without | Share | |\n|---|--:|---|\n${lines.join('\n')}`;
}

function rowText({ what, share, by, but }: Used, known: ReadonlySet<string>): string {
  const missing = by.filter(path => !known.has(path));
  if (missing.length > 0) throw new Error(`${what}: the language has no ${missing.join(', ')}`);
  const state = by.length === 0 ? 'no' : but === undefined ? 'said' : 'partly';
  return `| ${what} | ${share} | ${state} | ${[...by.map(path => `\`${path.replace('pools.<pool>.', '')}\``), ...(but === undefined ? [] : [but])].join('; ')} |`;
}
