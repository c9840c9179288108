import type { Tree } from './objects.ts';
import { fc } from '../properties.ts';

/**
 * Configurations that the language takes. Half of them are such as somebody may write; the others have here and there a
 * number at the ends of what is allowed.
 */
export function configuration(): fc.Arbitrary<Tree> {
  return fc.oneof(system(false), system(true));
}

type Made = fc.Arbitrary<Tree>;
const { constantFrom: oneOf, record } = fc;

/** Keys are left out as often as not, but for those named. */
const map = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>, ...required: readonly string[]): Made =>
  record(fields, { requiredKeys: [...required] });

/** One value in eight is strange where strange ones may be. */
const pick = <T>(odd: boolean, usual: fc.Arbitrary<T>, strange: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  odd ? fc.oneof({ weight: 7, arbitrary: usual }, { weight: 1, arbitrary: strange }) : usual;

/** Where YAML, JSON, PromQL and templates would each like to read something else. */
const text = fc.oneof(
  oneOf(
    'info',
    'yes',
    '0o7',
    '1_000',
    '1e3',
    '~',
    '{{json x}}',
    '${AWS::Region}',
    '- a: b',
    '# no',
    '"',
    '\\',
    'ğ 漢 🚀',
    ' padded ',
    '2026-11-24',
    '=1',
    '!Ref x',
    '1:20',
    'a\nb',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const line = fc.oneof(
  oneOf('Shop/Metrics', 'Pending', 'a b', 'x:y', 'ğ', '"quoted"', '{{x}}'),
  fc.stringMatching(/^[A-Za-z][\w/. -]{0,14}$/),
);
const name = (odd: boolean): fc.Arbitrary<string> =>
  pick(
    odd,
    fc.stringMatching(/^[a-z][a-z0-9]{0,6}(?:-[a-z0-9]{1,6})?$/),
    oneOf('n', 'n'.repeat(63), 'null', 'yes', 'constructor', 'to-string'),
  );

const duration = (odd: boolean): fc.Arbitrary<string> =>
  pick(
    odd,
    oneOf('30s', '1m', '90s', '4m'),
    oneOf('30s', '5m', '1ms', '1500ms', '0.5s', '59s', '1h30m', '25h', '365d'),
  );
const percentage = (odd: boolean): fc.Arbitrary<string> =>
  pick(odd, oneOf('50%', '70%', '85%', '62.5%'), oneOf('70%', '0.01%', '0.4%', '33.3%', '99.99%', '250%', '10000%'));
const rate = (odd: boolean): fc.Arbitrary<string> =>
  pick(odd, oneOf('120/s', '30/m', '7200/h'), oneOf('0.5/s', '0.01/h', '1000000000/s'));
const count = (odd: boolean): fc.Arbitrary<number> =>
  pick(odd, fc.integer({ min: 1, max: 30 }), oneOf(1, 1000, 1_000_000, 1_000_000_000));
const cpu = (odd: boolean): fc.Arbitrary<unknown> =>
  pick(
    odd,
    oneOf('500m', '1', '250m..1', '2..4', 1.5, { request: '750m' }, { request: '1', limit: '3' }),
    oneOf('1m', 0.001, '10000', { request: '1m' }),
  );
const memory = (odd: boolean): fc.Arbitrary<unknown> =>
  pick(
    odd,
    oneOf('512Mi', '1Gi', '1Gi..2Gi', '1500M', '4Gi', { request: '3Gi' }, { request: '1Gi', limit: '2Gi' }),
    oneOf('6Mi', '0.3Gi', '1024Ti', '7000k'),
  );

const image = fc.oneof(
  oneOf('registry.example.com/team/app:1.4.2', 'localhost:5000/app@sha256:'.concat('a'.repeat(64))),
  fc.constant({ parameter: true }),
  fc.constant({ parameter: true, name: 'stand-in' }),
);

function probe(odd: boolean): Made {
  const timing = {
    period: duration(odd),
    timeout: duration(odd),
    failures: pick(odd, fc.integer({ min: 1, max: 12 }), oneOf(1, 1000)),
  };
  const port = { port: oneOf('http', 'grpc') };
  const request = {
    scheme: oneOf('HTTP', 'HTTPS'),
    headers: fc.dictionary(oneOf('X-Probe', 'Host'), text, { maxKeys: 2 }),
    initialDelay: oneOf('0s', '1500ms', '1m'),
  };
  return fc.oneof(
    map({ http: oneOf('/healthy', '/a?b=c&d="e"'), ...port, ...request, ...timing }, 'http'),
    map({ grpc: fc.constant(true), ...port, ...timing }, 'grpc'),
    map({ tcp: fc.constant(true), ...port, ...timing }, 'tcp'),
    map({ command: fc.array(text, { minLength: 1, maxLength: 3 }), ...timing }, 'command'),
  );
}

/** A value, or where Kubernetes takes it from. */
const variable: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: text },
  {
    weight: 1,
    arbitrary: oneOf<unknown[]>(
      { configMap: 'settings', key: 'a.b', optional: true },
      { configMap: 'settings' },
      { field: 'status.podIP' },
      { field: "metadata.labels['app.kubernetes.io/name']" },
      { resource: 'limits.memory', divisor: '1Mi' },
      { resource: 'requests.cpu' },
    ),
  },
);
/** Volumes that every pool has, of which its containers mount some. */
const VOLUMES: Tree = {
  shm: { emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
  scratch: { emptyDir: {} },
  settings: { configMap: { name: 'settings', items: { 'a.yaml': 'conf/a.yaml' }, mode: '0440' } },
  keys: { secret: 'keys' },
  cache: { persistentVolumeClaim: { claim: 'cache', readOnly: true } },
  share: { persistentVolumeClaim: 'share', efs: { fileSystem: 'fs-0123456789abcdef0', iam: false } },
  files: { efs: { fileSystem: 'fs-0123456789abcdef0', accessPoint: 'fsap-0123456789abcdef0', rootDirectory: '/' } },
  logs: { hostPath: { path: '/var/log', type: 'Directory' } },
  vault: { csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, attributes: { secretProviderClass: 'a' } } },
  token: { projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600 } }] } },
};
const mount = fc
  .constantFrom(...Object.keys(VOLUMES))
  .chain(volume => oneOf<unknown[]>(volume, { volume, readOnly: true }, { volume, subPath: 'a/b' }));
const mounts = fc.dictionary(oneOf('/dev/shm', '/data', '/etc/app.d/$x', '/tmp'), mount, { maxKeys: 3 });
const run = {
  imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
  ephemeralStorage: oneOf<unknown[]>('1Gi', '10Gi..30Gi', { request: '21Gi' }, { request: '1Gi', limit: '250Gi' }),
  envFrom: fc.array(
    oneOf<unknown[]>(
      { configMap: 'settings', prefix: 'A_' },
      { secret: 'keys', optional: true },
      { secret: 'a.b' },
      { s3: 'arn:aws:s3:::settings/app.env' },
      { configMap: 'settings', s3: 'arn:aws-cn:s3:::a.b-1/x/${y}.env', prefix: 'B_', optional: true },
    ),
    { maxLength: 2 },
  ),
  group: oneOf(0, 1000),
  capabilities: oneOf<unknown[]>(
    {},
    { add: ['SYS_PTRACE'] },
    { add: ['SYS_ADMIN', 'NET_ADMIN'], drop: [] },
    { drop: ['NET_RAW'] },
  ),
  mounts,
};
const hook = oneOf<unknown[]>(
  { sleep: '5s' },
  { sleep: '1500ms' },
  { command: ['/bin/drain', '${x}'] },
  { http: '/drain?a=b' },
  { http: '/drain', port: 'grpc' },
);

function container(odd: boolean): Made {
  const secret = fc.oneof(
    map({ secret: oneOf('login', 'web.login'), key: oneOf('token', 'a.b') }, 'secret'),
    map(
      {
        arn: fc.constant('arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-AbCdEf'),
        secret: fc.constant('login'),
      },
      'arn',
    ),
  );
  return map(
    {
      image,
      cpu: cpu(odd),
      memory: memory(odd),
      ports: fc.constant({ http: 8080, grpc: 9000 }),
      ...run,
      lifecycle: map({ preStop: hook, postStart: hook }),
      env: fc.dictionary(oneOf('LEVEL', 'a.b-c', '_x', 'PATH_2'), variable, { maxKeys: 3 }),
      secrets: fc.dictionary(oneOf('TOKEN', 'PASSWORD'), secret, { maxKeys: 2 }),
      command: fc.array(text, { maxLength: 2 }),
      args: fc.array(text, { maxLength: 2 }),
      user: oneOf(0, 1000, 2_147_483_647),
      readOnlyRootFilesystem: fc.boolean(),
      probes: map({ startup: probe(odd), readiness: probe(odd), liveness: probe(odd) }),
      metrics: oneOf('/metrics', { path: '/q/metrics', port: 'http' }),
    },
    'image',
    'cpu',
    'memory',
    'ports',
  );
}

/** It serves nothing, and runs before the others. */
function initContainer(odd: boolean): Made {
  return map(
    {
      image,
      cpu: cpu(odd),
      memory: memory(odd),
      ...run,
      env: fc.dictionary(oneOf('LEVEL', '_x'), variable, { maxKeys: 2 }),
      command: fc.array(text, { maxLength: 2 }),
      user: oneOf(0, 1000),
      restartPolicy: fc.constant('Always'),
    },
    'image',
  );
}
const readFrom = {
  namespace: line,
  metric: line,
  dimensions: fc.dictionary(line, line, { maxKeys: 2 }),
  statistic: oneOf('Average', 'Sum', 'Maximum', 'Minimum', 'SampleCount', 'p99'),
};
const metric = map({ ...readFrom, heartbeat: map(readFrom, 'namespace', 'metric') }, 'namespace', 'metric');

function source(...prometheus: readonly unknown[]): Made {
  return record({ prometheus: oneOf(...prometheus), cloudwatch: metric });
}
const total = (): Made =>
  source(
    'sum(gateway_pending{route="a"})',
    { query: 'max(gateway_pending)' },
    { gauge: 'gateway_pending{route="a"}' },
    { counter: 'gateway_calls_total{route="a"}', job: 'gateway' },
  );
const sqs = oneOf(
  'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
  'https://eu-west-1.queue.amazonaws.com/123456789012/orders.fifo',
  'http://localhost:4566/000000000000/q',
).map((url): Tree => ({ sqs: { url } }));
const rabbitmq = map(
  {
    url: oneOf('https://mq.example.com', 'http://rabbitmq.shop:15672/base'),
    queue: oneOf('work', 'orders.eu', 'a/b'),
    vhost: oneOf('/', 'shop'),
    secret: oneOf('mq-login'),
    broker: oneOf('shop-mq'),
  },
  'url',
  'queue',
).map((queue): Tree => ({ rabbitmq: queue }));
const redis = fc
  .tuple(
    oneOf<Tree>({ list: 'jobs:new' }, { stream: 's' }, { stream: 's', consumerGroup: 'g' }),
    map({ database: oneOf(0, 15), tls: fc.boolean(), mode: oneOf('standalone', 'cluster') }),
  )
  .map(([key, more]): Tree => ({ redis: { address: 'redis:6379', ...key, ...more } }));
/** A message takes no longer than the longest unit of work, and than a grace period. */
const backlog = (odd: boolean) =>
  fc
    .tuple(
      fc.oneof(sqs, rabbitmq, redis),
      fc.oneof(
        map({ perReplica: count(true) }, 'perReplica'),
        record({ acceptableLatency: duration(true), workTime: pick(odd, oneOf('500ms', '10s'), duration(true)) }),
      ),
      map({ inFlight: fc.boolean(), activation: fc.integer({ min: 0, max: 5 }) }),
    )
    .map(
      ([queue, size, { inFlight, ...more }]): Tree => ({
        ...queue,
        ...size,
        ...more,
        ...('redis' in queue || inFlight === undefined ? {} : { inFlight }),
      }),
    );

const signIn = fc.oneof(
  oneOf<Tree>({ name: 'login' }, { name: 'login', kind: 'ClusterTriggerAuthentication' }),
  map(
    {
      identity: oneOf<unknown>(
        'gcp',
        { provider: 'aws', owner: 'workload' },
        { provider: 'azure-workload', identityId: 'a-b', tenantId: 'c' },
      ),
      secrets: fc.constant({ password: { name: 'login', key: 'pass.word' } }),
    },
    'identity',
  ),
);
/** Triggers of KEDA that every version here takes; what they read on ECS may be left out. */
const custom = (odd: boolean): Made =>
  fc
    .tuple(
      fc.oneof(
        map(
          { listName: text, listLength: count(odd), activationListLength: oneOf(0, 3), address: line },
          'listName',
        ).map((metadata): Tree => ({ type: 'redis', metadata })),
        map({ query: text, targetQueryValue: oneOf(0.5, 7), host: line }, 'query', 'targetQueryValue').map(
          (metadata): Tree => ({ type: 'postgresql', metadata, counts: 'work' }),
        ),
        fc.constant<Tree>({
          type: 'prometheus',
          counts: 'rate',
          metadata: { serverAddress: 'http://a:9090', query: 'sum(rate(calls_total[2m]))', threshold: 0.5 },
        }),
        fc.constant<Tree>({
          type: 'metrics-api',
          counts: 'level',
          metadata: { url: 'http://a.example.com', valueLocation: 'load', targetValue: 2.5 },
        }),
      ),
      map({ authentication: signIn, own: fc.boolean(), inFlight: fc.boolean(), cloudwatch: metric }),
    )
    .map(([trigger, more]): Tree => ({ ...trigger, ...more }));

function signals(odd: boolean, containers: readonly string[]): Made {
  const activation = pick(odd, oneOf(0, 1), oneOf(0, 1_000_000));
  const utilisation = fc.oneof(
    percentage(odd),
    map({ target: percentage(odd), container: oneOf(...containers), for: duration(odd) }, 'target'),
  );
  const leases = {
    topics: fc.constant(40),
    leases: map({ perReplica: fc.constant(50), handBack: fc.boolean() }, 'perReplica'),
  };
  const kafkaLag = fc
    .tuple(
      map(
        {
          perReplica: count(odd),
          consumerGroup: pick(odd, oneOf('workers', 'a.b'), oneOf('a:b', 'ğ', 'say "hi"')),
          offsetReset: oneOf('earliest', 'latest'),
          activation,
        },
        'perReplica',
      ),
      fc.oneof(
        map({
          topics: oneOf('all', ['orders'], ['orders', 'refunds.v2'], 12),
          partitions: pick(odd, fc.constant(64), count(odd)),
        }),
        record(leases),
        record({
          growth: fc.oneof(duration(odd), map({ over: duration(odd), perReplica: rate(odd) }, 'over')),
          source: source({ gauge: 'lag{group="a"}' }),
        }),
      ),
    )
    .map(([lag, more]): Tree => ({ ...lag, ...more }));
  const latency = fc
    .tuple(
      oneOf('p50', 'p90', 'p95', 'p99'),
      duration(odd),
      map({ over: duration(odd), source: source({ histogram: 'gateway_seconds{route="a"}' }, 'max(probe_seconds)') }),
    )
    .map(([which, target, more]): Tree => ({ [which]: target, ...more }));
  return map({
    cpu: utilisation,
    memory: utilisation,
    kafkaLag,
    queueBacklog: backlog(odd),
    requestQueue: map(
      { perReplica: fc.oneof(count(odd), oneOf(0.5, 0.001, 2.25)), activation, source: total() },
      'perReplica',
      'source',
    ),
    requests: fc.oneof(
      rate(odd),
      map({ perReplica: rate(odd), over: duration(odd), activation, source: total() }, 'perReplica'),
    ),
    latency,
    custom: fc.dictionary(oneOf('jobs', 'load', 'cpu'), custom(odd), { maxKeys: 2 }),
  });
}

function direction(odd: boolean, down: boolean): Made {
  const strange = map({
    stabilizationWindow: duration(true),
    percent: percentage(true),
    replicas: oneOf(1, 10_000),
    every: duration(true),
    select: oneOf('max', 'min', 'disabled'),
    tolerance: oneOf('5%', '0%'),
    cooldown: duration(true),
  });
  const usual = down
    ? map({
        stabilizationWindow: oneOf('5m', '10m', '90500ms'),
        percent: oneOf('5%', '0.2%'),
        select: oneOf('max', 'max', 'max', 'disabled'),
        every: oneOf('2m', '5m'),
        cooldown: oneOf('10m', '1h'),
      })
    : map({
        stabilizationWindow: oneOf('0s', '30s'),
        percent: oneOf('100%', '250%'),
        every: oneOf('15s', '30s'),
        cooldown: oneOf('10m', '1h'),
      });
  const limits = map(
    {
      limits: fc.array(
        fc.oneof(
          map({ percent: oneOf('5%', '100%'), every: oneOf('15s', '2m') }, 'percent', 'every'),
          map({ replicas: oneOf(1, 4), every: oneOf('30s', '5m') }, 'replicas', 'every'),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    },
    'limits',
  );
  return fc.oneof({ weight: 4, arbitrary: pick(odd, usual, strange) }, { weight: 1, arbitrary: limits });
}

const share = map({ base: oneOf(0, 1, 100_000), weight: oneOf(1, 1000) });
const capacity = fc.oneof(
  map(
    { fargate: map({ base: oneOf(0, 2), weight: oneOf(1, 4) }), fargateSpot: map({ weight: oneOf(0, 4) }) },
    'fargate',
  ),
  record({ fargateSpot: map({}) }),
);
const machines = fc
  .tuple(
    oneOf('managedInstances', 'ec2'),
    fc.oneof(
      fc.constant<unknown>('machines'),
      share.map((made): unknown => ({ provider: 'machines', ...made })),
    ),
  )
  .map(([kind, made]): Tree => ({ [kind]: made }));

const time = oneOf('00:00', '06:00', '12:30', '23:59');
const schedule = (odd: boolean): Made =>
  record({
    timezone: oneOf('Europe/Berlin', 'UTC', 'Pacific/Kiritimati', 'America/Argentina/Buenos_Aires'),
    windows: fc.array(
      map(
        {
          from: time,
          to: time,
          days: fc.uniqueArray(oneOf('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'), { minLength: 1 }),
          min: fc.integer({ min: 1, max: odd ? 7 : 5 }),
        },
        'from',
        'to',
        'min',
      ).map((window): Tree => (window['from'] === window['to'] ? { ...window, from: '05:00' } : window)),
      { minLength: 1, maxLength: 3 },
    ),
  });

function replicas(odd: boolean): fc.Arbitrary<unknown> {
  const strange: fc.Arbitrary<unknown> = fc.oneof(
    oneOf<unknown[]>('0..999999', '0..0', '7..3', { max: 4 }, {}),
    record({
      min: fc.integer({ min: 0, max: 9 }),
      max: fc.integer({ min: 0, max: 9 }),
      fixed: fc.integer({ min: 0, max: 9 }),
    }),
  );
  const usual = fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 2, max: 20 }),
      fc.option(fc.integer({ min: 4, max: 7 }), { nil: undefined }),
    )
    .map(([min, more, fixed]): unknown =>
      fixed === undefined ? `${String(min)}..${String(min + 4 + more)}` : { min, max: min + 4 + more, fixed },
    );
  return pick(odd, usual, strange);
}

const priority = oneOf('low-cost', 'balanced', 'low-latency');
const stage = oneOf('fixed', 'observe', 'cpu', 'full');

const scheduling = map({
  nodeSelector: fc.dictionary(oneOf('disk', 'example.com/zone'), oneOf('ssd', 'a'), { maxKeys: 2 }),
  tolerations: fc.array(
    oneOf<unknown[]>(
      { operator: 'Exists' },
      { key: 'dedicated', value: 'a', effect: 'NoExecute', seconds: '2500ms' },
      { key: 'spot', operator: 'Exists', effect: 'NoSchedule' },
    ),
    { maxLength: 2 },
  ),
  affinity: map({
    nodeAffinity: oneOf<unknown[]>(
      {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }, {}],
        },
      },
      { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: {} }] },
      {},
    ),
    podAntiAffinity: fc.constant({
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { a: 'b' } } },
      ],
    }),
  }),
  topologySpread: oneOf<unknown[]>(
    [],
    ['topology.kubernetes.io/zone'],
    [{ topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', maxSkew: 2, minDomains: 2 }],
  ),
  priorityClass: oneOf('high', 'a.b'),
});

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
/** A target group that exists, which is all that a workload of somebody else's may name. */
const existingGroup = map(
  {
    port: oneOf('http', 'grpc'),
    targetGroup: oneOf('a', 'b-c').map(group => `${ELB}:targetgroup/${group}/f2f7dc8efc522ab2`),
    arn: oneOf('app/public', 'net/inner').map(of => `${ELB}:loadbalancer/${of}/50dc6c495c0c9188`),
    gracePeriod: oneOf('0s', '5m'),
  },
  'targetGroup',
);
function loadBalancer(odd: boolean): fc.Arbitrary<unknown> {
  const healthCheck = map({
    path: oneOf('/ready', '/a?b="c"'),
    port: oneOf('http', 'grpc'),
    codes: oneOf('200', '200-299', '0'),
    period: oneOf('30s', '300s'),
    timeout: oneOf('2s', '29s'),
    failures: oneOf(2, 10),
    successes: oneOf(2, 10),
  });
  const made = map(
    {
      listener: fc.constant(`${ELB}:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2`),
      hosts: oneOf(['a.example.com'], ['*.example.com', 'example.com']),
      paths: oneOf(['/'], ['/a/*', '/b?"$~*']),
      priority: fc.integer({ min: 1, max: 50_000 }),
      port: oneOf('http', 'grpc'),
      protocol: oneOf('http', 'http2', 'grpc'),
      healthCheck,
      deregistrationDelay: pick(odd, oneOf('1m', '1h'), oneOf('0s', '3600s')),
      gracePeriod: pick(odd, oneOf('10m', '1h'), duration(true)),
    },
    'listener',
    'hosts',
    'priority',
  );
  // No two rules of one listener may have one priority, and no two items of a list one target group.
  const several = fc
    .tuple(fc.array(made, { minLength: 1, maxLength: 2 }), existingGroup, oneOf(0, 1))
    .map(([rules, existing, counts]): Tree[] => [
      ...rules.map((rule, index) => ({ ...rule, priority: index + 1, countsRequests: index === 0 && counts === 0 })),
      {
        ...existing,
        ...(counts === 1 ? { arn: `${ELB}:loadbalancer/app/own/50dc6c495c0c9188`, countsRequests: true } : {}),
      },
    ]);
  return fc.oneof(
    { weight: 3, arbitrary: made },
    { weight: 1, arbitrary: existingGroup },
    { weight: 1, arbitrary: several },
  );
}

function optional(odd: boolean) {
  return {
    name: name(odd),
    priority,
    stage,
    replicas: replicas(odd),
    idle: duration(odd),
    coldStart: fc.oneof(duration(odd), record({ node: duration(odd), image: duration(odd), startup: duration(odd) })),
    schedule: schedule(odd),
    scaleUp: direction(odd, false),
    scaleDown: direction(odd, true),
    work: record({ longest: pick(odd, oneOf('10s', '30s'), duration(true)) }),
    gracePeriod: pick(odd, oneOf('31s', '2m'), duration(true)),
    rollout: fc.oneof(
      map({
        first: oneOf('start', 'stop'),
        minReady: oneOf('0s', '2500ms', '1m'),
        revisionHistoryLimit: oneOf(0, 5),
        minimumHealthyPercent: pick(odd, fc.constant('50%'), oneOf('0%', '100%')),
        maximumPercent: pick(odd, fc.constant('200%'), oneOf('100%', '150%')),
      }),
      oneOf<unknown[]>(
        { strategy: 'Recreate' },
        { strategy: 'RollingUpdate', maxSurge: '50%', maxUnavailable: '10%' },
        { maxSurge: 2, maxUnavailable: 0 },
      ),
    ),
    initContainers: map({ prepare: initContainer(odd), migrate: initContainer(odd) }),
    serviceAccount: oneOf<unknown[]>(
      'app',
      { existing: 'a.b', automountToken: true },
      { role: { aws: 'arn:aws:iam::123456789012:role/app' }, annotations: { 'example.com/a': 'b: c' } },
      { role: { google: 'app@shop.iam.gserviceaccount.com' } },
      { role: { azure: '01234567-89ab-cdef-0123-456789abcdef' }, automountToken: true },
      {},
    ),
    imagePullSecrets: fc.array(
      oneOf<unknown[]>('registry', {
        secret: 'other',
        arn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf',
      }),
      { maxLength: 2 },
    ),
    scheduling,
    fsGroup: oneOf(0, 2000),
    podLabels: fc.dictionary(oneOf('tier', 'example.com/tier'), oneOf('a', '1', ''), { maxKeys: 2 }),
    podAnnotations: fc.dictionary(oneOf('note', 'example.com/note'), text, { maxKeys: 2 }),
    patch: map({
      Deployment: oneOf<unknown[]>(
        { spec: { template: { spec: { dnsPolicy: 'Default', hostAliases: [{ ip: '10.0.0.1', hostnames: ['a'] }] } } } },
        {
          metadata: { annotations: { note: 'a: b' } },
          spec: { template: { spec: { securityContext: { seccompProfile: null } } } },
        },
        { spec: { template: { spec: { volumes: [{ name: 'share', nfs: { server: 'a', path: '/' } }] } } } },
      ),
      Service: fc.constant({ spec: { type: 'NodePort', externalTrafficPolicy: 'Local' } }),
      PodDisruptionBudget: fc.constant({ spec: { unhealthyPodEvictionPolicy: null } }),
      HorizontalPodAutoscaler: fc.constant({ metadata: { annotations: { note: 'yes' } } }),
      ScaledObject: fc.constant({ spec: { advanced: { restoreToOriginalReplicaCount: true } } }),
      PodMonitor: fc.constant({ spec: { sampleLimit: 1000 } }),
    }),
    service: record({ headless: fc.boolean() }),
    disruption: oneOf({ maxUnavailable: 1 }, { maxUnavailable: '25%' }, { minAvailable: 0 }, { minAvailable: '100%' }),
    labels: fc.dictionary(oneOf('team', 'example.com/owner', 'cost-centre'), oneOf('a', '1', 'true', ''), {
      maxKeys: 2,
    }),
    serviceConnect: oneOf({ http: 'a:80' }, { grpc: 'b.c:65535', http: 'b:1' }),
    serviceRegistry: oneOf<unknown[]>(
      'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-a1',
      { arn: 'arn:aws-cn:servicediscovery:eu-west-1:123456789012:service/srv-b2', port: 'http' },
      { arn: 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-b2', port: 'grpc' },
    ),
    architecture: oneOf('amd64', 'arm64'),
    executeCommand: pick(odd, fc.constant(false), fc.boolean()),
    taskRoleArn: fc.constant('arn:aws:iam::123456789012:role/pool'),
    fallback: map({ replicas: fc.integer({ min: 1, max: 5 }), failureThreshold: oneOf(1, 3, 1000) }, 'replicas'),
    pollingInterval: oneOf('1s', '20s', '1h'),
  };
}

function pool(odd: boolean): Made {
  const one = container(odd);
  const volumes = fc.constant(VOLUMES);
  const awake = { ...optional(odd), kind: oneOf('always-on', 'demand-driven') };
  const two = fc.tuple(one, one, oneOf<Tree[]>({ admin: 9901 }, { http: 8080 }, {})).map(
    ([app, { metrics: _metrics, probes: _probes, lifecycle: _lifecycle, ...sidecar }, ports]): Tree => ({
      app,
      sidecar: { ...sidecar, ports },
    }),
  );
  const plain = map(
    {
      ...awake,
      containers: fc.oneof(
        one.map((app): Tree => ({ app })),
        two,
      ),
      signals: signals(odd, ['app']),
      capacity,
      volumes,
      loadBalancer: loadBalancer(odd),
    },
    'kind',
    'volumes',
    'containers',
    'signals',
    'replicas',
  );
  const onGpu = map(
    {
      ...awake,
      hardware: oneOf('a10g', 'slice', 'shared'),
      containers: one.map((model): Tree => ({ model })),
      signals: signals(odd, ['model']),
      capacity: machines,
      volumes,
    },
    'kind',
    'volumes',
    'hardware',
    'containers',
    'signals',
    'capacity',
    'replicas',
  );
  const owned = map(
    {
      ...awake,
      workload: record({
        existing: fc.oneof(
          map(
            {
              kind: oneOf('Deployment', 'StatefulSet'),
              name: name(odd),
              container: fc.constant('main'),
              cpu: fc.constant('500m'),
              memory: fc.constant('1Gi'),
            },
            'name',
            'container',
            'cpu',
          ),
          map(
            {
              apiVersion: oneOf('argoproj.io/v1alpha1', 'leaderworkerset.x-k8s.io/v1'),
              kind: oneOf('Rollout', 'LeaderWorkerSet'),
              name: name(odd),
              container: fc.constant('main'),
              cpu: fc.constant('500m'),
            },
            'apiVersion',
            'kind',
            'name',
            'container',
            'cpu',
          ),
          // The workload of test/matrix/rendered.yaml that is in no namespace.
          map(
            {
              kind: fc.constant('Rollout'),
              apiVersion: fc.constant('argoproj.io/v1alpha1'),
              name: fc.constant('owned'),
              container: fc.constant('main'),
              cpu: oneOf('1', '250m'),
              manifest: fc.constant('test/matrix/rendered.yaml'),
            },
            'kind',
            'apiVersion',
            'name',
            'manifest',
          ),
        ),
      }),
      signals: signals(odd, ['main']),
      volumes,
      loadBalancer: existingGroup,
    },
    'kind',
    'volumes',
    'workload',
    'signals',
    'replicas',
  );
  const wake = fc.oneof(
    map(
      { source: total(), activation: oneOf(0, 0.5, 3), holdsRequests: fc.boolean(), retryBudget: oneOf('1h', '0s') },
      'source',
      'retryBudget',
    ),
    record({ signal: fc.constant('queueBacklog'), retryBudget: oneOf('15m', '6s') }),
  );
  const asleep = map(
    {
      ...optional(odd),
      kind: fc.constant('scale-to-zero'),
      replicas: oneOf('0..5', { max: 8 }, { min: 0, max: 6, fixed: 0 }, { min: 0, max: 9, fixed: 2 }),
      containers: one.map((job): Tree => ({ job })),
      signals: fc
        .tuple(signals(odd, ['job']), backlog(odd))
        .map(([made, queueBacklog]): Tree => ({ ...made, queueBacklog })),
      wake,
      volumes,
      loadBalancer: loadBalancer(odd),
    },
    'kind',
    'volumes',
    'replicas',
    'containers',
    'signals',
  );
  return fc.oneof(
    { weight: 4, arbitrary: plain },
    { weight: 3, arbitrary: asleep },
    { weight: 1, arbitrary: onGpu },
    { weight: 1, arbitrary: owned },
  );
}

const kubernetes = (odd: boolean): Made =>
  map(
    {
      version: oneOf('1.31', '1.35', '1.36', ...(odd ? ['1.28', '1.32'] : [])),
      namespace: name(odd),
      keda: pick(odd, oneOf('2.14', '2.18', '2.20'), oneOf('2.13', '2.99')),
      provisioner: oneOf('karpenter', 'cluster-autoscaler', 'gke'),
      prometheus: oneOf(
        'http://prometheus.monitoring:9090',
        { url: 'https://prometheus.example.com', auth: { mode: 'bearer', secret: 'login' } },
        { url: 'https://p', auth: { mode: 'basic', secret: 'a.b' }, unsafeSsl: true },
      ),
      monitoring: oneOf('prometheus-operator', 'none'),
      gitops: map(
        {
          tool: oneOf('argocd', 'flux'),
          repoURL: oneOf(
            'https://git.example.com/a.git',
            'git@git.example.com:a/b.git',
            'ssh://git@git.example.com/a.git',
          ),
          revision: oneOf('main', 'release/1.x', '1e3'),
          path: oneOf('out', 'deploy/out'),
          namespace: name(odd),
          project: name(odd),
          destination: oneOf('https://k.example.com', { name: 'blue' }, { server: 'https://k' }),
          interval: duration(odd),
          sync: oneOf({ prune: false }, { prune: true }),
        },
        'tool',
        'repoURL',
      ),
    },
    'version',
    'namespace',
    'prometheus',
  );

const ecs = (odd: boolean): Made =>
  map(
    {
      region: oneOf('eu-west-1', 'us-gov-west-1', 'cn-north-1'),
      accountId: oneOf('123456789012', '000000000001'),
      cluster: pick(odd, oneOf('main', 'A_b-C'), fc.constant('c'.repeat(255))),
      subnets: fc.constant(['subnet-0123456789abcdef0']),
      securityGroups: fc.constant(['sg-01234567']),
      assignPublicIp: fc.boolean(),
      vpc: fc.constant('vpc-0123456789abcdef0'),
      serviceConnect: oneOf('shop', 'a.b', 'arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-abc'),
      executionRoleArn: fc.constant('arn:aws:iam::123456789012:role/e'),
      taskRoleArn: fc.constant('arn:aws:iam::123456789012:role/t'),
      containerInsights: fc.boolean(),
      alarmTopicArn: fc.constant('arn:aws:sns:eu-west-1:123456789012:on-call'),
      logRetention: oneOf(1, 3653),
    },
    'region',
    'accountId',
    'cluster',
    'subnets',
    'securityGroups',
    'vpc',
    'executionRoleArn',
  );

const kafka = (odd: boolean): Made =>
  map(
    {
      bootstrapServers: oneOf('kafka:9092', 'a:1,b:65535'),
      lagMetrics: oneOf('kafka-exporter', 'kminion', 'burrow', 'msk'),
      lagLabels: oneOf({ namespace: 'kafka' }, { cluster: 'eu-1', namespace: 'events' }),
      msk: record({ cluster: pick(odd, fc.constant('events'), line) }),
      cloudwatch: map(
        {
          namespace: line,
          metric: line,
          groupDimension: line,
          statistic: oneOf('Average', 'Sum', 'Maximum', 'Minimum'),
        },
        'namespace',
        'metric',
      ),
      auth: oneOf(
        { sasl: 'scram_sha512', tls: true, secret: 'login' },
        { sasl: 'aws_msk_iam', tls: true, awsRegion: 'eu-west-1' },
        { tls: true, secret: 'certificate' },
        { sasl: 'none' },
      ),
    },
    'bootstrapServers',
  ).map(written =>
    // Refused together: the lag is in CloudWatch then.
    written['lagMetrics'] === 'msk'
      ? Object.fromEntries(Object.entries(written).filter(([key]) => key !== 'lagLabels'))
      : written,
  );

const hardware = (odd: boolean): Made =>
  map(
    {
      gpu: oneOf('NVIDIA-A10G', 'NVIDIA-L4'),
      count: pick(odd, fc.constant(1), fc.constant(16)),
      instanceTypes: fc.constant(['g5.xlarge', 'g6.xlarge']),
      coldStart: pick<unknown>(odd, oneOf('4m', { node: '2m', image: '1m', startup: '30500ms' }), duration(true)),
      nodeSelector: oneOf({ 'example.com/pool': 'gpu' }, {}),
    },
    'gpu',
  );

/** Maps merge, lists replace, null removes. */
const overlay = (odd: boolean): Made =>
  map({
    priority,
    stage,
    name: name(odd),
    metrics: oneOf('otel', null),
    kafka: pick<unknown>(odd, fc.constant({ lagMetrics: 'kminion' }), fc.constant(null)),
    pools: oneOf(
      { first: { replicas: { min: 1, max: 9 }, idle: null, scaleUp: null } },
      { first: { stage: 'observe', labels: { team: 'b' } } },
      {},
    ),
  });

function system(odd: boolean): Made {
  return fc
    .tuple(
      map(
        {
          version: fc.constant(1),
          name: name(odd),
          preset: fc.constant('pipestream'),
          priority,
          stage,
          kafka: kafka(odd),
          metrics: oneOf(
            'otel',
            { runtime: 'grpc-prometheus', scrapeInterval: '15s' },
            { runtime: 'micrometer', histograms: true },
          ),
        },
        'version',
        'name',
        'kafka',
        'metrics',
      ),
      fc.oneof(
        record({ kubernetes: kubernetes(odd) }),
        record({ ecs: ecs(odd) }),
        record({ kubernetes: kubernetes(odd), ecs: ecs(odd) }),
      ),
      record({
        a10g: hardware(odd),
        slice: hardware(odd).map((made): Tree => ({ ...made, sharing: 'mig', migProfile: '1g.5gb' })),
        shared: hardware(odd).map((made): Tree => ({ ...made, sharing: 'time-slicing' })),
      }),
      fc.array(pool(odd), { minLength: 1, maxLength: 3 }),
      fc.option(fc.dictionary(oneOf('staging', 'production', 'eu-1'), overlay(odd), { minKeys: 1, maxKeys: 2 }), {
        nil: undefined,
      }),
    )
    .map(([top, targets, profiles, made, environments]) => ({
      ...top,
      targets,
      hardware: profiles,
      pools: Object.fromEntries(made.map((one, index) => [['first', 'second', 'third'][index], one])),
      ...(environments === undefined ? {} : { environments: apart(environments, targets) }),
    }));
}

/** Each environment in a place of its own: two in one are refused. */
function apart(environments: Tree, targets: Tree): Tree {
  return Object.fromEntries(
    Object.entries(environments).map(([name, laid]) => [
      name,
      {
        ...(typeof laid === 'object' ? laid : {}),
        targets: {
          ...('kubernetes' in targets ? { kubernetes: { namespace: name } } : {}),
          ...('ecs' in targets ? { ecs: { cluster: name } } : {}),
        },
      },
    ]),
  );
}
