import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { SAID_ELSEWHERE, SCALER_TYPES, scalerFacts } from '../../../src/model/keda-scalers.ts';
import type { ScalerType } from '../../../src/model/keda-scalers.ts';
import { SCHEMA_MINORS, schemaFile, schemaMinor, scalerSchema } from '../../../src/model/scaler-schema.ts';
import type { ScalerParameter, ScalerSchema } from '../../../src/model/scaler-schema.ts';
import { analysed } from '../../analysed.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { at, compilePool, CONTAINER, errors, metadata, object, paths, trigger } from './compile.ts';

const POOL = `kind: demand-driven\nreplicas: 1..10\n${CONTAINER}`;
const SLEEPER = `kind: scale-to-zero\nreplicas: 0..5\n${CONTAINER}`;
const TEMPORAL = 'type: temporal, metadata: {endpoint: "temporal:7233", taskQueue: work}';

/** Findings of a system whose only pool has these custom signals. */
function findings(keda: string, custom: object, sleeps = false) {
  const pool = {
    kind: sleeps ? 'scale-to-zero' : 'demand-driven',
    replicas: sleeps ? '0..10' : '1..10',
    containers: { app: { image: 'registry.example.com/app:1.0.0', cpu: '500m', memory: '512Mi' } },
    signals: { custom },
  };
  const targets = { kubernetes: { version: '1.32', namespace: 'test', keda } };
  const text = dump({ version: 1, name: 'test', targets, pools: { worker: pool } });
  const { diagnostics } = analysed(sourceText('any.yaml', text));
  return diagnostics.map(({ id, path, span, message, fixes = [] }) => ({
    id,
    marked: text.slice(span?.start, span?.end),
    fixes: fixes.flatMap(({ edits }) => edits.map(edit => edit.text)),
    message,
    path: path?.join('.') ?? '',
    line: text.slice(0, span?.start).split('\n').at(-1)?.trim() ?? '',
  }));
}

const VALUES = { integer: 1, number: 1.5, boolean: true } as const;
const valueOf = ({ type, values }: ScalerParameter) => values?.[0] ?? (type === undefined ? 'x' : VALUES[type]);

/** The required parameters, one name of each. */
function required({ parameters }: ScalerSchema): readonly (readonly [string, ScalerParameter])[] {
  const names = Object.keys(parameters);
  return Object.entries(parameters).filter(
    ([name, { required: needed, same = [] }]) =>
      needed === true && names.find(other => other === name || same.includes(other)) === name,
  );
}

function complete(schema: ScalerSchema, more: Readonly<Record<string, unknown>> = {}): object {
  const entries = required(schema);
  const inMetadata = entries.filter(([, { in: places }]) => places.includes('metadata'));
  const secret = entries.filter(([, { in: places }]) => !places.includes('metadata'));
  return {
    metadata: { ...Object.fromEntries(inMetadata.map(([name, parameter]) => [name, valueOf(parameter)])), ...more },
    ...(secret.length === 0
      ? {}
      : {
          authentication: { secrets: Object.fromEntries(secret.map(([name]) => [name, { name: 'login', key: name }])) },
        }),
  };
}

describe.each(SCHEMA_MINORS)('every scaler of KEDA 2.%s', minor => {
  const keda = `2.${String(minor)}`;
  const known = SCALER_TYPES.flatMap(type => {
    const schema = scalerSchema(keda, type);
    return schema === undefined ? [] : [{ type, schema }];
  });

  test('is accepted with its required parameters', () => {
    const custom = Object.fromEntries(
      known.map(({ type, schema }) => [type, { type, counts: 'work', ...complete(schema) }]),
    );
    expect(findings(keda, custom).filter(({ id }) => id === 'trigger-parameter')).toEqual([]);
    expect(known.length).toBeGreaterThanOrEqual(70);
  });

  test('is refused without them, at the line of the signal', () => {
    const custom = Object.fromEntries(known.map(({ type }) => [type, { type, counts: 'work' }]));
    const expected = known.flatMap(({ type, schema }) =>
      required(schema).map(([name]) => `pools.worker.signals.custom.${type}.metadata.${name}`),
    );
    const found = findings(keda, custom).filter(({ id }) => id === 'trigger-parameter');
    expect(found.map(({ path }) => path).sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(100);
  });

  test('is refused with a parameter that it does not have, and told the nearest', () => {
    const custom = Object.fromEntries(
      known.map(({ type, schema }) => [type, { type, counts: 'work', ...complete(schema, { noSuchKey: 'x' }) }]),
    );
    const closed = known.filter(({ schema }) => schema.open !== true).map(({ type }) => type);
    const found = findings(keda, custom).filter(({ id }) => id === 'trigger-parameter');
    expect(found.map(({ path }) => path.split('.')[4])).toEqual(closed);
    expect(new Set(found.map(({ marked }) => marked))).toEqual(new Set(['noSuchKey']));
  });
});

describe('the table of scalers', () => {
  const files = SCHEMA_MINORS.map((minor): Readonly<Record<string, ScalerSchema>> => schemaFile(minor).scalers);

  test('has every scaler of KEDA but those that the language says itself', () => {
    const types = new Set(files.flatMap(scalers => Object.keys(scalers)));
    expect([...types].filter(type => !Object.hasOwn(SAID_ELSEWHERE, type)).sort()).toEqual([...SCALER_TYPES].sort());
    expect([...SCALER_TYPES].sort()).toEqual([...SCALER_TYPES]);
    expect(Object.keys(files[2] ?? {})).toHaveLength(76);
  });

  test.each(SCALER_TYPES)('%s names its target, its activation and the default as the schema does', type => {
    const { targets, activation, otherwise } = scalerFacts(type);
    const parameters = files.map(scalers => scalers[type]?.parameters).findLast(one => one !== undefined) ?? {};
    expect(
      [...targets, ...(activation === undefined ? [] : [activation])].filter(name => !(name in parameters)),
    ).toEqual([]);
    const [target, ...others] = targets;
    const fallback = target === undefined || others.length > 0 ? undefined : parameters[target]?.default;
    if (fallback !== undefined && Number(fallback) > 0) expect(otherwise).toBe(Number(fallback));
  });

  test('a version without a schema takes the nearest', () => {
    expect(['2.14', '2.17', '2.18', '2.19', '2.20', '2.31'].map(schemaMinor)).toEqual([18, 18, 18, 19, 20, 20]);
  });

  test('a scaler that the schema of its release leaves out is described as in the next one', () => {
    expect(scalerSchema('2.18', 'kafka')?.from).toBe('2.20');
    expect(scalerSchema('2.18', 'opensearch')).toBeUndefined();
  });
});

describe('what KEDA refuses is a finding', () => {
  const of = (type: ScalerType, more: object) =>
    findings('2.20', { x: { type, counts: 'work', ...more } })
      .filter(({ id }) => id === 'trigger-parameter')
      .map(({ message }) => message);

  test.each([
    ['a slip', { metadata: { endpoint: 'a', taskQueue: 'b', targetQueSize: 5 } }, 'has no parameter "targetQueSize"'],
    ['a slip in what is required', { metadata: { endpont: 'a', taskQueue: 'b' } }, 'has no parameter "endpont"'],
    [
      'a fraction of a whole number',
      { metadata: { endpoint: 'a', taskQueue: 'b', targetQueueSize: 1.5 } },
      '"targetQueueSize" is "1.5", but KEDA expects a whole number',
    ],
    [
      'a word for a number',
      { metadata: { endpoint: 'a', taskQueue: 'b', minConnectTimeout: 'long' } },
      'a whole number',
    ],
    [
      'a key of a Secret in the metadata',
      { metadata: { endpoint: 'a', taskQueue: 'b', ca: 'pem' } },
      'does not read "ca" from its metadata',
    ],
    [
      'a secret that it does not take',
      { metadata: { endpoint: 'a', taskQueue: 'b' }, authentication: { secrets: { apiKei: { name: 'a', key: 'b' } } } },
      'takes no parameter "apiKei" from a TriggerAuthentication',
    ],
  ])('%s', (_what, more, message) => {
    expect(of('temporal', more)).toEqual([expect.stringContaining(message)]);
  });

  test('a value that is none of those that it knows, and one that is removed', () => {
    const metadataOf = (more: object) => ({ metadata: { projectID: 'p', queueName: 'q', ...more } });
    expect(of('azure-queue', { metadata: { queueName: 'q', queueLengthStrategy: 'some' } })).toEqual([
      '"queueLengthStrategy" is "some", but KEDA expects all, visibleonly',
    ]);
    expect(of('gcp-cloudtasks', metadataOf({}))).toEqual([]);
    expect(of('gcp-pubsub', { metadata: { subscriptionName: 's', subscriptionSize: 5 } })).toEqual([
      expect.stringContaining('no longer takes "subscriptionSize"'),
    ]);
  });

  test('a name with a slip is marked itself, and its fix is the name that is meant', () => {
    const slip = findings('2.18', { x: { type: 'temporal', metadata: { endpont: 'a', taskQueue: 'b' } } });
    expect(slip.map(({ marked, fixes }) => ({ marked, fixes }))).toEqual([{ marked: 'endpont', fixes: ['endpoint'] }]);
    const twice = { endpoint: 'a', endpont: 'a', taskQueue: 'b' };
    const both = findings('2.18', { x: { type: 'temporal', metadata: twice } });
    expect(both.map(({ marked, fixes }) => ({ marked, fixes }))).toEqual([{ marked: 'endpont', fixes: [] }]);
  });

  test.each([
    ['2.18', 'trigger-parameter-deprecated'],
    ['2.20', 'trigger-parameter'],
  ])('a parameter that KEDA %s gives up has the new name as its fix', (keda, id) => {
    const found = findings(keda, {
      x: { type: 'gcp-pubsub', metadata: { subscriptionName: 's', subscriptionSize: 5 } },
    });
    expect(found.map(one => ({ id: one.id, marked: one.marked, fixes: one.fixes }))).toEqual([
      { id, marked: 'subscriptionSize', fixes: ['value'] },
    ]);
  });

  test('a target under its old name is no default beside it', () => {
    const old = compilePool(
      `${POOL}\nsignals: {custom: {jobs: {type: gcp-pubsub, metadata: {subscriptionName: s, subscriptionSize: 7}}}}`,
    );
    expect(JSON.stringify(object(old, 'scaled-object.yaml'))).not.toContain('"value":"10"');
  });

  test.each([
    ['a variable of the container', { metadata: { queueName: 'q', hostFromEnv: 'HOST' } }],
    ['a Secret', { metadata: { queueName: 'q' }, authentication: { secrets: { host: { name: 'mq', key: 'host' } } } }],
    ['an object that exists', { metadata: { queueName: 'q' }, authentication: { name: 'mq' } }],
  ])('what is required may come from %s', (_what, more) => {
    expect(of('rabbitmq', more)).toEqual([]);
  });

  test('a query without a word of what it counts', () => {
    const found = findings('2.20', { jobs: { type: 'mysql', metadata: { query: 'SELECT 1', queryValue: 1 } } });
    expect(found.map(({ id }) => id)).toEqual(['custom-signal-unknown']);
  });
});

describe('a trigger is emitted as it is written', () => {
  test('with values as text, and the target that KEDA would choose', () => {
    const compiled = compilePool(`${POOL}\nsignals: {custom: {work: {${TEMPORAL}}}}`);
    expect(trigger(compiled, 'custom-work')).toMatchObject({ type: 'temporal', metricType: 'AverageValue' });
    expect(at(trigger(compiled, 'custom-work'), 'metadata')).toEqual({
      endpoint: 'temporal:7233',
      taskQueue: 'work',
      targetQueueSize: '5',
    });
    const written = compilePool(
      `${POOL}\nsignals: {custom: {jobs: {type: mssql, counts: work, metadata: {query: "SELECT 1", targetValue: 0.5, port: 1433}, authentication: {name: sql}}}}`,
    );
    expect(at(trigger(written, 'custom-jobs'), 'metadata')).toEqual({
      query: 'SELECT 1',
      targetValue: '0.5',
      port: '1433',
    });
  });

  test('a level is compared as it is', () => {
    const level =
      'type: metrics-api, counts: level, metadata: {url: "http://a.b", valueLocation: load, targetValue: 3}';
    expect(
      at(trigger(compilePool(`${POOL}\nsignals: {custom: {load: {${level}}}}`), 'custom-load'), 'metricType'),
    ).toBe('Value');
  });

  test('work wakes a pool at zero above its activation, and a level never does', () => {
    const activation = 'activationTargetQueueSize: 2';
    const compiled = compilePool(
      `${SLEEPER}\nsignals: {custom: {work: {${TEMPORAL.replace('}', `, ${activation}}`)}}, load: {type: metrics-api, counts: level, metadata: {url: "http://a.b", valueLocation: load, targetValue: 3}}}}`,
    );
    expect(errors(compiled)).toEqual([]);
    expect(metadata(compiled, 'custom-work', 'activationTargetQueueSize')).toBe('2');
    expect(metadata(compiled, 'custom-load', 'activationTargetValue')).toBe('1000000000');
  });

  test('work that no longer counts once it is taken keeps the pool for as long as it takes', () => {
    const period = (more: string) =>
      at(
        object(
          compilePool(`${SLEEPER}\nwork: {longest: 20m}\nsignals: {custom: {work: {${TEMPORAL}${more}}}}`),
          'scaled-object.yaml',
        ),
        'spec',
        'cooldownPeriod',
      );
    expect([period(''), period(', inFlight: true')]).toEqual([1200, 300]);
  });
});

describe('what cannot wake a pool at zero is found by its facts, and by what contradicts them', () => {
  const prometheus = { serverAddress: 'http://prometheus:9090', threshold: 5 };
  const url = 'http://worker.test.svc:8080/queue';
  test.each([
    ['a number of the pool itself', { type: 'redis', own: true, metadata: { listName: 'a' } }, 'self-signal-from-zero'],
    [
      'a query of its own pods that is declared as a caller\u2019s',
      { type: 'prometheus', counts: 'work', metadata: { ...prometheus, query: 'sum(jobs_open{job="worker"})' } },
      'self-signal-from-zero',
    ],
    [
      'an address of its own Service',
      { type: 'metrics-api', counts: 'work', metadata: { url, valueLocation: 'open', targetValue: 5 } },
      'self-signal-from-zero',
    ],
    ['a level', { type: 'aws-kinesis-stream', metadata: { streamName: 'a', awsRegion: 'eu-west-1' } }, 'never-wakes'],
  ])('%s', (_what, signal, id) => {
    expect(findings('2.20', { x: signal }, true).map(found => found.id)).toContain(id);
  });

  test('work of another system wakes it', () => {
    const query = 'sum(jobs_open{job="scheduler"}) or vector(0)';
    const signal = { type: 'prometheus', counts: 'work', metadata: { ...prometheus, query } };
    expect(findings('2.20', { x: signal }, true).map(({ id }) => id)).not.toContain('never-wakes');
  });
});

describe('a trigger signs in', () => {
  const signal = (authentication: string) =>
    compilePool(`${POOL}\nsignals: {custom: {work: {${TEMPORAL}, authentication: ${authentication}}}}`);

  test.each([
    ['{name: temporal}', { name: 'temporal', kind: 'TriggerAuthentication' }],
    ['{name: temporal, kind: TriggerAuthentication}', { name: 'temporal', kind: 'TriggerAuthentication' }],
    [
      '{name: temporal, kind: ClusterTriggerAuthentication}',
      { name: 'temporal', kind: 'ClusterTriggerAuthentication' },
    ],
  ])('by an object that exists: %s', (authentication, reference) => {
    const compiled = signal(authentication);
    expect(at(trigger(compiled, 'custom-work'), 'authenticationRef')).toEqual(reference);
    expect(paths(compiled).filter(path => path.includes('trigger-authentication'))).toEqual([]);
  });

  test.each([
    ['{identity: gcp}', { podIdentity: { provider: 'gcp' } }],
    [
      '{identity: {provider: aws, roleArn: "arn:aws:iam::123456789012:role/keda-work"}}',
      { podIdentity: { provider: 'aws', roleArn: 'arn:aws:iam::123456789012:role/keda-work' } },
    ],
    ['{identity: {provider: aws, owner: workload}}', { podIdentity: { provider: 'aws', identityOwner: 'workload' } }],
    [
      '{identity: {provider: azure-workload, identityId: id-1, tenantId: tenant-1}}',
      { podIdentity: { provider: 'azure-workload', identityId: 'id-1', identityTenantId: 'tenant-1' } },
    ],
    [
      '{secrets: {apiKey: {name: temporal-login, key: token}}}',
      { secretTargetRef: [{ parameter: 'apiKey', name: 'temporal-login', key: 'token' }] },
    ],
  ])('by one that is generated: %s', (authentication, spec) => {
    const compiled = signal(authentication);
    expect(at(trigger(compiled, 'custom-work'), 'authenticationRef')).toEqual({ name: 'web-custom-work' });
    expect(at(object(compiled, 'trigger-authentication.yaml'), 'spec')).toEqual(spec);
  });
});

describe('a metric that an adapter serves is read by an HPA', () => {
  test('of pods, of an object and an external one', () => {
    const compiled = compilePool(`${POOL}
signals:
  cpu: 70%
  custom:
    calls: {pods: {metric: calls_per_second, averageValue: 30}}
    age: {object: {apiVersion: v1, kind: Service, name: web, metric: oldest_seconds, value: 500m}}
    orders: {counts: work, external: {metric: orders, selector: {queue: new}, averageValue: 0.5}}`);
    expect(errors(compiled)).toEqual([]);
    expect(at(object(compiled, 'hpa.yaml'), 'spec', 'metrics')).toMatchObject([
      { type: 'ContainerResource' },
      {
        type: 'Pods',
        pods: { metric: { name: 'calls_per_second' }, target: { type: 'AverageValue', averageValue: '30' } },
      },
      {
        type: 'Object',
        object: {
          describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' },
          metric: { name: 'oldest_seconds' },
          target: { type: 'Value', value: '500m' },
        },
      },
      {
        type: 'External',
        external: {
          metric: { name: 'orders', selector: { matchLabels: { queue: 'new' } } },
          target: { type: 'AverageValue', averageValue: '500m' },
        },
      },
    ]);
  });

  test.each([
    ['at zero', SLEEPER, ''],
    ['beside a trigger of KEDA', POOL, `, work: {${TEMPORAL}}`],
  ])('and never %s', (_what, pool, beside) => {
    const compiled = compilePool(
      `${pool}\nsignals: {custom: {calls: {external: {metric: calls, averageValue: 30}}${beside}}}`,
    );
    expect(errors(compiled)).toEqual(['adapter-metric-beside-keda']);
  });
});
