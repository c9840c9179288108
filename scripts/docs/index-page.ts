import type { Page } from './contents.ts';
import type { Field } from './fields.ts';
import { flat } from './fields.ts';
import { wrapped } from './markdown.ts';
import { describedAt } from './same.ts';

/** docs/configuration.md: how the language is read, and which page has what. */
export function indexPage(pages: readonly Page[], tree: readonly Field[]): string {
  const count = flat(tree).filter(({ path }) => describedAt(path) === path).length;
  return `# The configuration

${wrapped(`One file, \`pipestream-scaling.yaml\`, says what a system runs on and how each of its pools scales. These pages describe its ${String(count)} fields: what may be written, the default and its reason, and what the field becomes on Kubernetes and on ECS.`)}

${pages.map(({ file, title, holds }) => wrapped(`- [${title}](configuration/${file}): ${holds}`, '  ')).join('\n')}

${wrapped('In an editor the same descriptions appear on hover, through the first line of the file:')}

\`\`\`yaml
# yaml-language-server: $schema=./schema/pipestream-scaling.schema.json
\`\`\`

## How it is read

${RULES.map(rule => wrapped(`- ${rule}`, '  ')).join('\n')}

## How to read these pages

${READING.map(rule => wrapped(`- ${rule}`, '  ')).join('\n')}

## Units

| Unit | Written | Means |
|---|---|---|
${UNITS.map(row => `| ${row.join(' | ')} |`).join('\n')}
`;
}

const RULES = [
  'The file is strict: an unknown key is an error, with the nearest known one.',
  'Where a map adds something, a scalar may stand for its main field: `cpu: 70%` is `cpu: {target: 70%}`, and `replicas: 2..10` is `replicas: {min: 2, max: 10}`.',
  'Directions are `scaleUp` and `scaleDown`, on both platforms.',
  'A count is of replicas: pods on Kubernetes, tasks on ECS. *Per replica* means the same on both: `kafkaLag: {perReplica: 1000}` is a lag of 4000 with 4 replicas.',
  'Versions, account ids and times of day are written in quotes: YAML reads `1.30` as the number 1.3.',
];

const READING = [
  '`<pool>`, `<container>` and the like stand for a key that you choose. On the pages about pools the leading `pools.<pool>.` is left out, and on the page about containers `containers.<container>.` too.',
  '*Kubernetes* and *ECS* list the fields of the output that carry the value, nearest first; `…` stands for steps that are left out. They are read off the origins that the compiler keeps for each generated value, on the examples in [configuration/examples](configuration/examples). Files are named from the folder of the pool; `watcher …` is in `lambda/<pool>-scaler/`. What is in `ecs/<pool>/` is in `ecs/stack.yaml` as well.',
  'Examples are cut out of those files, and output out of what they compile to; a test compiles each.',
];

const UNITS: readonly (readonly [string, string, string])[] = [
  ['Duration', '`500ms` `90s` `1h30m` `2d`', 'a sum of parts, each with its unit'],
  ['Percentage', '`70%`', 'never a bare number or a fraction'],
  ['CPU', '`500m` `2` `0.25`', 'thousandths of a CPU, or CPUs'],
  ['Memory', '`512Mi` `2Gi` `1G`', 'powers of 1024, or of 1000'],
  ['Range', '`1..2` `2Gi..4Gi` `2..10`', 'request and limit, or min and max'],
  ['Rate', '`120/s` `30/m` `1000/h`', 'events in a second, minute or hour'],
  ['Time of day', '`"06:00"`', 'in the time zone of the schedule'],
];
