import { Runtime } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/model/sourced.ts';
import { checkFiles } from '../../../src/verify/check.ts';
import { CONTAINER, at, compilePool, fileAt, paths, resourceTypes, stack } from '../ecs/compile.ts';

const WAKE =
  'wake: {source: {cloudwatch: {namespace: Shop, metric: Calls, statistic: Sum, dimensions: {Module: web}, heartbeat: {namespace: Shop, metric: Up, statistic: SampleCount}}}}';
const SQS =
  'signals: {queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/210987654321/jobs"}, perReplica: 2}}';
const compile = (signals: string, more = '', name = '') =>
  compilePool(
    `kind: scale-to-zero\n${name}replicas: {max: 5}\nidle: 5m\ncoldStart: 4m\n${more}${CONTAINER}\n${signals}`,
  );
const json = (compiled: ReturnType<typeof compile>, file: string, name = 'web') =>
  unwrap(fileAt(compiled, `lambda/${name}-scaler/${file}.json`).tree);
const configuration = (compiled: ReturnType<typeof compile>): unknown =>
  JSON.parse(String(at(json(compiled, 'function'), 'Environment', 'Variables', 'SCALER')));
const document = (compiled: ReturnType<typeof compile>, file: string, member: string): unknown =>
  JSON.parse(String(at(json(compiled, file), member)));

describe('the files of a watcher', () => {
  const compiled = compile(WAKE);

  test('their names', () => {
    expect(paths(compiled).filter(path => path.startsWith('lambda/'))).toEqual(
      [
        'log-group.json',
        'log-retention.json',
        'function.json',
        'role.json',
        'role-policy.json',
        'schedule-role.json',
        'schedule-role-policy.json',
        'schedule.json',
        'alarm.json',
        'alarm-silent.json',
        'index.js',
      ].map(name => `lambda/web-scaler/${name}`),
    );
  });

  test.each([
    ['wake', WAKE],
    ['queue', SQS],
  ])('are what the API takes: %s', (_, signals) => {
    const files = compile(signals).files.filter(({ path }) => path.startsWith('lambda/'));
    expect(checkFiles(files)).toEqual([]);
  });

  test('the function', () => {
    const { Code, Environment, ...rest } = Object(json(compiled, 'function'));
    expect(rest).toEqual({
      FunctionName: 'main-web-scaler',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Role: 'arn:aws:iam::123456789012:role/main-web-scaler-eu-west-1',
      Handler: 'index.handler',
      Timeout: 30,
      MemorySize: 256,
    });
    expect(Object.keys(Code)).toEqual(['ZipFile']);
    expect(JSON.parse(Environment.Variables.SCALER)).toEqual({
      cluster: 'main',
      service: 'web',
      wake: 1,
      quiet: 540,
      queues: [],
      work: [
        {
          name: 'wake',
          above: 0,
          wakes: true,
          counts: true,
          of: [['Shop', 'Calls', 'Sum', { Module: 'web' }]],
          beat: ['Shop', 'Up', 'SampleCount', {}],
        },
      ],
    });
    expect(Object.values(Runtime)).toContain('nodejs24.x');
  });

  test('the least privilege (45)', () => {
    expect(document(compiled, 'role-policy', 'PolicyDocument')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
          Resource: 'arn:aws:ecs:eu-west-1:123456789012:service/main/web',
          Condition: { ArnEquals: { 'ecs:cluster': 'arn:aws:ecs:eu-west-1:123456789012:cluster/main' } },
        },
        { Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: '*' },
        {
          Effect: 'Allow',
          Action: 'logs:CreateLogGroup',
          Resource: [
            'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/main-web-scaler',
            'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/main-web-scaler:*',
          ],
        },
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/main-web-scaler:*',
        },
      ],
    });
    expect(document(compiled, 'schedule-role-policy', 'PolicyDocument')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:main-web-scaler',
        },
      ],
    });
    expect(document(compiled, 'role', 'AssumeRolePolicyDocument')).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
  });

  test('every minute (44)', () => {
    expect(json(compiled, 'schedule')).toEqual({
      Name: 'main-web-scaler',
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      Target: {
        Arn: 'arn:aws:lambda:eu-west-1:123456789012:function:main-web-scaler',
        RoleArn: 'arn:aws:iam::123456789012:role/main-web-schedule-eu-west-1',
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      },
    });
  });

  test('a queue is asked itself (41b), in the account that its URL names, and its past comes from CloudWatch', () => {
    const queue = compile(SQS);
    expect(configuration(queue)).toEqual({
      cluster: 'main',
      service: 'web',
      wake: 1,
      quiet: 540,
      queues: [{ url: 'https://sqs.eu-west-1.amazonaws.com/210987654321/jobs', above: 0 }],
      work: [
        {
          name: 'queueHistory',
          above: 0,
          wakes: false,
          counts: true,
          of: [
            ['AWS/SQS', 'NumberOfMessagesSent', 'Sum', { QueueName: 'jobs' }],
            ['AWS/SQS', 'NumberOfMessagesReceived', 'Sum', { QueueName: 'jobs' }],
          ],
          beat: ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'Maximum', { QueueName: 'jobs' }],
        },
      ],
    });
    expect(JSON.stringify(document(queue, 'role-policy', 'PolicyDocument'))).toContain(
      '{"Effect":"Allow","Action":"sqs:GetQueueAttributes","Resource":"arn:aws:sqs:eu-west-1:210987654321:jobs"}',
    );
  });

  test('nothing joins a consumer group (43)', () => {
    expect(Object.values(resourceTypes(compiled))).not.toContain('AWS::Lambda::EventSourceMapping');
  });

  test('the stack has the same, with the code inline as CommonJS (41c)', () => {
    const types = Object.entries(resourceTypes(compiled)).filter(([id]) => id.startsWith('WebScaler'));
    expect(Object.fromEntries(types)).toEqual({
      WebScalerLogGroup: 'AWS::Logs::LogGroup',
      WebScalerRole: 'AWS::IAM::Role',
      WebScalerFunction: 'AWS::Lambda::Function',
      WebScalerAlarm: 'AWS::CloudWatch::Alarm',
      WebScalerScheduleRole: 'AWS::IAM::Role',
      WebScalerSchedule: 'AWS::Scheduler::Schedule',
      WebScalerSilentAlarm: 'AWS::CloudWatch::Alarm',
    });
    const inline = String(stack(compiled, 'Resources', 'WebScalerFunction', 'Properties', 'Code', 'ZipFile'));
    expect(inline).toBe(indexOf(compiled));
    expect(inline).not.toMatch(/^import |^export /m);
    // CloudFormation takes a zip of 4 MB; a hundred watchers shall leave room in a template of 1 MB.
    expect(Buffer.byteLength(inline)).toBeLessThan(8192);
  });

  test('the zip is the same each time', () => {
    expect(at(json(compile(WAKE), 'function'), 'Code', 'ZipFile')).toBe(
      at(json(compiled, 'function'), 'Code', 'ZipFile'),
    );
  });

  test('a name too long for IAM is still planned; the policy name-too-long says so', () => {
    const long = compile(WAKE, '', `name: ${'a'.repeat(41)}\n`);
    expect(long.diagnostics).toEqual([]);
    expect(long.pools[0]?.ecs.watcher?.scheduleRoleName.plain).toHaveLength(65);
  });
});

describe('when there is a watcher', () => {
  test.each([
    ['fixed', undefined],
    ['observe', 'DISABLED'],
    ['cpu', 'ENABLED'],
    ['full', 'ENABLED'],
  ])('on the stage %s its schedule is %s', (stage, state) => {
    const compiled = compile(WAKE, `stage: ${stage}\n`);
    if (state === undefined) expect(paths(compiled).filter(path => path.startsWith('lambda/'))).toEqual([]);
    else expect(at(json(compiled, 'schedule'), 'State')).toBe(state);
  });

  test('requests are counted by the minute, and long work is waited for (60)', () => {
    const compiled = compile(
      'signals: {requests: {perReplica: 120/s, activation: 2, source: {cloudwatch: {namespace: Shop, metric: Requests, statistic: Sum}}}}',
      'work: {longest: 45m}\n',
    );
    expect(configuration(compiled)).toMatchObject({
      quiet: 2940,
      work: [{ name: 'requests', above: 120, counts: true }],
    });
  });

  test('other signals keep the pool awake and do not wake it', () => {
    const compiled = compile(
      `${WAKE}\nsignals: {requestQueue: {perReplica: 10, source: {cloudwatch: {namespace: Shop, metric: Pending}}}}`,
    );
    expect(configuration(compiled)).toMatchObject({
      work: [
        { name: 'wake', wakes: true },
        { name: 'requestQueue', wakes: false },
      ],
    });
  });

  test('there is none for a wake source that CloudWatch does not show; the policy never-wakes says so', () => {
    const compiled = compile('wake: {source: {prometheus: {query: "sum(calls)"}}}');
    expect(compiled.diagnostics).toEqual([]);
    expect(paths(compiled).filter(path => path.startsWith('lambda/'))).toEqual([]);
  });
});

function indexOf({ files }: ReturnType<typeof compile>): string {
  const file = files.find(({ path }) => path === 'lambda/web-scaler/index.js');
  return file?.form === 'text' ? file.text : '';
}
