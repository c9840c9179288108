import { oneLine } from '../../src/model/one-line.ts';
import { ELSEWHERE } from '../../src/config/schema/elsewhere.ts';
import type { Page } from './contents.ts';
import type { Field } from './fields.ts';
import { flat } from './fields.ts';
import { wrapped } from './markdown.ts';
import { describedAt } from './same.ts';

/** docs/configuration.md: the rules of the language, and the contents of each page. */
export function indexPage(pages: readonly Page[], tree: readonly Field[]): string {
  const count = flat(tree).filter(({ path }) => describedAt(path) === path).length;
  return `# Configuration

${wrapped(
  oneLine(
    'One file, `pipestream-scaling.yaml`, describes what a system runs on and how each of its pools scales. These',
    `pages describe its ${String(count)} fields: the values, the default and its reason, and the result on Kubernetes`,
    'and ECS.',
  ),
)}

${pages.map(({ file, title, holds }) => wrapped(`- [${title}](configuration/${file}): ${holds}`, '  ')).join('\n')}

${wrapped('Editors show the same descriptions on hover, if the first line of the file names the schema:')}

\`\`\`yaml
# yaml-language-server: $schema=https://raw.githubusercontent.com/ai-pipestream/pipestream-scaling/main/schema/pipestream-scaling.schema.json
\`\`\`

## By task

| You have | Write | Page |
|---|---|---|
${TASKS.map(([have, write, page]) => `| ${have} | ${write} | [${page}](configuration/${page}.md) |`).join('\n')}

A chart that deploys the workload: [a guide](guides/chart.md). What other tools call these fields:
[a table](reference/usage.md), and [their words](#words-of-other-tools).

## Rules

${RULES.map(rule => wrapped(`- ${rule}`, '  ')).join('\n')}

## How to read these pages

${READING.map(rule => wrapped(`- ${rule}`, '  ')).join('\n')}

## Words of other tools

| Word | Here |
|---|---|
${ELSEWHERE.map(([word, { says }]) => `| \`${word}\` | ${says} |`).join('\n')}

## Units

| Unit | Examples | Meaning |
|---|---|---|
${UNITS.map(row => `| ${row.join(' | ')} |`).join('\n')}
`;
}

const TASKS: readonly (readonly [have: string, write: string, page: string])[] = [
  ['a service that burns CPU', '`signals: { cpu: 70% }`', 'signals'],
  ['consumers of Kafka', '`signals.kafkaLag`, and `kafka` once', 'signals'],
  ['a queue in SQS, RabbitMQ or Redis', '`signals.queueBacklog`', 'signals'],
  ['another queue or database, or any KEDA trigger', '`signals.custom`', 'custom'],
  ['a metric that an adapter serves', '`signals.custom.<signal>.pods`, `.object` or `.external`', 'custom'],
  ['an API behind a load balancer', '`signals.requests`, and `loadBalancer` on ECS', 'load-balancer'],
  ['a workload that a chart deploys', '`workload.existing`', 'pools'],
  ['a service that nobody needs at night', '`kind: scale-to-zero` and `schedule`', 'scaling'],
  ['a pool at zero that a call must wake', '`wake`', 'wake'],
  ['GPUs', '`hardware`', 'hardware'],
  ['a volume, a config map or a role of the cloud', '`volumes`, `envFrom`, `serviceAccount`', 'pod'],
  ['a field that is not here', '`patch`', 'pod'],
  ['staging and production', '`environments`', 'environments'],
];

const RULES = [
  'An unknown key is an error. The message suggests the nearest known key.',
  oneLine(
    'Some maps have a short form for their main field: `cpu: 70%` means `cpu: {target: 70%}`, and `replicas: 2..10`',
    'means `replicas: {min: 2, max: 10}`.',
  ),
  '`scaleUp` is scale-out and `scaleDown` is scale-in, on both platforms.',
  oneLine(
    'A replica is a pod on Kubernetes and a task on ECS. *Per replica* means the same on both: with 4 replicas,',
    '`kafkaLag: {perReplica: 1000}` is a lag of 4000.',
  ),
  'Put versions, account ids and times of day in quotes, because YAML reads `1.30` as the number 1.3.',
];

const READING = [
  oneLine(
    '`<pool>`, `<container>` and similar names stand for a key that you choose. The pages about pools omit the prefix',
    '`pools.<pool>.`, and the page about containers also omits `containers.<container>.`',
  ),
  oneLine(
    '*Kubernetes* and *ECS* list the fields of the output that contain the value, or are computed from it, closest',
    'first. `…` stands for omitted steps. The lists come from the examples in',
    '[configuration/examples](configuration/examples). File names are relative to the folder of the pool, and `watcher',
    '…` is in `lambda/<pool>-scaler/`. Everything in `ecs/<pool>/` is also in `ecs/stack.yaml`.',
  ),
  'All examples and all output on these pages come from those files. A test compiles each of them.',
];

const UNITS: readonly (readonly [string, string, string])[] = [
  ['Duration', '`500ms` `90s` `1h30m` `2d`', 'one or more parts, each with its unit'],
  ['Percentage', '`70%`', 'always with the percent sign'],
  ['CPU', '`500m` `2` `0.25`', 'thousandths of a CPU, or CPUs'],
  ['Memory', '`512Mi` `2Gi` `1G`', 'powers of 1024, or of 1000'],
  ['Range', '`1..2` `2Gi..4Gi` `2..10`', 'request and limit, or minimum and maximum'],
  ['Rate', '`120/s` `30/m` `1000/h`', 'events per second, minute or hour'],
  ['Time of day', '`"06:00"`', 'in the time zone of the schedule'],
];
