import { describe, expect, test } from 'vitest';
import { pathText } from '../../src/model/path.ts';
import { lintExample } from './lint.ts';

type Targets = 'kubernetes' | 'ecs' | undefined;

const CONTAINERS = 'containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi } }';
const GAUGE = 'prometheus: { gauge: \'gateway_pending{upstream="web"}\' }';
const CLOUDWATCH = 'cloudwatch: { namespace: Example, metric: Pending }';

function inert(targets: Targets, pool: string, rest = ''): readonly string[] {
  return lintExample({
    ...(targets === undefined ? {} : { targets }),
    yaml: `${rest}pools:\n  web:\n    kind: always-on\n    replicas: 2..10\n${pool
      .split('\n')
      .map(line => `    ${line}\n`)
      .join('')}`,
  })
    .filter(({ id }) => id === 'signal-without-effect')
    .map(({ path }) => pathText((path ?? []).slice(2)))
    .sort();
}

describe('a field changes nothing', () => {
  test.each<[string, Targets, string, readonly string[]]>([
    [
      'what an HPA is told, where ECS alone tracks a target',
      'ecs',
      `${CONTAINERS}\nsignals: { cpu: 70% }\nscaleDown: { stabilizationWindow: 10m, percent: 20%, replicas: 2, every: 2m, select: min, tolerance: 5% }`,
      [
        'scaleDown.every',
        'scaleDown.percent',
        'scaleDown.replicas',
        'scaleDown.select',
        'scaleDown.stabilizationWindow',
        'scaleDown.tolerance',
      ],
    ],
    [
      'a percentage is what ECS steps by, and the pause rules',
      'ecs',
      `${CONTAINERS}\nsignals: { latency: { p99: 1s, source: { ${CLOUDWATCH} } } }\nscaleDown: { percent: 20%, replicas: 2, cooldown: 10m }\nscaleUp: { percent: 20% }`,
      [],
    ],
    [
      'a choice between one limit',
      'kubernetes',
      `${CONTAINERS}\nsignals: { cpu: 70% }\nscaleUp: { percent: 50%, select: min }`,
      ['scaleUp.select'],
    ],
    [
      'a choice between two limits',
      'kubernetes',
      `${CONTAINERS}\nsignals: { cpu: 70% }\nscaleUp: { percent: 50%, replicas: 2, select: min }`,
      [],
    ],
    [
      'a window that is shorter than the signal waits',
      'kubernetes',
      `${CONTAINERS}\nsignals: { cpu: { target: 70%, for: 3m } }\nscaleUp: { stabilizationWindow: 1m }`,
      ['scaleUp.stabilizationWindow'],
    ],
    [
      'a window that is longer than the signal waits',
      'kubernetes',
      `${CONTAINERS}\nsignals: { cpu: { target: 70%, for: 3m } }\nscaleUp: { stabilizationWindow: 4m }`,
      [],
    ],
    [
      'memory that waits shorter than CPU, each in a query of its own',
      'kubernetes',
      `${CONTAINERS}\nsignals: { cpu: { target: 70%, for: 3m }, memory: { target: 70%, for: 2m } }`,
      [],
    ],
    [
      'two minutes of CPU, where AWS waits three',
      'ecs',
      `${CONTAINERS}\nsignals: { cpu: { target: 70%, for: 2m } }`,
      ['signals.cpu.for'],
    ],
    ['five minutes of CPU, which ECS steps by', 'ecs', `${CONTAINERS}\nsignals: { cpu: { target: 70%, for: 5m } }`, []],
    [
      'the range of what is no rate',
      'kubernetes',
      `${CONTAINERS}\nsignals: { latency: { p99: 1s, over: 5m, source: { prometheus: 'max(probe_seconds{upstream="web"})' } } }`,
      ['signals.latency.over'],
    ],
    ['the range of a quantile', 'kubernetes', `${CONTAINERS}\nsignals: { latency: { p99: 1s, over: 5m } }`, []],
    [
      'a source that ECS does not read',
      'ecs',
      `${CONTAINERS}\nsignals: { requestQueue: { perReplica: 10, source: { ${GAUGE}, ${CLOUDWATCH} } } }`,
      ['signals.requestQueue.source.prometheus'],
    ],
    [
      'a source that Kubernetes does not read',
      'kubernetes',
      `${CONTAINERS}\nsignals: { requestQueue: { perReplica: 10, source: { ${GAUGE}, ${CLOUDWATCH} } } }`,
      ['signals.requestQueue.source.cloudwatch'],
    ],
    [
      'a source for each platform',
      undefined,
      `${CONTAINERS}\nsignals: { requestQueue: { perReplica: 10, source: { ${GAUGE}, ${CLOUDWATCH} } } }`,
      [],
    ],
    [
      'what ECS tasks run on, on Kubernetes',
      'kubernetes',
      `${CONTAINERS}\nsignals: { cpu: 70% }\ncapacity: { fargateSpot: {} }\ntaskRoleArn: arn:aws:iam::123456789012:role/web`,
      ['capacity', 'taskRoleArn'],
    ],
    [
      'a budget and a headless Service, on ECS',
      'ecs',
      `${CONTAINERS}\nsignals: { cpu: 70% }\ndisruption: { maxUnavailable: 2 }\nservice: { headless: true }`,
      ['disruption.maxUnavailable', 'service.headless'],
    ],
    [
      'what the workload is given, where somebody else deploys it',
      'kubernetes',
      'workload: { existing: { name: web, cpu: 500m } }\nsignals: { cpu: 70% }\ndisruption: { maxUnavailable: 2 }',
      ['disruption.maxUnavailable'],
    ],
    [
      'replicas to fall back on with an HPA',
      'kubernetes',
      `${CONTAINERS}\nsignals: { cpu: 70% }\nfallback: { replicas: 4 }`,
      ['fallback.replicas'],
    ],
    [
      'replicas to fall back on with KEDA',
      'kubernetes',
      `${CONTAINERS}\nsignals: { requestQueue: { perReplica: 10, source: { ${GAUGE} } } }\nfallback: { replicas: 4 }`,
      [],
    ],
    [
      'metrics that nothing scrapes',
      'kubernetes',
      'containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi, metrics: /metrics } }\nsignals: { cpu: 70% }',
      ['containers.web.metrics'],
    ],
    [
      'a secret as the other platform keeps it',
      'ecs',
      'containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 2Gi, secrets: { KEY: { secret: web, arn: "arn:aws:ssm:us-east-1:123456789012:parameter/web" } } } }\nsignals: { cpu: 70% }',
      ['containers.web.secrets.KEY.secret'],
    ],
    [
      'facts of the consumer, which policies judge by',
      'ecs',
      `${CONTAINERS}\nsignals: { kafkaLag: { perReplica: 100, consumerGroup: web, topics: [work], partitions: 12, offsetReset: earliest } }`,
      [],
    ],
  ])('%s', (_what, targets, pool, expected) => {
    expect(inert(targets, pool)).toEqual(expected);
  });

  test('and is not reported for a stage on which nothing acts yet', () => {
    expect(
      inert(
        'kubernetes',
        `${CONTAINERS}\nsignals: { requestQueue: { perReplica: 10, source: { ${GAUGE} } } }\nscaleDown: { stabilizationWindow: 10m }`,
        'stage: observe\n',
      ),
    ).toEqual([]);
  });

  test('only where that is so in every environment', () => {
    const pool = `${CONTAINERS}\ntargets: [kubernetes]\nsignals: { requestQueue: { perReplica: 10, source: { ${GAUGE}, ${CLOUDWATCH} } } }`;
    expect(inert(undefined, pool, 'environments: { a: {}, b: {} }\n')).toEqual([
      'signals.requestQueue.source.cloudwatch',
    ]);
    expect(inert(undefined, pool, 'environments: { a: {}, b: { pools: { web: { targets: [ecs] } } } }\n')).toEqual([]);
  });
});

describe('the pace of a pool', () => {
  const found = (rest: string, scaleDown: string) =>
    lintExample({
      targets: 'kubernetes',
      yaml: `${rest}pools:\n  web:\n    kind: always-on\n    replicas: 2..4\n    ${CONTAINERS}\n    signals: { cpu: 70% }\n    ${scaleDown}\n`,
    })
      .filter(({ id }) => id === 'scale-down-faster-than-up')
      .map(({ severity, message }) => [severity, message]);

  test('is an error where down is faster, and a warning where it is as fast', () => {
    expect(
      found('', 'scaleUp: { stabilizationWindow: 1m }\n    scaleDown: { stabilizationWindow: 0s, percent: 50% }'),
    ).toEqual([
      [
        'error',
        'pool "web" scales in faster than it scales out on Kubernetes: 4 to 2 replicas takes 15s, and back takes 1m15s',
      ],
    ]);
    expect(found('', 'scaleDown: { stabilizationWindow: 0s, percent: 50% }')).toEqual([
      [
        'warning',
        'pool "web" scales in as fast as it scales out on Kubernetes: 4 to 2 replicas takes 15s, and so does the way back',
      ],
    ]);
  });

  test('has the severity that lint.rules gives, for both', () => {
    const rules = 'lint: { rules: { scale-down-faster-than-up: information } }\n';
    expect(
      found(
        rules,
        'scaleUp: { stabilizationWindow: 1m }\n    scaleDown: { stabilizationWindow: 0s, percent: 50% }',
      ).map(([severity]) => severity),
    ).toEqual(['information']);
    expect(found(rules, 'scaleDown: { stabilizationWindow: 0s, percent: 50% }').map(([severity]) => severity)).toEqual([
      'information',
    ]);
  });

  test('is not judged where target tracking decides, unless somebody chose a pause', () => {
    const onEcs = (pool: string) =>
      lintExample({
        targets: 'ecs',
        yaml: `pools:\n  web:\n    kind: always-on\n    replicas: 2..40\n    coldStart: 20m\n    ${CONTAINERS}\n    signals: { cpu: 70% }\n    ${pool}\n`,
      })
        .filter(({ id }) => id === 'scale-down-faster-than-up')
        .map(({ message }) => message);
    // 2, 3, 5, 8, 12, 18, 26, 38, 40: eight activities each way.
    expect(onEcs('scaleDown: { cooldown: 1m }')).toEqual([
      'pool "web" scales in faster than it scales out on ECS: 40 to 2 replicas takes 24m, and back takes 2h25m',
    ]);
    expect(onEcs('gracePeriod: 60s')).toEqual([]);
  });
});
