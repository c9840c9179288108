import { oneLine } from '../../src/model/one-line.ts';
import { wrapped } from './markdown.ts';

/** The states of an emitter of series as Prometheus sees them, each in words. */
export const SCENARIOS = {
  busy: 'one call a second, 40 that wait, half a core in use',
  idle: 'no call for two hours',
  gone: 'the target went away ten minutes ago, at work',
  down: 'the target has not answered for ten minutes, at work',
  lost: 'the target answers, and its series went away ten minutes ago, at work',
  'lost for two hours': 'the target answers, and has no series',
  'asleep since 30 min': 'the pool was taken to zero, and its targets with it',
  'never seen': 'the target is new, and has no series yet',
  birth: 'the first call was made within the last two scrapes',
  'burst at birth': '50 calls came before the first scrape of a new series',
  burst: '50 calls came within one scrape, after two hours without',
  restart: 'the target restarted five minutes ago, its counters at 0',
  rollout: 'other pods took over 90 s ago, at work',
  'rollout at rest': 'other pods took over 90 s ago, and had no call yet',
  'counter reset': 'a counter fell to 5 five minutes ago',
  'gap of Prometheus': 'nothing was scraped for four minutes, at work',
  'gap at rest': 'nothing was scraped for four minutes, without calls',
  'two environments': 'another namespace emits the same',
  'two clusters': 'another cluster emits the same into one store',
  'two exporters': 'two identical exporters, or each target scraped twice',
  'two kube-state-metrics': 'two replicas of kube-state-metrics',
} as const;
export type Scenario = keyof typeof SCENARIOS;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the keys of a closed record
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as Scenario[];

/** The kinds of queries that are emitted, and the trigger or alert of `shopOf` (test/tools/promql/shop.ts) for each. */
export const KINDS = {
  gauge: { title: 'waiting work', environment: 'default', trigger: 'request-queue' },
  growth: { title: 'forecast of a lag', environment: 'default', trigger: 'kafka-lag-growth' },
  caller: { title: "a caller's calls", environment: 'default', trigger: 'requests' },
  wake: { title: 'first calls', environment: 'default', trigger: 'wake' },
  own: { title: "the pool's calls", environment: 'own', trigger: 'requests' },
  ownTime: { title: "the pool's p99", environment: 'default', trigger: 'latency' },
  otherTime: { title: "a mesh's p99", environment: 'own', trigger: 'latency' },
  cpu: { title: 'CPU for 5m', environment: 'default', trigger: 'cpu-sustained' },
  atMax: { title: 'alert: at its maximum', environment: 'default', trigger: 'PoolPinnedAtMax' },
} as const;
export type Kind = keyof typeof KINDS;

/** The result: a number, or nothing, which KEDA takes for an error. With a slash: minimum of 1 or more / of zero. */
export const READS: { readonly [S in Scenario]: { readonly [K in Kind]: string } } = {
  busy: {
    gauge: '40',
    growth: '40',
    caller: '1',
    wake: '1',
    own: '1',
    ownTime: '0.2',
    otherTime: '0.2',
    cpu: '50',
    atMax: '1',
  },
  idle: {
    gauge: '0',
    growth: '0',
    caller: '0',
    wake: '0',
    own: '0',
    ownTime: '0',
    otherTime: '0',
    cpu: '0',
    atMax: '1',
  },
  gone: {
    gauge: '–',
    growth: '–',
    caller: '–',
    wake: '–',
    own: '– / 0',
    ownTime: '– / 0',
    otherTime: '–',
    cpu: '–',
    atMax: '–',
  },
  down: {
    gauge: '–',
    growth: '–',
    caller: '–',
    wake: '–',
    own: '–',
    ownTime: '–',
    otherTime: '–',
    cpu: '–',
    atMax: '–',
  },
  lost: {
    gauge: '–',
    growth: '–',
    caller: '0',
    wake: '0',
    own: '0',
    ownTime: '–',
    otherTime: '–',
    cpu: '–',
    atMax: '1',
  },
  'lost for two hours': {
    gauge: '–',
    growth: '–',
    caller: '0',
    wake: '0',
    own: '0',
    ownTime: '0',
    otherTime: '– / 0',
    cpu: '–',
    atMax: '1',
  },
  'asleep since 30 min': {
    gauge: '0',
    growth: '0',
    caller: '0',
    wake: '0',
    own: '– / 0',
    ownTime: '– / 0',
    otherTime: '– / 0',
    cpu: '– / 0',
    atMax: '–',
  },
  'never seen': {
    gauge: '–',
    growth: '–',
    caller: '0',
    wake: '0',
    own: '0',
    ownTime: '0',
    otherTime: '– / 0',
    cpu: '–',
    atMax: '1',
  },
  birth: {
    gauge: '1',
    growth: '1',
    caller: '0',
    wake: '0.01',
    own: '0',
    ownTime: '0',
    otherTime: '0',
    cpu: '0',
    atMax: '1',
  },
  'burst at birth': {
    gauge: '50',
    growth: '50',
    caller: '0',
    wake: '0.42',
    own: '0',
    ownTime: '0',
    otherTime: '0',
    cpu: '0',
    atMax: '1',
  },
  burst: {
    gauge: '50',
    growth: '51.21 / 48.79',
    caller: '0.56',
    wake: '0.56',
    own: '0.56',
    ownTime: '0.2',
    otherTime: '0.2',
    cpu: '27.78',
    atMax: '1',
  },
  restart: {
    gauge: '40',
    growth: '40',
    caller: '1',
    wake: '1',
    own: '1',
    ownTime: '0.2',
    otherTime: '0.2',
    cpu: '50',
    atMax: '1',
  },
  rollout: {
    gauge: '40',
    growth: '40',
    caller: '0.83',
    wake: '1.67',
    own: '0.83',
    ownTime: '0.2',
    otherTime: '0.2',
    cpu: '20.83',
    atMax: '1',
  },
  'rollout at rest': {
    gauge: '0',
    growth: '0',
    caller: '0',
    wake: '0',
    own: '0',
    ownTime: '0',
    otherTime: '0',
    cpu: '0',
    atMax: '1',
  },
  'counter reset': {
    gauge: '40',
    growth: '40',
    caller: '1',
    wake: '1',
    own: '1',
    ownTime: '0.2',
    otherTime: '0.2',
    cpu: '50',
    atMax: '1',
  },
  'gap of Prometheus': {
    gauge: '40',
    growth: '40',
    caller: '1',
    wake: '1',
    own: '1',
    ownTime: '0.2',
    otherTime: '0.2',
    cpu: '50',
    atMax: '1',
  },
  'gap at rest': {
    gauge: '0',
    growth: '0',
    caller: '0',
    wake: '0',
    own: '0',
    ownTime: '0',
    otherTime: '0',
    cpu: '0',
    atMax: '1',
  },
  'two environments': {
    gauge: '80',
    growth: '80',
    caller: '2',
    wake: '2',
    own: '1',
    ownTime: '0.2',
    otherTime: '0.2',
    cpu: '50',
    atMax: '1',
  },
  'two clusters': {
    gauge: '80',
    growth: '80',
    caller: '2',
    wake: '2',
    own: '2',
    ownTime: '0.2',
    otherTime: '0.2',
    cpu: '50',
    atMax: '1',
  },
  'two exporters': {
    gauge: '80',
    growth: '80',
    caller: '2',
    wake: '2',
    own: '2',
    ownTime: '0.2',
    otherTime: '0.2',
    cpu: '50',
    atMax: '1',
  },
  'two kube-state-metrics': {
    gauge: '40',
    growth: '40',
    caller: '1',
    wake: '1',
    own: '1',
    ownTime: '0.2',
    otherTime: '0.2',
    cpu: '50',
    atMax: '1',
  },
};

/** docs/reference/query-scenarios.md */
export function queryScenarios(): string {
  const kinds = Object.entries(KINDS);
  const rows = SCENARIO_NAMES.map(
    scenario => `| ${scenario} | ${kinds.map(([kind]) => cell(READS[scenario], kind)).join(' | ')} |`,
  );
  return `# What each query reads

${INTRO.map(paragraph => wrapped(paragraph)).join('\n\n')}

| Scenario | ${kinds.map(([, { title }]) => title).join(' | ')} |
|---|${kinds.map(() => '---').join('|')}|
${rows.join('\n')}

## Scenarios

${SCENARIO_NAMES.map(name => wrapped(`- **${name}**: ${SCENARIOS[name]}`, '  ')).join('\n')}

## How to read the table

${NOTES.map(note => wrapped(`- ${note}`, '  ')).join('\n')}
`;
}

function cell(reads: Readonly<Record<string, string>>, kind: string): string {
  return reads[kind] ?? '';
}

const INTRO = [
  oneLine(
    'Each kind of query that the compiler emits, in each scenario, as the engine of Prometheus 3 answers it. A test asks',
    'the engine for every cell.',
  ),
  oneLine(
    '`–` is no result. KEDA treats that as an error: no replica is added or removed until there is a result, or the',
    'fallback applies. `a / b` is what a pool with a minimum of 1 or more reads, and what one that scales to zero reads.',
  ),
];

const NOTES = [
  oneLine(
    '*waiting work* is a gauge, such as a queue or a consumer lag. Without its exporter it reads nothing, because 0 would',
    'remove replicas.',
  ),
  oneLine(
    "*a caller's calls* are 0 while the caller is scraped. A series that appears with its first calls has no rate, so",
    '*first calls*, which only wake a pool, also count what a new series starts with.',
  ),
  oneLine(
    "*the pool's p99* is 0 while the pool is idle, also after a rollout, when no series exists yet. If its series",
    'disappear at work it reads nothing for an hour.',
  ),
  oneLine(
    'Two exporters of the same lag, and two clusters or environments in one store, double a total. Select one of them in',
    'the source: the compiler adds no label to series that others emit.',
  ),
];
