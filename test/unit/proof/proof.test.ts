import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { completeExample } from '../../../src/lint/engine/example.ts';
import { arithmeticOf } from '../../../src/proof/arithmetic.ts';
import { proofsOf } from '../../../src/proof/prove.ts';
import { sleepersOf } from '../../../src/proof/sleepers.ts';
import type { Sleeper } from '../../../src/proof/sleepers.ts';
import { lintPlans, planSource } from '../../../src/pipeline.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { POLICIES } from '../../../policies/index.ts';

const CONTAINERS = 'containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }';

/** Proofs of a pool called worker, scale-to-zero, with a cold start of two minutes and five idle ones. */
function proofs(rest: string, head = ''): Readonly<Record<Sleeper['target'], Sleeper>> {
  const yaml = `${head}pools:\n  worker:\n    kind: scale-to-zero\n    replicas: { max: 5 }\n    coldStart: 2m\n    idle: 5m\n    ${CONTAINERS}\n${rest.replace(/^/gm, '    ')}\n`;
  const [environment] = planSource(sourceText('test.yaml', completeExample(yaml, undefined))).value;
  const pool = environment?.plan.pools[0];
  if (environment === undefined || pool === undefined) throw new Error('the example has no plan');
  const [kubernetes, ecs] = sleepersOf(proofsOf(environment.plan, pool));
  if (kubernetes === undefined || ecs === undefined) throw new Error('the pool is never at zero');
  return { kubernetes, ecs };
}

function paths({ wake }: Sleeper) {
  return wake.paths.map(({ from, smallest, longest, holdsWork }) => ({
    from,
    smallest: smallest?.plain,
    longest: longest.plain,
    holdsWork,
  }));
}

const refusals = ({ wake }: Sleeper) => wake.refused.map(({ from, reason }) => `${from}: ${reason}`);
const blocks = ({ back }: Sleeper) => back.blocked.map(({ from, reason }) => `${from}: ${reason}`);

describe('lag of a topic', () => {
  const { kubernetes, ecs } = proofs(
    'signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], activation: 9 } }',
  );

  test('KEDA polls the brokers every 15 s: 15 + 120 s, from the tenth message on', () => {
    expect(paths(kubernetes)).toEqual([{ from: 'kafkaLag', smallest: 10, longest: 135, holdsWork: true }]);
    expect(kubernetes.back).toMatchObject({ after: { plain: 330 }, blocked: [] });
  });

  test("the watcher reads a minute's value, up to two minutes later: 60 + 60 + 60 + 120 s", () => {
    expect(paths(ecs)).toEqual([{ from: 'kafkaLag', smallest: 10, longest: 300, holdsWork: true }]);
    // Target tracking leaves one task after 15 minutes and one on either side; 300 s idle + 120 s cold start is the
    // watcher's window.
    expect(ecs.back).toMatchObject({ after: { plain: 1020 + 600 }, blocked: [] });
  });

  test('the arithmetic prints', () => {
    expect(kubernetes.wake.paths[0] && arithmeticOf(kubernetes.wake.paths[0].longest)).toBe(
      '15s polling interval + 2m cold start',
    );
    expect(ecs.wake.paths[0] && arithmeticOf(ecs.wake.paths[0].longest)).toBe(
      '1m period + 1m rate + 1m scheduling + 2m cold start',
    );
    expect(ecs.back.after && arithmeticOf(ecs.back.after)).toBe(
      '17m scale in + 7m idle window + 1m period + 1m rate + 1m scheduling',
    );
  });
});

test('a queue of SQS is asked itself on both: 15 + 120 s and 60 + 60 + 120 s', () => {
  const { kubernetes, ecs } = proofs(
    'signals: { queueBacklog: { sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/work" }, perReplica: 10 } }',
  );
  expect(paths(kubernetes)).toEqual([{ from: 'queueBacklog', smallest: 1, longest: 135, holdsWork: true }]);
  expect(paths(ecs)).toEqual([{ from: 'queueBacklog', smallest: 1, longest: 240, holdsWork: true }]);
  expect([kubernetes.back.after?.plain, ecs.back.after?.plain]).toEqual([330, 1020 + 600]);
});

describe('a counter of the caller', () => {
  const { kubernetes, ecs } = proofs(
    `wake:
  activation: 0.1
  source:
    prometheus: { counter: 'calls_total{module="worker"}', job: caller }
    cloudwatch: { namespace: Shop, metric: Calls, statistic: Sum, heartbeat: { namespace: Shop, metric: Up, statistic: SampleCount } }`,
    'metrics: { runtime: micrometer, scrapeInterval: 15s }\n',
  );

  test('rises with the next scrape: 15 + 15 + 120 s; more than 0.1/s over a minute is the seventh call, and the first counts', () => {
    // The range is four scrapes of 15 s.
    expect(paths(kubernetes)).toEqual([{ from: 'wake', smallest: 7, longest: 150, holdsWork: false }]);
  });

  test('falls when the range is empty: 15 + 60 + 300 + 2 × 15 s', () => {
    expect(kubernetes.back.after?.plain).toBe(405);
  });

  test('is the sum of a minute on ECS, where 0.1/s is six calls', () => {
    expect(paths(ecs)).toEqual([{ from: 'wake', smallest: 7, longest: 300, holdsWork: false }]);
    expect(ecs.back).toMatchObject({ after: { plain: 600 }, blocked: [] });
  });
});

test('a gauge of the caller rises with the next scrape: 30 + 15 + 120 s', () => {
  const { kubernetes, ecs } = proofs(
    'wake: { holdsRequests: true, source: { prometheus: { gauge: \'pending{upstream="worker"}\' }, cloudwatch: { namespace: Shop, metric: Pending } } }',
  );
  expect(paths(kubernetes)).toEqual([{ from: 'wake', smallest: 1, longest: 165, holdsWork: true }]);
  expect(kubernetes.back.after?.plain).toBe(360);
  expect(paths(ecs)).toEqual([{ from: 'wake', smallest: 1, longest: 300, holdsWork: true }]);
});

test("a query of the user's own has a unit of its own, and its offset delays it", () => {
  const { kubernetes } = proofs('wake: { source: { prometheus: \'sum(pending{upstream="worker"} offset 1m)\' } }');
  expect(paths(kubernetes)).toEqual([{ from: 'wake', smallest: 1, longest: 225, holdsWork: false }]);
  expect(
    paths(proofs('wake: { source: { prometheus: \'avg(pending{upstream="worker"}) * 2\' } }').kubernetes),
  ).toMatchObject([{ smallest: undefined, longest: 165 }]);
});

describe('no way to wake is', () => {
  test.each([
    [
      "the pool's own server metric",
      'wake: { source: { prometheus: \'sum(rate(grpc_server_started_total{service="worker"}[1m]))\' } }',
      'wake: self',
    ],
    [
      'the same behind a guard',
      'wake: { source: { prometheus: \'sum(rate(grpc_server_started_total{service="worker"}[1m])) or vector(0)\' } }',
      'wake: self',
    ],
    [
      "the caller's, multiplied by whether the pool is up",
      'wake: { source: { prometheus: \'sum(pending{upstream="worker"}) * count(up{job="worker"})\' } }',
      'wake: self',
    ],
    [
      'a query that cannot exceed the activation',
      'wake: { activation: 1, source: { prometheus: \'sum(pending{upstream="worker"}) > bool 3\' } }',
      'wake: constant',
    ],
    ['a query that Prometheus refuses', "wake: { source: { prometheus: 'sum(' } }", 'wake: unreadable'],
    [
      'the lag of all topics of a group that may never have committed',
      'signals: { kafkaLag: { perReplica: 10, topics: all } }',
      'kafkaLag: no-committed-offset',
    ],
    [
      'a metric of CloudWatch alone',
      'wake: { source: { cloudwatch: { namespace: Shop, metric: Pending } } }',
      'wake: no-metric',
    ],
    ['the requests that the pool counts itself', 'signals: { requests: 10/s }', 'requests: self'],
    ['a latency', 'signals: { latency: { p99: 1s } }', 'latency: resource'],
  ])('%s', (_what, rest, refusal) => {
    const { kubernetes } = proofs(rest);
    expect(paths(kubernetes)).toEqual([]);
    expect(refusals(kubernetes)).toContain(refusal);
  });

  test("either of two may do: the pool's own or the caller's", () => {
    expect(
      paths(
        proofs(
          'wake: { source: { prometheus: \'sum(rate(grpc_server_started_total{service="worker"}[1m])) or sum(rate(calls_total{module="worker"}[1m]))\' } }',
        ).kubernetes,
      ),
    ).toHaveLength(1);
  });

  test('on ECS, a metric of the tasks', () => {
    expect(
      refusals(
        proofs(
          'wake: { source: { cloudwatch: { namespace: AWS/ECS, metric: CPUUtilization, dimensions: { ServiceName: worker } } } }',
        ).ecs,
      ),
    ).toEqual(['wake: self']);
  });

  test('but a window of a schedule wakes it', () => {
    const window = (min: number) =>
      proofs(`schedule: { timezone: UTC, windows: [{ from: "06:00", to: "20:00", min: ${String(min)} }] }`);
    expect(
      [window(1).kubernetes, window(1).ecs, window(2).ecs].map(({ wake }) => wake.scheduled !== undefined),
    ).toEqual([true, true, true]);
  });
});

describe('it never returns with', () => {
  const lag = (latency: string, rest = '') =>
    proofs(
      `${rest}signals:\n  kafkaLag: { perReplica: 10, topics: [work] }\n  latency: { p99: 1s, source: { prometheus: '${latency}' } }`,
    ).kubernetes;

  test.each([
    ['a bare quantile, NaN when idle', 'histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m])))'],
    ['a mean, 0 / 0 when idle', 'sum(rate(x_sum[5m])) / sum(rate(x_count[5m]))'],
    ['a filter that leaves nothing', 'max(rate(x_total[5m])) > 0'],
  ])('%s, which is an error', (_what, query) => {
    expect(blocks(lag(query))).toEqual(['latency: error-when-idle']);
    expect(lag(query).back.after).toBeUndefined();
  });

  test('and returns where each is guarded', () => {
    expect(blocks(lag('(histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m]))) >= 0) or vector(0)'))).toEqual([]);
    expect(blocks(lag('(sum(rate(x_sum[5m])) / sum(rate(x_count[5m])) >= 0) or vector(0)'))).toEqual([]);
  });

  test('and returns where an error scales to zero', () => {
    expect(
      blocks(lag('histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m])))', 'fallback: { replicas: 0 }\n')),
    ).toEqual([]);
  });

  test('a trigger that wakes nothing may have any value', () => {
    expect(blocks(lag('sum(queue_length) + 5'))).toEqual([]);
  });

  test.each(['sum(pending{upstream="worker"}) + 1', 'count(up)', 'sum(worker_capacity{upstream="worker"})'])(
    '%s, which is never 0',
    query => {
      expect(blocks(proofs(`wake: { source: { prometheus: '${query}' } }`).kubernetes)).toEqual([
        'wake: never-inactive',
      ]);
    },
  );

  test('a count in CloudWatch without a heartbeat; a gauge is taken to be always there', () => {
    const of = (statistic: string) =>
      blocks(
        proofs(`wake: { source: { cloudwatch: { namespace: Shop, metric: Calls, statistic: ${statistic} } } }`).ecs,
      );
    expect([of('Sum'), of('SampleCount'), of('Maximum')]).toEqual([
      ['wake: no-data-is-unknown'],
      ['wake: no-data-is-unknown'],
      [],
    ]);
  });
});

test('a pool that is never at zero is never woken, and comes back to its minimum', () => {
  const yaml = `pools:\n  worker:\n    kind: always-on\n    replicas: { max: 5 }\n    ${CONTAINERS}\n    signals: { cpu: 70% }\n`;
  const [environment] = planSource(sourceText('test.yaml', completeExample(yaml, undefined))).value;
  const proved = environment?.plan.pools.flatMap(pool => proofsOf(environment.plan, pool)) ?? [];
  expect(proved.map(({ target, wake, rest }) => [target, wake, rest.plain])).toEqual([
    ['kubernetes', undefined, 2],
    ['ecs', undefined, 2],
  ]);
  // metrics-server, a look of the HPA, its window, and one replica a minute from five to two; the alarm and a minute
  // on either side, and as many activities as target tracking takes from two to five at 70 %, five minutes apart.
  expect(proved.map(({ back }) => back?.after?.plain)).toEqual([60 + 15 + 300 + 2 * 60, 60 + 900 + 60 + 300]);
});

describe('the system of the scaling document', () => {
  const { value: environments } = planSource(
    sourceText(
      'pipestream-scaling.yaml',
      readFileSync(new URL('../../../pipestream-scaling.yaml', import.meta.url), 'utf8'),
    ),
  );

  test.each(environments)(
    'in $name its embedder wakes within 4m45s on Kubernetes and 7m on ECS, and is back after 8m and 44m',
    ({ plan }) => {
      const proved = plan.pools.flatMap(pool => sleepersOf(proofsOf(plan, pool)));
      expect(
        proved.flatMap(({ target, wake, back }) =>
          wake.paths.map(({ from, smallest, longest }) => [
            target,
            from,
            smallest?.plain,
            longest.plain,
            back.after?.plain,
          ]),
        ),
      ).toEqual([
        ['kubernetes', 'wake', 1, 285, 480],
        ['ecs', 'wake', 1, 420, 32 * 60 + 720],
      ]);
      expect(proved.flatMap(({ back }) => back.blocked)).toEqual([]);
    },
  );

  test('has no finding about waking', () => {
    expect(
      lintPlans(environments)
        .map(({ id, message }) => `${id}: ${message}`)
        .filter(text => /wake|zero|cold|runtime|histogram|promql/.test(text)),
    ).toEqual([]);
  });
});

test("what is printed adds up, of every proof of the catalogue's examples", () => {
  let printed = 0;
  for (const { yaml, targets } of POLICIES.flatMap(policy => [...policy.examples().bad, ...policy.examples().good])) {
    for (const { plan } of planSource(sourceText('example.yaml', completeExample(yaml, targets))).value) {
      for (const sum of plan.pools
        .flatMap(pool => proofsOf(plan, pool))
        .flatMap(({ wake, back, schedule }) => [
          ...(wake?.paths ?? []).map(({ longest }) => longest),
          ...(wake?.scheduled === undefined ? [] : [wake.scheduled.longest]),
          ...(back?.after === undefined ? [] : [back.after]),
          ...(schedule?.after === undefined ? [] : [schedule.after]),
        ])) {
        if (sum.origin.kind !== 'derived') throw new Error('a time without its terms');
        const terms = Object.values(sum.origin.from)
          .map(({ plain }) => plain)
          .filter(plain => typeof plain === 'number');
        expect(
          terms.reduce((total, term) => total + term, 0),
          arithmeticOf(sum),
        ).toBe(sum.plain);
        printed += 1;
      }
    }
  }
  expect(printed).toBeGreaterThan(50);
});
