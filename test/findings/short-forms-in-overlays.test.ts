import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { analysed } from '../analysed.ts';
import { compile } from '../../src/pipeline.ts';
import { mergeEnvironments } from '../../src/config/environments.ts';
import { parse } from '../../src/config/parse.ts';
import { known } from '../../src/config/schema-walk.ts';
import { Config } from '../../src/config/schema/root.ts';
import { shortFormOf } from '../../src/config/schema/short-form.ts';
import { plainOf, type Plain } from '../../src/source/located.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { fc, runs } from '../properties.ts';
import type * as z from 'zod/mini';

/**
 * A short form at a place of the language, what it stands for, and a map that an overlay may write there.
 * No `opened` where the map says another thing than the short form, and replaces it.
 */
interface Row {
  readonly path: string;
  readonly short: Plain;
  readonly opened?: { readonly [key: string]: Plain };
  readonly over: { readonly [key: string]: Plain };
}

const query = (path: string): Row => ({ path, short: 'sum(up)', over: { counter: 'calls_total', job: 'gateway' } });

const identity = (path: string): Row => ({
  path: `${path}.authentication.identity`,
  short: 'aws',
  opened: { provider: 'aws' },
  over: { owner: 'workload' },
});

/** What containers and init containers have alike. */
const ofContainers = (path: string): readonly Row[] => [
  { path: `${path}.env.*`, short: 'plain', over: { configMap: 'settings', key: 'level' } },
  {
    path: `${path}.ephemeralStorage`,
    short: '1Gi..2Gi',
    opened: { request: '1Gi', limit: '2Gi' },
    over: { limit: '3Gi' },
  },
  { path: `${path}.mounts.*`, short: 'data', opened: { volume: 'data' }, over: { readOnly: true } },
];

const REGISTRY = 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-0a1b2c3d4e5f6071';

const ROWS: readonly Row[] = [
  ...ofContainers('pools.*.containers.*'),
  ...ofContainers('pools.*.initContainers.*'),
  { path: 'pools.*.initContainers.*.cpu', short: '1..2', opened: { request: '1', limit: '2' }, over: { limit: 3 } },
  {
    path: 'pools.*.initContainers.*.memory',
    short: '2Gi',
    opened: { request: '2Gi', limit: '2Gi' },
    over: { limit: '3Gi' },
  },
  { path: 'pools.*.initContainers.*.image', short: 'app:1.0.0', over: { parameter: true, name: 'app' } },
  {
    path: 'pools.*.serviceRegistry',
    short: REGISTRY,
    opened: { arn: REGISTRY },
    over: { arn: `${REGISTRY}2`, port: 'http' },
  },
  { path: 'pools.*.serviceAccount', short: 'app', opened: { existing: 'app' }, over: { automountToken: true } },
  { path: 'pools.*.volumes.*.configMap', short: 'c', opened: { name: 'c' }, over: { optional: true } },
  { path: 'pools.*.volumes.*.secret', short: 's', opened: { name: 's' }, over: { optional: true } },
  { path: 'pools.*.volumes.*.hostPath', short: '/dev', opened: { path: '/dev' }, over: { type: 'Directory' } },
  {
    path: 'pools.*.volumes.*.persistentVolumeClaim',
    short: 'data',
    opened: { claim: 'data' },
    over: { readOnly: true },
  },
  {
    path: 'pools.*.volumes.*.efs',
    short: 'fs-0123456789abcdef0',
    opened: { fileSystem: 'fs-0123456789abcdef0' },
    over: { rootDirectory: '/models' },
  },
  ...[
    'kafka.auth',
    'pools.*.signals.custom.*',
    'pools.*.signals.queueBacklog.sqs',
    'pools.*.signals.queueBacklog.rabbitmq',
    'pools.*.signals.queueBacklog.redis',
    'targets.kubernetes.prometheus',
  ].map(identity),
  { path: 'pools.*.replicas', short: '2..10', opened: { min: 2, max: 10 }, over: { min: 3, max: 20, fixed: 4 } },
  { path: 'pools.*.containers.*.cpu', short: '1..2', opened: { request: '1', limit: '2' }, over: { limit: 3 } },
  { path: 'pools.*.containers.*.cpu', short: 2, opened: { request: 2, limit: 2 }, over: { request: 1, limit: '3' } },
  {
    path: 'pools.*.containers.*.memory',
    short: '1Gi..2Gi',
    opened: { request: '1Gi', limit: '2Gi' },
    over: { request: '512Mi', limit: '3Gi' },
  },
  {
    path: 'pools.*.containers.*.memory',
    short: '2Gi',
    opened: { request: '2Gi', limit: '2Gi' },
    over: { limit: '3Gi' },
  },
  { path: 'pools.*.containers.*.metrics', short: '/m', opened: { path: '/m' }, over: { path: '/n', port: 'http' } },
  { path: 'pools.*.containers.*.image', short: 'app:1.0.0', over: { parameter: true, name: 'app' } },
  {
    path: 'pools.*.signals.cpu',
    short: '70%',
    opened: { target: '70%' },
    over: { target: '60%', container: 'app', for: '1m' },
  },
  { path: 'pools.*.signals.memory', short: '70%', opened: { target: '70%' }, over: { container: 'app' } },
  { path: 'pools.*.signals.kafkaLag.growth', short: '5m', opened: { over: '5m' }, over: { perReplica: '3/s' } },
  {
    path: 'pools.*.signals.requestQueue',
    short: 10,
    opened: { perReplica: 10 },
    over: { perReplica: 20, activation: 5 },
  },
  {
    path: 'pools.*.signals.requests',
    short: '10/s',
    opened: { perReplica: '10/s' },
    over: { perReplica: '20/s', over: '4m', activation: 5, source: { prometheus: { gauge: 'calls' } } },
  },
  { path: 'pools.*.coldStart', short: '4m', over: { node: '1m', image: '1m', startup: '1m' } },
  {
    path: 'pools.*.capacity.managedInstances',
    short: 'mine',
    opened: { provider: 'mine' },
    over: { provider: 'yours', base: 1, weight: 2 },
  },
  { path: 'pools.*.capacity.ec2', short: 'mine', opened: { provider: 'mine' }, over: { weight: 2 } },
  ...['kafkaLag', 'requestQueue', 'requests', 'latency'].map(signal =>
    query(`pools.*.signals.${signal}.source.prometheus`),
  ),
  query('pools.*.wake.source.prometheus'),
  { path: 'hardware.*.coldStart', short: '4m', over: { node: '1m', image: '1m', startup: '1m' } },
  {
    path: 'targets.kubernetes.prometheus',
    short: 'http://prometheus:9090',
    opened: { url: 'http://prometheus:9090' },
    over: { url: 'https://prometheus:9090', unsafeSsl: true, auth: { mode: 'basic', secret: 'p' } },
  },
  { path: 'targets.kubernetes.gitops.destination', short: 'https://cluster:6443', over: { name: 'production' } },
  { path: 'metrics', short: 'otel', opened: { runtime: 'otel' }, over: { histograms: true, scrapeInterval: '15s' } },
  {
    path: 'lint.rules.*',
    short: 'error',
    opened: { severity: 'error' },
    over: { severity: 'off', options: { most: 4 } },
  },
];

/** Where the schema takes a scalar or a map, with the map; a list in place of a map is no short form. */
function unionsOf(schema: z.core.$ZodType, path = ''): readonly (readonly [string, z.core.$ZodType])[] {
  const { def } = known(schema)._zod;
  const below = (inner: z.core.$ZodType, step: string) => unionsOf(inner, path === '' ? step : `${path}.${step}`);
  if (def.type === 'optional') return unionsOf(def.innerType, path);
  if (def.type === 'object') return Object.entries(def.shape).flatMap(([key, member]) => below(member, key));
  if (def.type === 'record') return below(def.valueType, '*');
  if (def.type !== 'union') return [];
  const maps = def.options.filter(option => known(option)._zod.def.type === 'object');
  const alone = def.options.filter(option => known(option)._zod.def.type !== 'array');
  return [
    ...(maps.length < alone.length ? maps.map(map => [path, map] as const) : []),
    ...def.options.flatMap(option => unionsOf(option, path)),
  ];
}

// A list replaces another: nothing in it is completed.
const UNIONS = unionsOf(Config);

test('every short form of the language is tried, and says how it opens', () => {
  expect([...new Set(UNIONS.map(([path]) => path))].toSorted()).toEqual(
    [...new Set(ROWS.map(({ path }) => path))].toSorted(),
  );
  expect(UNIONS.filter(([, map]) => shortFormOf(map) === undefined).map(([path]) => path)).toEqual([]);
});

/** `pools.*.replicas` with a value: what leads there, all keys called x. */
function at(path: string, value: Plain): Plain {
  return path.split('.').reduceRight<Plain>((inner, step) => ({ [step === '*' ? 'x' : step]: inner }), value);
}

/** The tree of an environment that says `over` at the path, where the base says `base`. */
function laid(path: string, base: Plain, over: Plain): Plain {
  const { value } = parse(
    sourceText('a.yaml', JSON.stringify({ ...map(at(path, base)), environments: { e: at(path, over) } })),
  );
  if (value?.kind !== 'map') throw new Error('no map');
  const [environment] = mergeEnvironments(value).value;
  if (environment === undefined) throw new Error('no environment');
  return plainOf(environment.located);
}

function map(plain: Plain): { [key: string]: Plain } {
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain) ? plain : {};
}

/** Some of the keys of an overlay, each with its value or with null, which takes it away. */
const someOf = (over: Row['over']) =>
  fc
    .tuple(...Object.entries(over).map(([key, value]) => fc.constantFrom([], [[key, value]], [[key, null]])))
    .map(entries => Object.fromEntries(entries.flat()));

describe.each(ROWS)('$path: $short', ({ path, short, opened, over }) => {
  test('under a map it is what it stands for', () => {
    fc.assert(
      fc.property(someOf(over), some => {
        const replaced = Object.fromEntries(Object.entries(some).filter(([, value]) => value !== null));
        expect(laid(path, short, some)).toEqual(opened === undefined ? at(path, replaced) : laid(path, opened, some));
      }),
      { numRuns: runs(50) },
    );
  });

  test('over a map, and over another short form, it replaces', () => {
    expect(laid(path, over, short)).toEqual(at(path, short));
    expect(laid(path, opened ?? over, short)).toEqual(at(path, short));
    expect(laid(path, short, short)).toEqual(at(path, short));
  });
});

const SHOP = (pool: string, production: string) => `version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop, prometheus: "http://prometheus.monitoring:9090" } }
pools:
  api:
    kind: always-on
    containers: { app: { image: "registry.example.com/app:1.0.0", cpu: 1..2, memory: 2Gi } }
${pool}
environments:
  production: { pools: { api: ${production} } }
`;

const bounds = (source: string) => {
  const { value, diagnostics } = compile(sourceText('a.yaml', source));
  const objects = value.flatMap(({ rendered }) =>
    rendered.filter(({ path }) => /(?:hpa|scaledobject)\.yaml$/.test(path)).map(({ text }) => load(text)),
  );
  return { objects, problems: diagnostics.filter(({ severity }) => severity === 'error') };
};

test('the other bound of a range stays', () => {
  const { objects, problems } = bounds(
    SHOP('    replicas: 5..10\n    signals: { cpu: 70% }', '{ replicas: { max: 20 } }'),
  );
  expect(problems).toEqual([]);
  expect(objects).toMatchObject([{ spec: { minReplicas: 5, maxReplicas: 20 } }]);
});

test('bounds that cross are found at both places', () => {
  const source = SHOP('    replicas: 2..10\n    signals: { cpu: 70% }', '{ replicas: { min: 12 } }');
  const found = analysed(sourceText('a.yaml', source)).diagnostics.find(({ id }) => id === 'bounds-inverted');
  const places = [found?.span, ...(found?.related ?? []).map(({ span }) => span)];
  expect(places.map(span => source.slice(span?.start, span?.end)).toSorted()).toEqual(['12', '2..10']);
});

test('a container beside the percentage of the base, a limit beside its request', () => {
  const { problems } = bounds(
    SHOP(
      '    signals: { cpu: 70% }',
      '{ signals: { cpu: { container: app } }, containers: { app: { cpu: { limit: 3 } } } }',
    ),
  );
  expect(problems).toEqual([]);
});

test('a limit below the request of the base is refused', () => {
  const { problems } = bounds(SHOP('    signals: { cpu: 70% }', '{ containers: { app: { cpu: { limit: 500m } } } }'));
  expect(problems.map(({ message }) => message)).toEqual([
    '"pools.api.containers.app.cpu.request" is "1": expected a request that is not above the limit',
  ]);
});

test('a short form that cannot be read is found in the base, whatever map is over it', () => {
  const source = SHOP('    replicas: ten\n    signals: { cpu: 70% }', '{ replicas: { max: 20 } }');
  const { problems } = bounds(source);
  expect(problems.map(({ span }) => source.slice(span?.start, span?.end))).toEqual(['ten']);
});

test('an overlay over an overlay opens what the first one wrote', () => {
  const source = SHOP(
    '    replicas: { min: 2, max: 8, fixed: 3 }\n    signals: { cpu: 70% }',
    '{ replicas: 5..10 }',
  ).concat('  eu: { extends: production, pools: { api: { replicas: { max: 20 } } } }\n');
  expect(bounds(source).objects).toMatchObject([
    { spec: { minReplicas: 5, maxReplicas: 10 } },
    { spec: { minReplicas: 5, maxReplicas: 20 } },
  ]);
});
