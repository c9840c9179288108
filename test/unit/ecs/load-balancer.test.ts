import { describe, expect, test } from 'vitest';
import { analysed } from '../../analysed.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { takenStackIds } from '../../../src/model/stack-ids.ts';
import { stackResources } from '../../../src/model/ecs-stack.ts';
import { unwrap } from '../../../src/model/sourced.ts';
import type { Json } from '../../../src/model/sourced.ts';
import { proofsOf } from '../../../src/proof/prove.ts';
import { at, compilePool, compileText, payload, stack } from './compile.ts';
import type { Compiled } from './compile.ts';

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const LISTENER = `${ELB}:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2`;
const GROUP = `${ELB}:targetgroup/web/f2f7dc8efc522ab2`;
const MADE = `loadBalancer: {listener: "${LISTENER}", hosts: [shop.example.com], priority: 10}`;
const ONCE = `{listener: "${LISTENER}", hosts: [a.example.com], priority: 1}`;
const TWICE = `${ONCE}, ${ONCE}`;
const VPC = { target: 'vpc: vpc-0123456789abcdef0' };

/** A pool with two ports and a readiness probe. */
const pool = (balancer: string, signals = 'signals: {requests: 100/s}', probe = '{http: /ready, period: 7s}') => `
kind: always-on
replicas: 2..10
containers:
  app:
    image: "registry.example.com/app:1.0.0"
    cpu: 500m
    memory: 1Gi
    ports: {http: 8080, grpc: 9000}
    probes: {readiness: ${probe}}
${signals}
${balancer}`;

describe('a target group that is made', () => {
  const compiled = compilePool(pool(MADE), VPC);

  test('is asked what the readiness probe asks, in the stack and in the payload', () => {
    const group = payload(compiled, 'target-group.json');
    expect(group).toMatchObject({
      Name: 'main-web',
      TargetType: 'ip',
      Port: 8080,
      ProtocolVersion: 'HTTP1',
      HealthCheckPort: 'traffic-port',
      HealthCheckPath: '/ready',
      HealthCheckIntervalSeconds: 7,
      Matcher: { HttpCode: '200-399' },
    });
    // A name would keep CloudFormation from making a changed group beside the old one.
    expect(stack(compiled, 'Resources', 'WebTargetGroup', 'Properties', 'Name')).toBeUndefined();
    expect(stack(compiled, 'Resources', 'WebTargetGroup', 'Properties')).toMatchObject({
      HealthCheckPath: '/ready',
      TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    });
    expect(compiled.losses.map(({ what }) => what)).not.toContain('containers.app.probes.readiness');
  });

  test('is behind a rule that the service depends on', () => {
    expect(stack(compiled, 'Resources', 'WebListenerRule', 'Properties')).toMatchObject({
      ListenerArn: LISTENER,
      Priority: 10,
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['shop.example.com'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: { Ref: 'WebTargetGroup' } }],
    });
    expect(stack(compiled, 'Resources', 'WebService', 'DependsOn')).toEqual(['WebListenerRule']);
    expect(stack(compiled, 'Resources', 'WebService', 'Properties', 'LoadBalancers')).toEqual([
      { TargetGroupArn: { Ref: 'WebTargetGroup' }, ContainerName: 'app', ContainerPort: 8080 },
    ]);
  });

  test('stays as long as the service that the stack keeps', () => {
    for (const id of ['WebTargetGroup', 'WebListenerRule', 'WebService'])
      expect(stack(compiled, 'Resources', id, 'DeletionPolicy')).toBe('RetainExceptOnCreate');
  });

  test('counts among the resources and the ids of the stack', () => {
    const resources = Object.keys(mapOf(stack(compiled, 'Resources')));
    const [planned] = compiled.pools;
    expect(stackResources(compiled.pools.map(({ ecs }) => ecs))).toBe(resources.length);
    expect(
      planned && takenStackIds(planned.plan).flatMap(({ section, id }) => (section === 'Resources' ? [id] : [])),
    ).toEqual(expect.arrayContaining(resources.filter(id => id !== 'Dashboard')));
  });

  test('has words for its id in what is sent by hand, and itself wherever the stack reads it', () => {
    const words = 'targetgroup/main-web/returned-by-create-target-group';
    expect(at(payload(compiled, 'service.create.json'), 'loadBalancers', 0, 'targetGroupArn')).toBe(`${ELB}:${words}`);
    const text = JSON.stringify(stack(compiled));
    expect(text).not.toContain('returned-by-create-target-group');
    const body = stack(compiled, 'Resources', 'Dashboard', 'Properties', 'DashboardBody');
    expect(at(body, 'Fn::Sub')).toContain('"TargetGroup","${WebTargetGroup.TargetGroupFullName}"');
  });

  test('of gRPC asks the health service', () => {
    const grpc = compilePool(
      pool(MADE.replace('hosts', 'port: grpc, hosts'), undefined, '{grpc: true, port: grpc}'),
      VPC,
    );
    expect(payload(grpc, 'target-group.json')).toMatchObject({
      ProtocolVersion: 'GRPC',
      Port: 9000,
      HealthCheckPath: '/grpc.health.v1.Health/Check',
      Matcher: { GrpcCode: '0' },
    });
  });

  test('asks the port of the probe where that is another', () => {
    const other = compilePool(pool(MADE, undefined, '{http: /ready, port: grpc}'), VPC);
    expect(at(payload(other, 'target-group.json'), 'HealthCheckPort')).toBe('9000');
  });

  test('has a name of at most 32 letters, digits and hyphens, and no two of one', () => {
    const names = ['a_b', 'a-b', 'c'.repeat(60)].map(cluster =>
      at(payload(compilePool(pool(MADE), { ...VPC, cluster }), 'target-group.json'), 'Name'),
    );
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]$/);
  });

  test('waits for the longest work before it cuts a task off', () => {
    const slow = compilePool(pool(`${MADE}\nwork: {longest: 90s}`), VPC);
    expect(at(payload(slow, 'target-group-attributes.json'), 'Attributes', 0, 'Value')).toBe('90');
  });

  test('needs a VPC, and a port', () => {
    expect(compilePool(pool(MADE)).diagnostics.map(({ id }) => id)).toEqual(['vpc-missing']);
    const lost = compilePool(pool(MADE.replace('hosts', 'port: admin, hosts')), VPC);
    expect(lost.diagnostics.map(({ id, message }) => `${id}: ${message}`)).toEqual([
      'unknown-port: the load balancer of pool "web" uses the port "admin", which no container of the pool has',
    ]);
  });
});

describe('requests behind a load balancer', () => {
  test('are those that it counts for each target, in a minute', () => {
    expect(tracking(compilePool(pool(MADE), VPC))).toEqual({
      TargetValue: 6000,
      PredefinedMetricSpecification: {
        PredefinedMetricType: 'ALBRequestCountPerTarget',
        ResourceLabel: 'app/public/50dc6c495c0c9188/targetgroup/main-web/returned-by-create-target-group',
      },
      ScaleInCooldown: 300,
      ScaleOutCooldown: 60,
      DisableScaleIn: false,
    });
    const label = 'app/public/50dc6c495c0c9188/${WebTargetGroup.TargetGroupFullName}';
    expect(
      stack(
        compilePool(pool(MADE), VPC),
        ...['Resources', 'WebPolicyRequests', 'Properties', 'TargetTrackingScalingPolicyConfiguration'],
        ...['PredefinedMetricSpecification', 'ResourceLabel'],
      ),
    ).toEqual({ 'Fn::Sub': label });
  });

  test('of a group that exists are known by the load balancer', () => {
    const known = `loadBalancer: {targetGroup: "${GROUP}", arn: "${ELB}:loadbalancer/app/public/50dc6c495c0c9188"}`;
    expect(tracking(compilePool(pool(known)))).toMatchObject({
      PredefinedMetricSpecification: {
        ResourceLabel: 'app/public/50dc6c495c0c9188/targetgroup/web/f2f7dc8efc522ab2',
      },
    });
    for (const unknown of [
      `loadBalancer: {targetGroup: "${GROUP}"}`,
      `loadBalancer: {targetGroup: "${GROUP}", arn: "${ELB}:loadbalancer/net/public/50dc6c495c0c9188"}`,
    ])
      expect(compilePool(pool(unknown)).losses).toContainEqual(
        expect.objectContaining({ what: 'signals.requests', dangerous: true }),
      );
  });

  test('of a workload that exists too', () => {
    const owned = compilePool(`
kind: always-on
replicas: 2..10
workload: {existing: {name: web}}
signals: {requests: 100/s}
loadBalancer: {targetGroup: "${GROUP}", arn: "${ELB}:loadbalancer/app/public/50dc6c495c0c9188"}`);
    expect(tracking(owned)).toMatchObject({ TargetValue: 6000 });
  });

  test('are read from their own source where there is one', () => {
    const own =
      'signals: {requests: {perReplica: 100/s, source: {cloudwatch: {namespace: Shop, metric: Requests, statistic: Sum}}}}';
    expect(tracking(compilePool(pool(MADE, own), VPC))).toHaveProperty('CustomizedMetricSpecification');
  });

  test('beside a signal that is stepped are none where targets are registered and none are counted', () => {
    const stepped = compilePool(pool(MADE, 'signals: {requests: 100/s, cpu: {target: 70%, for: 5m}}'), VPC);
    const alarm = payload(stepped, 'alarms/in.json');
    const metrics = at(alarm, 'Metrics');
    expect(
      Array.isArray(metrics) ? metrics.map((one: Json) => at(one, 'MetricStat', 'Metric', 'MetricName')) : [],
    ).toEqual(['CPUUtilization', 'RequestCount', 'HealthyHostCount', 'CPUUtilization', undefined]);
  });
});

describe('several load balancers', () => {
  const item = (more: string) => `{listener: "${LISTENER}", ${more}}`;
  const PUBLIC = item('hosts: [shop.example.com], priority: 10, gracePeriod: 1m');
  const INNER = item('hosts: [inner.example.com], priority: 20, gracePeriod: 3m, port: grpc, protocol: http');
  const several = (balancers: string, signals = 'signals: {cpu: 70%}') =>
    compilePool(pool(`loadBalancer: ${balancers}`, signals), VPC);

  test('each have a target group and a rule, and the service depends on every rule', () => {
    const compiled = several(`[${PUBLIC}, ${INNER}]`);
    const service = stack(compiled, 'Resources', 'WebService');
    expect(service).toMatchObject({
      DependsOn: ['WebListenerRule', 'WebListenerRule2'],
      Properties: {
        LoadBalancers: [
          { TargetGroupArn: { Ref: 'WebTargetGroup' }, ContainerPort: 8080 },
          { TargetGroupArn: { Ref: 'WebTargetGroup2' }, ContainerPort: 9000 },
        ],
        HealthCheckGracePeriodSeconds: 180,
      },
    });
    expect(stack(compiled, 'Resources', 'WebListenerRule2', 'Properties')).toMatchObject({
      Priority: 20,
      Actions: [{ TargetGroupArn: { Ref: 'WebTargetGroup2' } }],
    });
    expect(payload(compiled, 'listener-rule-2.json')).toMatchObject({ Priority: 20 });
    expect(payload(compiled, 'target-group-attributes-2.json')).toHaveProperty('TargetGroupArn');
    const names = ['target-group.json', 'target-group-2.json'].map(file => at(payload(compiled, file), 'Name'));
    expect(names[0]).toBe('main-web');
    expect(names[1]).toMatch(/^main-web-2-[0-9a-f]{8}$/);
  });

  test('take the stack ids and the resources that are counted', () => {
    const { pools } = several(`[${PUBLIC}, ${INNER}]`);
    const ids = pools.flatMap(({ plan }) => takenStackIds(plan)).map(({ id }) => id);
    expect(ids).toContain('WebTargetGroup2');
    expect(ids).toContain('WebListenerRule2');
    expect(stackResources(pools.map(({ ecs }) => ecs))).toBe(
      Object.keys(mapOf(stack(several(`[${PUBLIC}, ${INNER}]`), 'Resources'))).length,
    );
  });

  test('leave no port that one of them leads to', () => {
    const ports = (balancers: string) =>
      several(balancers)
        .losses.filter(({ what }) => what.includes('.ports.'))
        .map(({ instead }) => instead);
    expect(ports(`[${PUBLIC}, ${INNER}]`)).toEqual([]);
    expect(ports(`[${PUBLIC}, {targetGroup: "${GROUP}"}]`)).toEqual([
      'Nothing on ECS sends requests to it: the load balancers of the pool use other ports, and `targets.ecs.serviceConnect` is not set.',
    ]);
  });

  test('of which one counts: the one that says so, or the only Application Load Balancer', () => {
    const label = (balancers: string) =>
      at(tracking(several(balancers, 'signals: {requests: 100/s}')), 'PredefinedMetricSpecification', 'ResourceLabel');
    const inner = item('hosts: [inner.example.com], priority: 20, countsRequests: true');
    const others = item('hosts: [inner.example.com], priority: 20, countsRequests: false');
    expect(label(`[${PUBLIC}, ${inner}]`)).toContain('targetgroup/main-web-2-');
    expect(label(`[${PUBLIC}, ${others}]`)).toContain('targetgroup/main-web/');
    expect(label(`[{targetGroup: "${GROUP}"}, ${PUBLIC}]`)).toContain('targetgroup/main-web-2-');
  });

  test('of which none says that it counts are refused where requests would follow one', () => {
    const found = (signals: string) =>
      several(`[${PUBLIC}, ${INNER}]`, signals).diagnostics.map(({ message, path }) => [message, path]);
    expect(found('signals: {requests: 100/s}')).toEqual([
      [
        '"pools.web.loadBalancer" needs the key "countsRequests": several load balancers count requests of pool "web", and `requests` follows one of them',
        ['pools', 'web', 'loadBalancer', 0],
      ],
    ]);
    expect(found('signals: {cpu: 70%}')).toEqual([]);
    expect(
      found(
        'signals: {requests: {perReplica: 100/s, source: {cloudwatch: {namespace: Shop, metric: Requests, statistic: Sum}}}}',
      ),
    ).toEqual([]);
  });

  test('say in which of them a port or a VPC is missing', () => {
    const bad = item('hosts: [a.example.com], priority: 30, port: admin');
    const { diagnostics } = compilePool(
      pool(`loadBalancer: [{targetGroup: "${GROUP}"}, ${INNER}, ${bad}]`, 'signals: {cpu: 70%}'),
    );
    expect(diagnostics.map(({ id, path }) => [id, path])).toEqual([
      ['unknown-port', ['pools', 'web', 'loadBalancer', 2, 'port']],
      ['vpc-missing', ['pools', 'web', 'loadBalancer', 1, 'listener']],
    ]);
  });

  test('are held against the policies one by one, each at its line', () => {
    const text = `version: 1
name: shop
targets: {ecs: {region: eu-west-1, cluster: main, subnets: [subnet-0123456789abcdef0], securityGroups: [sg-0123456789abcdef0], vpc: vpc-0123456789abcdef0, executionRoleArn: "arn:aws:iam::123456789012:role/execution"}}
pools:
  api: {kind: always-on, replicas: 2..4, containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, ports: {http: 8080}}}, signals: {cpu: 70%}, loadBalancer: ${PUBLIC}}
  web:
    kind: always-on
    replicas: 2..4
    coldStart: 5m
    work: {longest: 90s}
    containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, ports: {http: 8080, grpc: 9000}}}
    signals: {cpu: 70%}
    loadBalancer:
      - {targetGroup: "${GROUP}", gracePeriod: 0s}
      - ${item('hosts: [a.example.com], priority: 10, gracePeriod: 10s, deregistrationDelay: 5s')}
      - ${INNER}
environments: {production: {}}
`;
    const found = analysed(sourceText('test.yaml', text)).diagnostics.filter(
      ({ path }) => path?.includes('loadBalancer') === true,
    );
    expect(found.map(({ id, path }) => [id, path?.slice(2).join('.')]).toSorted()).toEqual([
      ['deregistration-cuts-requests', 'loadBalancer.1.deregistrationDelay'],
      ['health-check-grace-too-short', 'loadBalancer.1.gracePeriod'],
      ['listener-rule-taken', 'loadBalancer.1.priority'],
    ]);
    expect(found.find(({ id }) => id === 'health-check-grace-too-short')?.message).toContain('3m of grace');
  });

  test('in a list of one are what one alone is', () => {
    const [alone, listed] = [PUBLIC, `[${PUBLIC}]`].map(balancers =>
      several(balancers).files.map(file => (file.form === 'text' ? file.text : unwrap(file.tree))),
    );
    expect(listed).toEqual(alone);
  });
});

describe('the proof of a pool behind a load balancer', () => {
  const asleep = (more = '') =>
    compilePool(
      `
kind: scale-to-zero
replicas: {max: 4}
coldStart: 40s
containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, ports: {http: 8080}}}
signals:
  requests: 100/s
  queueBacklog: {perReplica: 5, sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/work"}}
${more}`,
      VPC,
    );

  test('counts a health check before the first request, and no wake by its own requests', () => {
    const [plain, balanced] = [asleep(), asleep(MADE)].map(wakeOf);
    expect(plain?.paths.map(({ from, longest }) => [from, longest.plain])).toEqual([['queueBacklog', 160]]);
    expect(balanced?.paths.map(({ from, longest }) => [from, longest.plain])).toEqual([['queueBacklog', 170]]);
  });
});

describe('what leads to a port on ECS', () => {
  const unrouted = (compiled: Compiled) =>
    compiled.losses.filter(({ what }) => what.includes('.ports.')).map(({ what, dangerous }) => [what, dangerous]);

  test('is a load balancer or Service Connect; any other port is a loss', () => {
    expect(unrouted(compilePool(pool('')))).toEqual([
      ['containers.app.ports.http', false],
      ['containers.app.ports.grpc', false],
    ]);
    expect(unrouted(compilePool(pool(MADE), VPC))).toEqual([['containers.app.ports.grpc', false]]);
    expect(unrouted(compilePool(pool(''), { target: 'serviceConnect: shop' }))).toEqual([]);
  });

  test('by Service Connect has the name of the pool, or an alias', () => {
    const compiled = compilePool(pool('serviceConnect: {http: "shop:80"}'), { target: 'serviceConnect: shop' });
    expect(at(payload(compiled, 'service.create.json'), 'serviceConnectConfiguration')).toEqual({
      enabled: true,
      namespace: 'shop',
      services: [
        { portName: 'http', discoveryName: 'web-http', clientAliases: [{ port: 80, dnsName: 'shop' }] },
        { portName: 'grpc', discoveryName: 'web-grpc', clientAliases: [{ port: 9000, dnsName: 'web' }] },
      ],
    });
    expect(at(payload(compiled, 'task-definition.json'), 'containerDefinitions', 0, 'portMappings')).toEqual([
      { name: 'http', containerPort: 8080, protocol: 'tcp', appProtocol: 'http' },
      { name: 'grpc', containerPort: 9000, protocol: 'tcp', appProtocol: 'grpc' },
    ]);
  });
});

test('ARM64 and a shell are asked for in the task and the service', () => {
  const compiled = compilePool(pool('architecture: arm64\nexecuteCommand: true'));
  expect(at(payload(compiled, 'task-definition.json'), 'runtimePlatform')).toEqual({
    cpuArchitecture: 'ARM64',
    operatingSystemFamily: 'LINUX',
  });
  expect(at(payload(compiled, 'service.update.json'), 'enableExecuteCommand')).toBe(true);
});

test('the percentages of a deployment are as written, and otherwise follow what a rollout does first', () => {
  const percentages = (rollout: string) =>
    at(payload(compilePool(pool(rollout)), 'service.create.json'), 'deploymentConfiguration');
  expect(percentages('')).toMatchObject({ minimumHealthyPercent: 100, maximumPercent: 200 });
  expect(percentages('rollout: {maximumPercent: 150%}')).toMatchObject({
    minimumHealthyPercent: 100,
    maximumPercent: 150,
  });
  expect(percentages('rollout: {first: stop, minimumHealthyPercent: 75%}')).toMatchObject({
    minimumHealthyPercent: 75,
    maximumPercent: 100,
  });
});

describe('what the language refuses of a load balancer', () => {
  test.each([
    ['both', `{listener: "${LISTENER}", targetGroup: "${GROUP}", hosts: [a.example.com], priority: 1}`, 'missing-key'],
    ['no condition', `{listener: "${LISTENER}", priority: 1}`, 'missing-key'],
    ['no priority', `{listener: "${LISTENER}", hosts: [a.example.com]}`, 'missing-key'],
    [
      'six values',
      `{listener: "${LISTENER}", priority: 1, paths: ["/a", "/b", "/c", "/d", "/e", "/f"]}`,
      'invalid-value',
    ],
    [
      'a network load balancer with rules',
      `{listener: "${LISTENER.replace('/app/', '/net/')}", priority: 1, hosts: [a.example.com]}`,
      'invalid-value',
    ],
    ['a rule of a group that exists', `{targetGroup: "${GROUP}", hosts: [a.example.com]}`, 'invalid-value'],
    ['two rules of one priority', `[${TWICE}]`, 'invalid-value'],
    ['one target group twice', `[{targetGroup: "${GROUP}"}, {targetGroup: "${GROUP}"}]`, 'invalid-value'],
    ['an empty list', '[]', 'out-of-range'],
    ['a count that nobody makes', `{targetGroup: "${GROUP}", countsRequests: true}`, 'invalid-value'],
    ['a key in a list', `[{targetGroup: "${GROUP}", weight: 1}]`, 'unknown-key'],
    [
      'a timeout that is no shorter than the period',
      `{listener: "${LISTENER}", priority: 1, hosts: [a.example.com], healthCheck: {period: 5s, timeout: 5s}}`,
      'out-of-range',
    ],
  ])('%s', (_what, balancer, id) => {
    const text = `version: 1
name: shop
targets: {ecs: {region: eu-west-1, accountId: "123456789012", cluster: main, subnets: [subnet-0123456789abcdef0], securityGroups: [sg-0123456789abcdef0], vpc: vpc-0123456789abcdef0, executionRoleArn: "arn:aws:iam::123456789012:role/execution"}}
pools: {web: {kind: always-on, replicas: 2..4, containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, ports: {http: 8080}}}, signals: {cpu: 70%}, loadBalancer: ${balancer}}}
`;
    expect(
      analysed(sourceText('test.yaml', text))
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(one => one.id),
    ).toEqual([id]);
  });
});

function tracking(compiled: Compiled): Json | undefined {
  return at(payload(compiled, 'policies/requests.json'), 'TargetTrackingScalingPolicyConfiguration');
}

function wakeOf({ system, pools, losses }: Compiled) {
  const plan = { system, pools: pools.map(one => one.plan), losses };
  const [first] = plan.pools;
  return first && proofsOf(plan, first)[0]?.wake;
}

function mapOf(value: Json | undefined): object {
  return typeof value === 'object' && value !== null ? value : {};
}

test('two pools of one configuration have target groups of their own', () => {
  const compiled = compileText(`
version: 1
name: shop
targets: {ecs: {region: eu-west-1, accountId: "123456789012", cluster: main, subnets: [subnet-0123456789abcdef0], securityGroups: [sg-0123456789abcdef0], vpc: vpc-0123456789abcdef0, executionRoleArn: "arn:aws:iam::123456789012:role/execution"}}
pools:
  web: {kind: always-on, replicas: 2..4, containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, ports: {http: 8080}}}, signals: {requests: 10/s}, ${MADE}}
  web-two: {kind: always-on, replicas: 2..4, containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, ports: {http: 8080}}}, signals: {requests: 10/s}, ${MADE.replace('priority: 10', 'priority: 11')}}
environments: {production: {}}
`);
  const body = at(stack(compiled, 'Resources', 'Dashboard', 'Properties', 'DashboardBody'), 'Fn::Sub');
  expect(body).toContain('${WebTargetGroup.TargetGroupFullName}');
  expect(body).toContain('${WebTwoTargetGroup.TargetGroupFullName}');
});
