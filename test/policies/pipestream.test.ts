import { expect, test } from 'vitest';
import { lintExample } from './lint.ts';

const ABOUT_THE_DOCUMENT = [
  'min-below-priority',
  'min-above-priority',
  'gpu-min-zero-under-low-cost',
  'always-on-never-zero',
  'cpu-module-cold-start',
  'threshold-far-from-document',
];

function found(pool: string, { preset = true, hardware = false, rest = '' } = {}): readonly string[] {
  const yaml = `${preset ? 'preset: pipestream\n' : ''}${rest}hardware: { a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m } }
pools:
  pool:
    containers: { app: { image: "registry.example.com/app:1.0.0", cpu: 1..2, memory: 8Gi } }
${hardware ? '    hardware: a10g\n' : ''}    ${pool.split('\n').join('\n    ')}
`;
  return lintExample({ yaml, targets: 'kubernetes' })
    .filter(({ id }) => ABOUT_THE_DOCUMENT.includes(id))
    .map(({ id }) => id)
    .sort();
}

/** The table of the document: at one less, at it, and at one more. */
test.each([
  ['low-cost', 'always-on', 1, ['always-on-never-zero'], ['min-above-priority']],
  ['low-cost', 'demand-driven', 1, ['cpu-module-cold-start'], ['min-above-priority']],
  ['low-cost', 'scale-to-zero', 0, undefined, ['gpu-min-zero-under-low-cost']],
  ['balanced', 'always-on', 2, ['min-below-priority'], ['min-above-priority']],
  ['balanced', 'demand-driven', 1, ['cpu-module-cold-start'], ['min-above-priority']],
  ['balanced', 'scale-to-zero', 0, undefined, ['min-above-priority']],
  // 3+ and 2+ mean at least.
  ['low-latency', 'always-on', 3, ['min-below-priority'], []],
  ['low-latency', 'demand-driven', 2, ['min-below-priority'], []],
  ['low-latency', 'scale-to-zero', 1, ['min-below-priority'], ['min-above-priority']],
] as const)('%s, %s: %i', (priority, kind, wanted, less, more) => {
  const at = (min: number) =>
    found(
      `kind: ${kind}\npriority: ${priority}\nreplicas: { min: ${String(min)}, max: 10 }\nsignals: { kafkaLag: { perReplica: 1000, topics: [work], partitions: 48 } }\nwake: { signal: kafkaLag }`,
      { hardware: kind === 'scale-to-zero' },
    );
  if (less !== undefined) expect(at(wanted - 1)).toEqual(less);
  expect(at(wanted)).toEqual([]);
  expect(at(wanted + 1)).toEqual(more);
});

const QUEUE = 'source: { prometheus: { gauge: queue_length } }';

/** Four times the document, either way, is near; anything beyond is far. */
test.each([
  [
    "the engine's lag",
    'kind: always-on\nreplicas: 2..10\nsignals: { kafkaLag: { perReplica: HERE, topics: [work], partitions: 48 } }',
    ['250', '4000'],
    ['249', '4001'],
  ],
  [
    "the engine's p99",
    'kind: always-on\nreplicas: 2..10\nsignals: { latency: { p99: HERE } }',
    ['125ms', '2s'],
    ['124ms', '2001ms'],
  ],
  [
    "the engine's CPU, below and in what it leaves",
    'kind: always-on\nreplicas: 2..10\nsignals: { cpu: HERE }',
    ['18%', '92%'],
    ['17%', '93%', '130%'],
  ],
  [
    "a module's p99",
    'kind: demand-driven\nreplicas: 1..10\nsignals: { latency: { p99: HERE } }',
    ['500ms', '8s'],
    ['499ms', '8001ms'],
  ],
  [
    "a module's queue",
    `kind: demand-driven\nreplicas: 1..10\nsignals: { requestQueue: { perReplica: HERE, ${QUEUE} } }`,
    ['3', '40'],
    ['2', '41'],
  ],
  [
    "a module's idle time",
    `kind: demand-driven\nreplicas: 1..10\nidle: HERE\nsignals: { requestQueue: { perReplica: 10, ${QUEUE} } }`,
    ['75s', '20m'],
    ['74s', '1201s'],
  ],
  [
    "a module's lag, of which the document says nothing",
    'kind: demand-driven\nreplicas: 1..10\nsignals: { kafkaLag: { perReplica: HERE, topics: [work], partitions: 48 } }',
    ['1', '1000000'],
    [],
  ],
  [
    "a module's CPU, of which the document says nothing",
    'kind: demand-driven\nreplicas: 1..10\nsignals: { cpu: HERE }',
    ['10%', '95%'],
    [],
  ],
  ['another quantile', 'kind: always-on\nreplicas: 2..10\nsignals: { latency: { p50: HERE } }', ['10ms', '9s'], []],
  [
    'growth alone, which has no lag for one replica',
    'kind: always-on\nreplicas: 2..10\nsignals: { kafkaLag: { growth: HERE, topics: [work], partitions: 48 } }',
    ['5m'],
    [],
  ],
])('%s', (_what, pool, near, far) => {
  for (const value of near) expect(found(pool.replace('HERE', value)), value).toEqual([]);
  for (const value of far) expect(found(pool.replace('HERE', value)), value).toEqual(['threshold-far-from-document']);
});

test('a GPU has ten seconds where a CPU has two', () => {
  const pool = (p99: string) => `kind: demand-driven\nreplicas: 1..10\nsignals: { latency: { p99: ${p99} } }`;
  expect([found(pool('40s'), { hardware: true }), found(pool('2499ms'), { hardware: true })]).toEqual([
    [],
    ['threshold-far-from-document'],
  ]);
});

test('other systems are not measured by the document', () => {
  const pool =
    'kind: always-on\nreplicas: 1..10\nsignals: { kafkaLag: { perReplica: 100000, topics: [work], partitions: 48 } }';
  expect(found(pool, { preset: false })).toEqual([]);
  expect(found(pool)).toEqual(['min-below-priority', 'threshold-far-from-document']);
});

test('how far is far is an option', () => {
  const pool =
    'kind: always-on\nreplicas: 2..10\nsignals: { kafkaLag: { perReplica: 2001, topics: [work], partitions: 48 } }';
  expect(
    found(pool, { rest: 'lint: { rules: { threshold-far-from-document: { options: { factor: 2 } } } }\n' }),
  ).toEqual(['threshold-far-from-document']);
  expect(found(pool)).toEqual([]);
});
