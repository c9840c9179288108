import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** The emitted text itself runs, with the SDK's clients replaced. */
const emitted = readFileSync(join(import.meta.dirname, '../../../out/production/lambda/embedder-module-scaler/index.js'), 'utf8');

interface World {
  /** Undefined: the service is missing. */
  readonly service: { desiredCount: number; status?: string; deployments?: readonly { rolloutState: string }[] } | undefined;
  /** Datapoints by query; `error` is thrown by the call. */
  readonly work?: readonly number[];
  readonly heartbeat?: readonly number[];
  readonly queue?: Readonly<Record<string, string>>;
  readonly failing?: 'DescribeServices' | 'GetMetricData' | 'UpdateService' | 'GetQueueAttributes';
  readonly statusCode?: string;
}

interface Ran {
  readonly writes: readonly number[];
  readonly log: Readonly<Record<string, unknown>> | undefined;
  readonly error: string | undefined;
  readonly calls: readonly string[];
}

async function run(world: World): Promise<Ran> {
  const writes: number[] = [];
  const calls: string[] = [];
  const lines: string[] = [];
  const command = (name: string) => class { readonly name = name; readonly input: Readonly<Record<string, unknown>>; constructor(input: Readonly<Record<string, unknown>>) { this.input = input; } };
  class Client {
    send({ name, input }: { name: string; input: Readonly<Record<string, unknown>> }): Promise<unknown> {
      calls.push(name);
      if (world.failing === name) return Promise.reject(new Error(`${name} was throttled`));
      switch (name) {
        case 'DescribeServices':
          return Promise.resolve({ services: world.service === undefined ? [] : [{ status: 'ACTIVE', deployments: [{ rolloutState: 'COMPLETED' }], ...world.service }] });
        case 'GetMetricData':
          return Promise.resolve({ MetricDataResults: [
            { Id: 'work0', Values: world.work ?? [], StatusCode: world.statusCode ?? 'Complete' },
            { Id: 'heartbeat', Values: world.heartbeat ?? [], StatusCode: 'Complete' },
          ] });
        case 'GetQueueAttributes':
          return Promise.resolve({ Attributes: world.queue });
        default:
          writes.push(Number(input['desiredCount']));
          return Promise.resolve({});
      }
    }
  }
  const modules: Readonly<Record<string, unknown>> = {
    '@aws-sdk/client-ecs': { ECSClient: Client, DescribeServicesCommand: command('DescribeServices'), UpdateServiceCommand: command('UpdateService') },
    '@aws-sdk/client-cloudwatch': { CloudWatchClient: Client, GetMetricDataCommand: command('GetMetricData') },
    '@aws-sdk/client-sqs': { SQSClient: Client, GetQueueAttributesCommand: command('GetQueueAttributes') },
  };
  const config = { cluster: 'c', service: 's', wake: 1, activation: 0, window: 540, queries: [{ Id: 'work0' }, { Id: 'heartbeat' }], ...(world.queue === undefined ? {} : { queue: 'https://sqs.us-east-1.amazonaws.com/1/q' }) };
  const handler: { handler?: () => Promise<unknown> } = {};
  runInNewContext(emitted, {
    exports: handler, require: (name: string) => modules[name], process: { env: { SCALER: JSON.stringify(config) } },
    console: { log: (line: string) => lines.push(line), error: (line: string) => lines.push(line) },
  });
  let error: string | undefined;
  try {
    await handler.handler?.();
  } catch (thrown) {
    // An error of the other realm is no Error of this one, so it is compared as text.
    error = String(thrown).replace(/^Error: /, '');
  }
  expect(lines).toHaveLength(1);
  return { writes, calls, error, log: JSON.parse(lines[0] ?? '{}') };
}

const idle = [0, 0, 0];

describe('the watcher', () => {
  test.each<[string, World, readonly number[], string]>([
    ['wakes an empty service when work appears', { service: { desiredCount: 0 }, work: [3] }, [1], 'wake'],
    ['leaves it asleep without work', { service: { desiredCount: 0 }, work: idle, heartbeat: [1] }, [], 'none'],
    ['leaves it asleep when nothing is known', { service: { desiredCount: 0 } }, [], 'none'],
    ['wakes strictly above the activation', { service: { desiredCount: 0 }, work: [0] }, [], 'none'],
    ['puts one idle task to sleep', { service: { desiredCount: 1 }, work: idle }, [0], 'sleep'],
    ['semantics 41a: work missing with the heartbeat there is idle', { service: { desiredCount: 1 }, heartbeat: [1] }, [0], 'sleep'],
    ['semantics 41a: both missing is unknown, and changes nothing', { service: { desiredCount: 1 } }, [], 'none'],
    ['keeps a task that had work within the window', { service: { desiredCount: 1 }, work: [0, 7, 0], heartbeat: [1] }, [], 'none'],
    ['never touches two tasks, idle or not', { service: { desiredCount: 2 }, work: idle, heartbeat: [1] }, [], 'none'],
    ['does not put to sleep in the middle of a deployment', { service: { desiredCount: 1, deployments: [{ rolloutState: 'IN_PROGRESS' }] }, work: idle }, [], 'none'],
    ['leaves a service that drains', { service: { desiredCount: 0, status: 'DRAINING' }, work: [3] }, [], 'none'],
    ['leaves a service that is missing', { service: undefined, work: [3] }, [], 'none'],
    ['semantics 41b: wakes on what the queue itself says', { service: { desiredCount: 0 }, queue: { ApproximateNumberOfMessages: '1' } }, [1], 'wake'],
    ['a message in flight is work', { service: { desiredCount: 1 }, queue: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '1' } }, [], 'none'],
    ['an empty queue is known to be idle', { service: { desiredCount: 1 }, queue: { ApproximateNumberOfMessages: '0' } }, [0], 'sleep'],
    ['a stale metric does not wake where the queue is empty', { service: { desiredCount: 0 }, work: [5], queue: { ApproximateNumberOfMessages: '0' } }, [], 'none'],
  ])('%s', async (_what, world, writes, action) => {
    const ran = await run(world);
    expect(ran.error).toBeUndefined();
    expect(ran.writes).toEqual(writes);
    expect(ran.log).toMatchObject({ service: 's', cluster: 'c', action });
  });

  test.each<[NonNullable<World['failing']>, World]>([
    ['DescribeServices', { service: { desiredCount: 1 } }],
    ['GetMetricData', { service: { desiredCount: 1 } }],
    ['GetQueueAttributes', { service: { desiredCount: 1 }, queue: {} }],
    ['UpdateService', { service: { desiredCount: 0 }, work: [1] }],
  ])('changes nothing when %s fails, and says so', async (failing, world) => {
    const ran = await run({ ...world, failing });
    expect(ran).toMatchObject({ writes: [], error: `${failing} was throttled`, log: { action: 'none', reason: 'error' } });
  });

  test('a metric that CloudWatch refuses is an error, not zero', async () => {
    expect(await run({ service: { desiredCount: 1 }, heartbeat: [1], statusCode: 'Forbidden' })).toMatchObject({ writes: [], error: 'metric work0: Forbidden' });
  });

  test('reads every metric in one call', async () => {
    expect((await run({ service: { desiredCount: 0 }, work: idle })).calls).toEqual(['DescribeServices', 'GetMetricData']);
  });

  test('whatever is seen, writes only 0 or the wake count, only on the edges, and never sleeps on work', async () => {
    await fc.assert(fc.asyncProperty(
      fc.nat(5), fc.array(fc.nat(3), { maxLength: 9 }), fc.array(fc.constant(1), { maxLength: 3 }), fc.boolean(),
      async (desiredCount, work, heartbeat, deploying) => {
        const world = { service: { desiredCount, deployments: [{ rolloutState: deploying ? 'IN_PROGRESS' : 'COMPLETED' }] }, work, heartbeat };
        const [first, second] = await Promise.all([run(world), run(world)]);
        const busy = work.some(value => value > 0);
        const expected = desiredCount === 0 && busy ? [1] : desiredCount === 1 && !busy && !deploying && work.length + heartbeat.length > 0 ? [0] : [];
        expect(first.writes).toEqual(expected);
        // Two runs at once write the same, so their order does not matter.
        expect(second.writes).toEqual(expected);
      },
    ), { numRuns: 200 });
  });

  test('semantics 41c: it is CommonJS and stands inline in CloudFormation', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../src/targets/ecs/watcher/handler.cjs'), 'utf8');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
    expect([...text.matchAll(/require\('([^']+)'\)/g)].map(([, name]) => name)).toEqual(['@aws-sdk/client-ecs', '@aws-sdk/client-cloudwatch', '@aws-sdk/client-sqs']);
  });
});
