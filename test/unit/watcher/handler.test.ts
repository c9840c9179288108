import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { FakeAws } from './fake-aws.ts';
import type { Metric, Point } from './fake-aws.ts';
import { load } from './load.ts';

const NOW = Date.UTC(2026, 0, 5, 12, 30, 20);
const MINUTE = 60_000;
const CALLS = {
  name: 'wake',
  above: 0,
  wakes: true,
  counts: true,
  of: [['Shop', 'Calls', 'Sum', { Module: 'web' }]],
  beat: ['Shop', 'Up', 'SampleCount', {}],
};
const LAG = {
  name: 'kafkaLag',
  above: 5,
  wakes: true,
  counts: false,
  of: [
    ['AWS/Kafka', 'LagA', 'Maximum', {}],
    ['AWS/Kafka', 'LagB', 'Maximum', {}],
  ],
};
const PENDING = {
  name: 'requestQueue',
  above: 0,
  wakes: false,
  counts: false,
  of: [['Shop', 'Pending', 'Average', {}]],
};
const scaler = (work: unknown[], queues: unknown[] = []) => ({
  cluster: 'main',
  service: 'web',
  wake: 1,
  quiet: 540,
  work,
  queues,
});

/** Points of so many minutes, the newest first, that end so many minutes ago. */
const every = (minutes: number, value = 1, endsAgo = 1): Point[] =>
  Array.from({ length: minutes }, (_, at) => [Math.floor(NOW / MINUTE) * MINUTE - (endsAgo + at) * MINUTE, value]);
const agoPoint = (minutes: number, value: number): Point => [
  Math.floor(NOW / MINUTE) * MINUTE - minutes * MINUTE,
  value,
];

async function run(
  desired: number,
  work: unknown[],
  metrics: Record<string, Metric>,
  more: { queues?: unknown[]; queue?: Record<string, string>; arrange?: (aws: FakeAws) => void } = {},
) {
  const aws = new FakeAws();
  aws.service = { status: 'ACTIVE', desired, changed: NOW - 3_600_000 };
  aws.clock = NOW;
  aws.metrics = new Map(Object.entries(metrics));
  aws.queue = more.queue ?? {};
  more.arrange?.(aws);
  const lines: string[] = [];
  const { handler } = load(aws.require, { SCALER: JSON.stringify(scaler(work, more.queues)) }, () => NOW, lines);
  const outcome = await handler().then(
    result => ({ why: result['why'], error: undefined }),
    (error: unknown) => ({ why: undefined, error: String(error) }),
  );
  expect(lines).toHaveLength(1);
  return { aws, ...outcome, line: JSON.parse(lines[0] ?? ''), writes: aws.writes };
}

describe('what the watcher makes of the metrics', () => {
  test.each<[string, number, unknown[], Record<string, Metric>, string, number[]]>([
    ['a call wakes', 0, [CALLS], { Calls: { points: [agoPoint(1, 3)] }, Up: { points: every(15) } }, 'work', [1]],
    [
      'a call that CloudWatch shows eight minutes late wakes still',
      0,
      [CALLS],
      { Calls: { points: [agoPoint(8, 1)] }, Up: { points: every(15) } },
      'work',
      [1],
    ],
    ['a call wakes without a heartbeat', 0, [CALLS], { Calls: { points: [agoPoint(1, 3)] } }, 'work', [1]],
    ['no call with a heartbeat is idle (41a)', 1, [CALLS], { Up: { points: every(15) } }, 'idle', [0]],
    ['neither is unknown (41a)', 1, [CALLS], {}, 'unknown', []],
    ['neither is unknown at zero too', 0, [CALLS], {}, 'unknown', []],
    [
      'a heartbeat that stopped six minutes ago tells nothing',
      1,
      [CALLS],
      { Up: { points: every(10, 1, 6) } },
      'unknown',
      [],
    ],
    [
      'a heartbeat that has just begun tells nothing of the time before',
      1,
      [CALLS],
      { Up: { points: every(3) } },
      'unknown',
      [],
    ],
    [
      'a call at the far end of the window keeps it awake',
      1,
      [CALLS],
      { Calls: { points: [agoPoint(9, 1)] }, Up: { points: every(15) } },
      'work',
      [],
    ],
    [
      'a call before the window does not',
      1,
      [CALLS],
      { Calls: { points: [agoPoint(10, 1)] }, Up: { points: every(15) } },
      'idle',
      [0],
    ],
    [
      'half the data is no proof of idleness',
      1,
      [CALLS],
      { Calls: { points: [], status: 'PartialData' }, Up: { points: every(15) } },
      'unknown',
      [],
    ],
    ['half the heartbeat is none', 1, [CALLS], { Up: { points: every(15), status: 'PartialData' } }, 'unknown', []],
    [
      'an inner error is no proof of idleness',
      1,
      [CALLS],
      { Calls: { points: [], status: 'InternalError' }, Up: { points: every(15) } },
      'unknown',
      [],
    ],
    [
      'half the data with a call in it is work',
      0,
      [CALLS],
      { Calls: { points: [agoPoint(1, 1)], status: 'PartialData' } },
      'work',
      [1],
    ],
    [
      'topics are added up (24)',
      0,
      [LAG],
      { LagA: { points: every(9, 3) }, LagB: { points: every(9, 3) } },
      'work',
      [1],
    ],
    [
      'lag at the threshold is not above it',
      0,
      [LAG],
      { LagA: { points: every(9, 2) }, LagB: { points: every(9, 3) } },
      'asleep',
      [],
    ],
    [
      'lag that is gone wakes nobody',
      0,
      [LAG],
      { LagA: { points: [...every(5, 0), ...every(5, 90, 6)] } },
      'asleep',
      [],
    ],
    [
      'lag that was there in the window keeps it awake',
      1,
      [LAG],
      { LagA: { points: [...every(5, 0), ...every(5, 90, 6)] } },
      'work',
      [],
    ],
    ['a topic without an offset has no lag', 1, [LAG], { LagA: { points: every(10, 0) } }, 'idle', [0]],
    ['a lag that nobody reports is unknown', 1, [LAG], {}, 'unknown', []],
    ['a lag last reported six minutes ago is unknown', 1, [LAG], { LagA: { points: every(10, 0, 6) } }, 'unknown', []],
    ['-1 for an unknown offset is no lag', 0, [LAG], { LagA: { points: every(10, -1) } }, 'asleep', []],
    [
      'another signal keeps it awake',
      1,
      [CALLS, PENDING],
      { Up: { points: every(15) }, Pending: { points: [agoPoint(2, 1)] } },
      'work',
      [],
    ],
    ['another gauge that is lost does too', 1, [CALLS, PENDING], { Up: { points: every(15) } }, 'unknown', []],
    [
      'another gauge that shows nothing does not',
      1,
      [CALLS, PENDING],
      { Up: { points: every(15) }, Pending: { points: every(15, 0) } },
      'idle',
      [0],
    ],
    [
      'another count without data is none',
      1,
      [CALLS, { ...PENDING, counts: true }],
      { Up: { points: every(15) } },
      'idle',
      [0],
    ],
    [
      'another signal wakes nobody',
      0,
      [CALLS, PENDING],
      { Up: { points: every(15) }, Pending: { points: [agoPoint(1, 9)] } },
      'asleep',
      [],
    ],
    [
      'two tasks are not its business',
      2,
      [CALLS],
      { Up: { points: every(15) } },
      'Application Auto Scaling owns it',
      [],
    ],
  ])('%s', async (_, desired, work, metrics, why, writes) => {
    const ran = await run(desired, work, metrics);
    expect({ why: ran.why, writes: ran.writes }).toEqual({ why, writes });
    expect(ran.aws.calls.filter(call => call === 'GetMetricData')).toHaveLength(1);
    expect(ran.line).toMatchObject({ cluster: 'main', service: 'web', at: '2026-01-05T12:30:20.000Z', why });
  });

  test('asks for whole minutes, of the idle window and all of the present one', async () => {
    const { aws } = await run(1, [CALLS], {});
    expect(aws.queries).toEqual([
      {
        StartTime: new Date('2026-01-05T12:21:00Z'),
        EndTime: new Date('2026-01-05T12:31:00Z'),
        NextToken: undefined,
        MetricDataQueries: [
          {
            Id: 's0_0',
            MetricStat: {
              Metric: { Namespace: 'Shop', MetricName: 'Calls', Dimensions: [{ Name: 'Module', Value: 'web' }] },
              Period: 60,
              Stat: 'Sum',
            },
          },
          {
            Id: 'b0',
            MetricStat: {
              Metric: { Namespace: 'Shop', MetricName: 'Up', Dimensions: [] },
              Period: 60,
              Stat: 'SampleCount',
            },
          },
        ],
      },
    ]);
  });

  test('logs the numbers of the decision', async () => {
    const { line } = await run(1, [CALLS], { Up: { points: every(15) } });
    expect(line).toEqual({
      cluster: 'main',
      service: 'web',
      at: '2026-01-05T12:30:20.000Z',
      to: 0,
      why: 'idle',
      state: {
        sources: [{ name: 'wake', wakes: true, latest: 0, peak: 0, above: 0, now: false, busy: false, known: true }],
        service: { status: 'ACTIVE', desired: 1, running: 1, pending: 0, deploying: false, changed: NOW - 3_600_000 },
      },
    });
  });
});

describe('a queue', () => {
  const queues = [{ url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs', above: 2 }];
  const counts = (visible: string, inFlight = '0', delayed = '0') => ({
    ApproximateNumberOfMessages: visible,
    ApproximateNumberOfMessagesNotVisible: inFlight,
    ApproximateNumberOfMessagesDelayed: delayed,
  });
  test.each<[string, number, Record<string, string>, string, number[]]>([
    ['wakes above the activation', 0, counts('3'), 'work', [1]],
    ['not at it', 0, counts('2'), 'asleep', []],
    ['counts what is delayed and in flight', 0, counts('1', '1', '1'), 'work', [1]],
    ['in flight keeps awake however little', 1, counts('0', '1'), 'work', []],
    ['lets sleep when it is empty', 1, counts('0'), 'idle', [0]],
    ['an answer without counts is unknown', 1, {}, 'unknown', []],
  ])('%s', async (_, desired, queue, why, writes) => {
    const ran = await run(desired, [], {}, { queues, queue });
    expect({ why: ran.why, writes: ran.writes }).toEqual({ why, writes });
    expect(ran.aws.calls).not.toContain('GetMetricData');
  });
});

describe('when an API fails nothing is changed, and the run fails for the alarm to see', () => {
  const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
  test.each(['GetMetricData', 'GetQueueAttributes', 'DescribeServices', 'UpdateService'])('%s', async operation => {
    const ran = await run(
      0,
      [CALLS],
      { Calls: { points: [agoPoint(1, 1)] } },
      {
        queues: [{ url: 'q', above: 0 }],
        queue: { ApproximateNumberOfMessages: '1' },
        arrange: aws => aws.fail.set(operation, throttled),
      },
    );
    expect(ran.error).toBe('ThrottlingException: Rate exceeded');
    expect(ran.writes).toEqual([]);
    expect(ran.line.error).toBe('ThrottlingException: Rate exceeded');
  });

  test.each([
    [undefined, 'Error: service MISSING'],
    ['INACTIVE', 'Error: service INACTIVE'],
  ])('a service that is %s', async (status, message) => {
    const ran = await run(
      0,
      [CALLS],
      { Calls: { points: [agoPoint(1, 1)] } },
      {
        arrange: aws => {
          aws.service = status === undefined ? undefined : { status, desired: 0, changed: 0 };
        },
      },
    );
    expect({ error: ran.error, writes: ran.writes }).toEqual({ error: message, writes: [] });
  });

  test('a service that is draining is none of its business, and no fault', async () => {
    const ran = await run(
      1,
      [CALLS],
      { Up: { points: every(15) } },
      {
        arrange: aws => {
          aws.service = { status: 'DRAINING', desired: 1, changed: 0 };
        },
      },
    );
    expect({ why: ran.why, error: ran.error, writes: ran.writes }).toEqual({
      why: 'service DRAINING',
      error: undefined,
      writes: [],
    });
  });
});

test.each([
  [
    'two deployments',
    [{ status: 'PRIMARY', rolloutState: 'COMPLETED', updatedAt: new Date(0) }, { status: 'ACTIVE' }],
    'deployment',
  ],
  ['one under way', [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS', updatedAt: new Date(0) }], 'deployment'],
  ['none at all, as with another deployment controller', [], 'deployment'],
  [
    'one that has just been changed',
    [{ status: 'PRIMARY', rolloutState: 'COMPLETED', updatedAt: new Date(NOW - 1000) }],
    'started too recently',
  ],
])('does not sleep with %s', async (_, deployments, why) => {
  const ran = await run(
    1,
    [CALLS],
    { Up: { points: every(15) } },
    {
      arrange: aws => {
        aws.service = { status: 'ACTIVE', desired: 1, changed: 0, deployments };
      },
    },
  );
  expect({ why: ran.why, writes: ran.writes }).toEqual({ why, writes: [] });
});

test('with the real SDK, on the wire', async () => {
  const seen: { target: string; body: unknown }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const target = String(request.headers['x-amz-target']);
      seen.push({ target, body: JSON.parse(body) });
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify(answers[target.slice(target.indexOf('.') + 1)] ?? {}));
    });
  });
  const answers: Record<string, unknown> = {
    GetMetricData: {
      MetricDataResults: [
        { Id: 's0_0', StatusCode: 'Complete', Timestamps: [NOW / 1000 - 20], Values: [2] },
        { Id: 'b0', StatusCode: 'Complete', Timestamps: [], Values: [] },
      ],
    },
    GetQueueAttributes: {
      Attributes: {
        ApproximateNumberOfMessages: '0',
        ApproximateNumberOfMessagesNotVisible: '0',
        ApproximateNumberOfMessagesDelayed: '0',
      },
    },
    DescribeServices: {
      services: [
        {
          status: 'ACTIVE',
          desiredCount: 0,
          runningCount: 0,
          pendingCount: 0,
          deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED', updatedAt: NOW / 1000 }],
        },
      ],
    },
  };
  const port = await new Promise<number>(resolve =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    }),
  );
  const endpoint = `http://127.0.0.1:${String(port)}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  try {
    const queues = [{ url: `${endpoint}/123456789012/jobs`, above: 0 }];
    const { handler } = load(
      createRequire(import.meta.url),
      { SCALER: JSON.stringify(scaler([CALLS], queues)) },
      () => NOW,
    );
    expect(await handler()).toMatchObject({ to: 1, why: 'work' });
  } finally {
    server.close();
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
      Reflect.deleteProperty(process.env, name);
  }
  expect(seen.map(({ target }) => target.slice(target.indexOf('.') + 1)).sort()).toEqual([
    'DescribeServices',
    'GetMetricData',
    'GetQueueAttributes',
    'UpdateService',
  ]);
  expect(seen.at(-1)).toEqual({
    target: 'AmazonEC2ContainerServiceV20141113.UpdateService',
    body: { cluster: 'main', service: 'web', desiredCount: 1 },
  });
});
