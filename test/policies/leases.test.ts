import { expect, test } from 'vitest';
import { lintExample } from './lint.ts';

const ABOUT_LEASES = [
  'replicas-exceed-leases',
  'topics-unowned-at-min',
  'scale-out-takes-no-leases',
  'idle-replicas-dilute-cpu',
  'lease-memory',
  'trigger-covers-one-topic',
  'replicas-exceed-partitions',
];

interface Leased {
  readonly topics: number | string;
  readonly leases: number;
  readonly replicas: string;
  readonly handBack?: boolean;
  readonly cpu?: boolean;
  readonly memory?: string;
  readonly stage?: string;
}

function found({
  topics,
  leases,
  replicas,
  handBack = false,
  cpu = false,
  memory = '8Gi',
  stage = 'full',
}: Leased): readonly string[] {
  const yaml = `pools:
  engine:
    kind: always-on
    stage: ${stage}
    replicas: ${replicas}
    containers:
      engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      sidecar: { image: "registry.example.com/sidecar:1.0.0", cpu: 500m, memory: ${memory} }
    signals:
${cpu ? '      cpu: 70%\n' : ''}      kafkaLag: { perReplica: 1000, consumerGroup: sidecar, topics: ${String(topics)}, partitions: 6, leases: { perReplica: ${String(leases)}, handBack: ${String(handBack)} } }
`;
  return lintExample({ yaml, targets: 'kubernetes' })
    .map(({ id }) => id)
    .filter(id => ABOUT_LEASES.includes(id))
    .sort();
}

test.each([
  // 54: one replica more than topics, and as many; partitions do not count (6 of them).
  ['max is the topics', { topics: 20, leases: 10, replicas: '2..20', handBack: true }, []],
  ['max is one more', { topics: 20, leases: 10, replicas: '2..21', handBack: true }, ['replicas-exceed-leases']],
  [
    'a stage that holds more than the topics',
    { topics: 2, leases: 10, replicas: '{ min: 1, max: 2, fixed: 3 }', stage: 'fixed' },
    ['replicas-exceed-leases'],
  ],
  // 55: T = min × L is owned at min, T + 1 is not.
  ['every topic owned at min', { topics: 20, leases: 10, replicas: '2..10' }, ['scale-out-takes-no-leases']],
  ['one topic too many at min', { topics: 21, leases: 10, replicas: '2..10' }, ['topics-unowned-at-min']],
  ['a fixed count that owns every topic', { topics: 20, leases: 10, replicas: '2..10', stage: 'fixed' }, []],
  [
    'a fixed count that does not',
    { topics: 21, leases: 10, replicas: '2..10', stage: 'fixed' },
    ['topics-unowned-at-min'],
  ],
  ['bounds that are one number add nothing', { topics: 20, leases: 10, replicas: '2..2' }, []],
  // 56: only where no other finding says why replicas are idle.
  ['useful replicas are max', { topics: 50, leases: 5, replicas: '2..10', cpu: true }, ['topics-unowned-at-min']],
  [
    'useful replicas are one less than max',
    { topics: 50, leases: 5, replicas: '2..11', cpu: true },
    ['idle-replicas-dilute-cpu', 'topics-unowned-at-min'],
  ],
  ['the same without CPU', { topics: 50, leases: 5, replicas: '2..11' }, ['topics-unowned-at-min']],
  [
    'a consequence of replicas that take nothing',
    { topics: 20, leases: 10, replicas: '2..10', cpu: true },
    ['scale-out-takes-no-leases'],
  ],
  // 57: 512 MiB + 50 × 50 MB is 2897 MiB; there are no more leases than topics.
  ['memory for fifty leases', { topics: 50, leases: 50, replicas: '2..10', handBack: true, memory: '2897Mi' }, []],
  ['one MiB less', { topics: 50, leases: 50, replicas: '2..10', handBack: true, memory: '2896Mi' }, ['lease-memory']],
  [
    'fifty leases, of which there are ten',
    { topics: 10, leases: 50, replicas: '2..10', handBack: true, memory: '1Gi' },
    [],
  ],
  // 59
  ['one topic for a replica that leases one', { topics: '[orders]', leases: 1, replicas: '1..1' }, []],
  [
    'one topic for replicas that lease two',
    { topics: '[orders]', leases: 2, replicas: '1..1' },
    ['trigger-covers-one-topic'],
  ],
  ['two topics that are listed', { topics: '[orders, returns]', leases: 2, replicas: '1..1' }, []],
  ['a number of topics that is not known', { topics: 'all', leases: 50, replicas: '2..100', cpu: true }, []],
] satisfies readonly (readonly [string, Leased, readonly string[]])[])('%s', (_what, leased, expected) => {
  expect(found(leased)).toEqual(expected);
});
