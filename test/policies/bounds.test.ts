import { expect, test } from 'vitest';
import { lintExample } from './lint.ts';

const ABOUT_BOUNDS = [
  'always-on-never-zero',
  'bounds-inverted',
  'max-unreachable',
  'autoscaling-without-signal',
  'never-wakes',
  'cpu-only-scale-to-zero',
];

interface Bounded {
  readonly kind?: string;
  readonly replicas: string;
  readonly stage?: string;
  readonly signals?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly more?: string;
  readonly targets?: 'kubernetes' | 'ecs';
}

function yamlOf({
  kind = 'demand-driven',
  replicas,
  stage = 'full',
  signals = '',
  cpu = '1',
  memory = '1Gi',
  more = '',
}: Bounded): string {
  return `pools:
  worker:
    kind: ${kind}
    stage: ${stage}
    replicas: ${replicas}
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: ${cpu}, memory: ${memory} } }
${signals === '' ? '' : `    signals: ${signals}\n`}${more === '' ? '' : `    ${more}\n`}`;
}

function found(pool: Bounded): readonly string[] {
  return lintExample({ yaml: yamlOf(pool), ...(pool.targets === undefined ? {} : { targets: pool.targets }) })
    .filter(({ id }) => ABOUT_BOUNDS.includes(id))
    .map(({ id, path }) => `${id} ${(path ?? []).slice(2).join('.')}`)
    .sort();
}

const LAG = '{ kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 48 } }';
const BUSY = 'schedule: { timezone: Europe/Berlin, windows: [{ from: "06:00", to: "20:00", min: 5 }] }';
const WAKE =
  'wake: { source: { prometheus: { gauge: \'gateway_pending_requests{upstream="worker"}\' } }, retryBudget: 5m }';

test.each([
  [
    'an always-on pool parked at 0',
    { kind: 'always-on', stage: 'fixed', replicas: '{ min: 2, max: 10, fixed: 0 }', signals: LAG },
    ['always-on-never-zero replicas.fixed'],
  ],
  [
    'an always-on pool with a minimum of 0 on a stage that holds 1',
    { kind: 'always-on', stage: 'fixed', replicas: '0..10', signals: LAG },
    ['always-on-never-zero replicas.min'],
  ],
  [
    'at zero without a signal: the kind is the cause',
    { kind: 'always-on', replicas: '0..10' },
    ['always-on-never-zero replicas.min'],
  ],
  [
    'a pool of another kind parked at 0',
    { stage: 'fixed', replicas: '{ min: 2, max: 10, fixed: 0 }', signals: LAG },
    [],
  ],

  ['one number', { replicas: '3..3', signals: LAG }, []],
  ['one too many', { replicas: '4..3', signals: LAG }, ['bounds-inverted replicas.max']],
  [
    'a maximum of 0, below its minimum too',
    { kind: 'always-on', replicas: '{ max: 0 }', signals: LAG },
    ['bounds-inverted replicas.max'],
  ],
  ['held at either end', { stage: 'observe', replicas: '{ min: 2, max: 4, fixed: 4 }', signals: LAG }, []],
  [
    'held below a minimum that was written',
    { stage: 'observe', replicas: '{ min: 2, max: 4, fixed: 1 }', signals: LAG },
    ['bounds-inverted replicas.fixed'],
  ],
  [
    'held below a minimum that the priority gave',
    { kind: 'always-on', stage: 'observe', replicas: '{ max: 4, fixed: 1 }', signals: LAG },
    [],
  ],
  ['held above a maximum that nobody wrote', { stage: 'fixed', replicas: '{ fixed: 4 }', signals: LAG }, []],
  ['a fixed count that no rung uses', { replicas: '{ min: 2, max: 4, fixed: 9 }', signals: LAG }, []],
  [
    'a window above a maximum that nobody wrote',
    { replicas: '{ min: 1 }', signals: LAG, more: BUSY },
    ['bounds-inverted schedule.windows.0.min'],
  ],

  ['nothing that moves it', { replicas: '1..5' }, ['autoscaling-without-signal replicas.max']],
  ['nothing that moves it, observed', { stage: 'observe', replicas: '1..5' }, []],
  ['nothing that moves or wakes it', { kind: 'scale-to-zero', replicas: '{ max: 5 }' }, ['never-wakes replicas.min']],
  [
    'the stage cpu for memory alone',
    { stage: 'cpu', replicas: '1..5', signals: '{ memory: 70% }' },
    ['autoscaling-without-signal signals'],
  ],
  ['the stage cpu for CPU', { stage: 'cpu', replicas: '1..5', signals: '{ cpu: 70% }' }, []],

  ['a window as high as the maximum', { replicas: '1..5', more: BUSY }, []],
  ['a window below the maximum', { replicas: '1..6', more: BUSY }, ['max-unreachable replicas.max']],
  ['a window below the maximum, beside lag', { replicas: '1..6', signals: LAG, more: BUSY }, []],
  ['a window below the minimum that is the maximum', { replicas: '6..6', more: BUSY }, []],
  [
    'a wake source alone',
    { kind: 'scale-to-zero', replicas: '{ max: 2 }', more: WAKE, targets: 'kubernetes' },
    ['max-unreachable replicas.max'],
  ],
  [
    'a wake source alone, for one replica',
    { kind: 'scale-to-zero', replicas: '{ max: 1 }', more: WAKE, targets: 'kubernetes' },
    [],
  ],
  [
    'a wake source alone, on a stage below',
    {
      kind: 'scale-to-zero',
      stage: 'cpu',
      replicas: '{ max: 2 }',
      signals: '{ requestQueue: { perReplica: 10, source: { prometheus: { gauge: queue_length } } } }',
      more: WAKE,
      targets: 'kubernetes',
    },
    [],
  ],
  // 100% of the request over a target of 90% is 1.11, over 91% it is 1.099, which an HPA leaves alone.
  ['CPU at 90% of a limit', { replicas: '1..5', signals: '{ cpu: 90% }', targets: 'kubernetes' }, []],
  [
    'CPU at 91% of a limit',
    { replicas: '1..5', signals: '{ cpu: 91% }', targets: 'kubernetes' },
    ['max-unreachable signals.cpu'],
  ],
  [
    'CPU at 91% of a limit on ECS, which has no tolerance',
    { replicas: '1..5', signals: '{ cpu: 91% }', memory: '2Gi', targets: 'ecs' },
    [],
  ],
  [
    'CPU at 91%, beside lag',
    { replicas: '1..5', signals: LAG.replace('{ ', '{ cpu: 91%, '), targets: 'kubernetes' },
    [],
  ],
  [
    'CPU at 91% without a limit',
    { replicas: '1..5', cpu: '{ request: 1 }', signals: '{ cpu: 91% }', targets: 'kubernetes' },
    [],
  ],
  [
    'CPU at 91% where nothing is to be reached',
    { replicas: '3..3', signals: '{ cpu: 91% }', targets: 'kubernetes' },
    [],
  ],
  [
    'memory at 120% of a request that may be half the limit',
    { replicas: '1..5', memory: '1Gi..2Gi', signals: '{ memory: 120% }', targets: 'kubernetes' },
    [],
  ],
  [
    'memory at 185% of it',
    { replicas: '1..5', memory: '1Gi..2Gi', signals: '{ memory: 185% }', targets: 'kubernetes' },
    ['max-unreachable signals.memory'],
  ],
  [
    'a tolerance of a quarter',
    { replicas: '1..5', signals: '{ cpu: 85% }', more: 'scaleUp: { tolerance: 25% }', targets: 'kubernetes' },
    ['max-unreachable signals.cpu'],
  ],
  [
    'a query that is capped below the maximum',
    {
      replicas: '1..5',
      signals: '{ requestQueue: { perReplica: 10, source: { prometheus: "clamp_max(sum(q), 40)" } } }',
      targets: 'kubernetes',
    },
    ['max-unreachable replicas.max'],
  ],
  [
    'a query that is capped within the last replica',
    {
      replicas: '1..5',
      signals: '{ requestQueue: { perReplica: 10, source: { prometheus: "clamp_max(sum(q), 41)" } } }',
      targets: 'kubernetes',
    },
    [],
  ],
  [
    'a ratio that never gets far above its target',
    {
      replicas: '1..5',
      signals: '{ latency: { p99: 1s, source: { prometheus: "clamp_max(max(q), 1.1)" } } }',
      targets: 'kubernetes',
    },
    ['max-unreachable replicas.max'],
  ],
  [
    'a ratio that does',
    {
      replicas: '1..5',
      signals: '{ latency: { p99: 1s, source: { prometheus: "clamp_max(max(q), 1.2)" } } }',
      targets: 'kubernetes',
    },
    [],
  ],
] satisfies readonly (readonly [string, Bounded, readonly string[]])[])('%s', (_what, pool, expected) => {
  expect(found(pool)).toEqual(expected);
});

test('what holds on both platforms is said once, and what differs once for each', () => {
  const messages = (pool: Bounded) =>
    lintExample({ yaml: yamlOf(pool) })
      .filter(({ id }) => id === 'max-unreachable')
      .map(({ message }) => message);
  expect(messages({ replicas: '1..9', more: BUSY })).toEqual([
    'pool "worker" can never reach its maximum of 9 on Kubernetes and ECS: no signal asks for more than 5 (the schedule asks for at most 5)',
  ]);
  expect(messages({ replicas: '1..9', memory: '2Gi', signals: '{ cpu: 100% }', more: BUSY })).toEqual([
    'pool "worker" can never reach its maximum of 9 on Kubernetes: no signal asks for more than 5 (cpu cannot exceed its limit at 100% of the request, but the HPA adds replicas only above 110%; the schedule asks for at most 5)',
    'pool "worker" can never reach its maximum of 9 on ECS: no signal asks for more than 5 (cpu cannot exceed 100% of the task size, but tasks are added only above 100%; the schedule asks for at most 5)',
  ]);
});

test('a consequence of an always-on pool at zero is a note of it', () => {
  const [cause] = lintExample({
    yaml: yamlOf({ kind: 'always-on', replicas: '0..10', signals: '{ cpu: 70% }' }),
    targets: 'kubernetes',
  }).filter(({ id }) => id === 'always-on-never-zero');
  expect(cause?.related?.map(({ message }) => message.replace(/^.*\[/, '['))).toEqual([
    'the kind of the pool',
    '[never-wakes]',
    '[cpu-only-scale-to-zero]',
  ]);
});
