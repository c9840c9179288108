import { runInNewContext } from 'node:vm';
import { fc, runs } from '../properties.ts';
import { describe, expect, test } from 'vitest';
import { stackIdsOf } from '../../src/model/stack-ids.ts';
import { proofsSaid } from '../../src/report/proof-lines.ts';
import { stackResources } from '../../src/model/ecs-stack.ts';
import type { Ran } from './run.ts';
import { at, finding, input, planned, run } from './run.ts';

const STACK = 'default/ecs/stack.yaml';

describe('what goes into a stack comes out', () => {
  test('two pools whose names differ in hyphens only have resources each', () => {
    const ran = run(input('two-pools-one-logical-id'));
    const resources = Object.values(at(ran, STACK, 'Resources') ?? {});
    const services = resources.filter(resource => resource.Type === 'AWS::ECS::Service');
    expect(services.map(service => service.Properties.ServiceName)).toEqual(['a-b', 'a--b']);
    expect(resources.filter(resource => resource.Type === 'AWS::ApplicationAutoScaling::ScalableTarget')).toHaveLength(
      2,
    );
  });

  test('two images are two parameters, and each container takes its own', () => {
    const ran = run(input('two-images-one-parameter'));
    const parameters = ['ParserHttpImageApi', 'ParserImageHttpApi'];
    expect(Object.keys(at(ran, STACK, 'Parameters') ?? {}).sort()).toEqual(parameters);
    const image = (id: string) =>
      at(ran, STACK, 'Resources', id, 'Properties', 'ContainerDefinitions', 0, 'Image', 'Ref');
    expect([image('ParserHttpTask'), image('ParserTask')]).toEqual(parameters);
  });

  const name = fc
    .array(fc.constantFrom('a', 'b', '1', '-', 'dash', 'image', 'service'), { minLength: 1, maxLength: 6 })
    .map(parts => `x${parts.join('')}x`);

  test('two names never give one logical id', () => {
    fc.assert(
      fc.property(
        name,
        name,
        (one, other) => (stackIdsOf(one).service === stackIdsOf(other).service) === (one === other),
      ),
      { numRuns: runs(3000) },
    );
  });

  test('two containers never give one parameter', () => {
    fc.assert(
      fc.property(name, name, name, name, (pool, container, otherPool, otherContainer) => {
        const same = pool === otherPool && container === otherContainer;
        return (stackIdsOf(pool).image(container) === stackIdsOf(otherPool).image(otherContainer)) === same;
      }),
      { numRuns: runs(3000) },
    );
  });
});

describe('one owner of the count', () => {
  test('on the stage cpu a watcher alone sets it, so neither the stack nor an update states one', () => {
    const ran = run(input('stage-cpu-watcher'));
    expect(ran.ids).toEqual([]);
    expect(at(ran, STACK, 'Resources', 'ResizerScalerSchedule', 'Properties', 'State')).toBe('ENABLED');
    expect(at(ran, STACK, 'Resources', 'ResizerService', 'Properties', 'DesiredCount')).toBeUndefined();
    expect(at(ran, 'default/ecs/resizer/service.update.json', 'desiredCount')).toBeUndefined();
    expect(at(ran, 'default/ecs/resizer/service.create.json', 'desiredCount')).toBe(0);
    expect(at(ran, 'default/REPORT.md')).toContain('| resizer | scale-to-zero | cpu | 0–1 |');
    expect(at(ran, 'default/REPORT.md')).toContain('| watcher for 0↔1 |');
    // Nothing can start the five tasks that it would wait for.
    expect(at(ran, 'default/ecs/resizer/alarms/pinned-at-max.json')).toBeUndefined();
  });

  test('on the stage observe the watcher is off, so git states the count', () => {
    const held = input('stage-cpu-watcher')
      .replace('stage: cpu', 'stage: observe')
      .replace(/ {4}signals:[^]*/, '');
    const ran = run(held.replace('max: 5', 'max: 5, fixed: 2'));
    expect(at(ran, STACK, 'Resources', 'ResizerScalerSchedule', 'Properties', 'State')).toBe('DISABLED');
    expect(at(ran, STACK, 'Resources', 'ResizerService', 'Properties', 'DesiredCount')).toBe(2);
  });
});

describe('off at night', () => {
  const actions = (text: string, pool: string) =>
    Object.fromEntries(
      [...run(text).files]
        .filter(([path]) => path.startsWith(`default/ecs/${pool}/schedules/`))
        .map(([path, action]) => [path.replace(/.*\//, ''), Object(action).ScalableTargetAction]),
    );

  test('a pool that only its schedule wakes is taken to zero when its window ends', () => {
    const ran = run(input('off-at-night'));
    expect(ran.ids).toEqual([]);
    expect(actions(input('off-at-night'), 'api')).toEqual({
      '0700-min-2.json': { MinCapacity: 2, MaxCapacity: 6 },
      '2100-min-0.json': { MinCapacity: 0, MaxCapacity: 0 },
    });
    expect(at(ran, 'default/ecs/api/scalable-target.json', 'MinCapacity')).toBe(0);
    expect(at(ran, 'default/REPORT.md')).toContain('| Application Auto Scaling |');
    const [pool] = planned(input('off-at-night'))[0]?.plan.pools ?? [];
    expect(pool?.on.ecs?.watcher).toBeUndefined();
  });

  test('a window of one task wakes it too', () => {
    const text = input('off-at-night').replace('min: 2', 'min: 1');
    expect(run(text).ids).toEqual([]);
    expect(actions(text, 'api')['0700-min-1.json']).toEqual({ MinCapacity: 1, MaxCapacity: 6 });
  });

  test('a schedule alone scales in as it scales out', () => {
    const ran = run(input('schedule-alone'));
    expect(ran.ids).toEqual([]);
    expect(actions(input('schedule-alone'), 'batch')).toEqual({
      '0200-min-20.json': { MinCapacity: 20, MaxCapacity: 20 },
      '0500-min-0.json': { MinCapacity: 0, MaxCapacity: 0 },
    });
    expect(at(ran, 'default/REPORT.md')).toContain('| scheduled actions |');
  });

  test('so does that of a pool that is never at zero', () => {
    const text = input('schedule-alone').replace('scale-to-zero', 'demand-driven').replace('0..20', '1..20');
    expect(actions(text, 'batch')['0500-min-1.json']).toEqual({ MinCapacity: 1, MaxCapacity: 1 });
  });

  test('the proof says when it is back, and a schedule without a pause is a finding', () => {
    const text = input('off-at-night');
    const proofs = (configuration: string) =>
      planned(configuration).flatMap(({ name, plan }) => proofsSaid(name, plan));
    expect(proofs(text)).toContainEqual(expect.stringMatching(/Back at zero: within 2m/));
    const always = text.replace(
      /windows: .*/,
      'windows: [{ from: "00:00", to: "12:00", min: 2 }, { from: "12:00", to: "00:00", min: 1 }]',
    );
    expect(proofs(always)).toContainEqual(expect.stringMatching(/Back at zero: never/));
    expect(run(always).ids).toContain('never-returns-to-zero');
  });
});

describe('nothing is dropped or rounded without a word', () => {
  test('a window below the minimum is without effect, and the help says what to write', () => {
    const found = finding(run(input('window-below-minimum')), 'signal-without-effect');
    expect(found.path).toEqual(['pools', 'api', 'schedule', 'windows', '0', 'min']);
    expect(found.help).toContain(
      'a window only raises the minimum, and the pool has 3 at any time; to have 1 then, lower replicas.min to 1 and open a window for the hours that need 3',
    );
  });

  test.each([
    ['equal to the minimum', '{ from: "21:00", to: "23:00", min: 3 }', 1],
    ['above the minimum', '{ from: "21:00", to: "23:00", min: 4 }', 0],
    [
      'under another one that is higher',
      '{ from: "08:00", to: "20:00", min: 5 }, { from: "09:00", to: "12:00", min: 4 }',
      1,
    ],
    [
      'under two others that are higher, over midnight and over the end of the week',
      '{ from: "20:00", to: "00:00", min: 5 }, { from: "00:00", to: "06:00", min: 5 }, { from: "22:00", to: "05:00", days: [sun], min: 4 }',
      1,
    ],
    ['beyond a higher one', '{ from: "08:00", to: "20:00", min: 5 }, { from: "09:00", to: "21:00", min: 4 }', 0],
    ['written twice', '{ from: "08:00", to: "20:00", min: 5 }, { from: "08:00", to: "20:00", min: 5 }', 1],
  ])('a window %s', (_what, windows, count) => {
    const ran = run(input('window-below-minimum').replace(/windows: .*/, `windows: [${windows}] }`));
    expect(ran.diagnostics.filter(({ id }) => id === 'signal-without-effect')).toHaveLength(count);
  });

  test('a size that Fargate does not sell is said with both sizes', () => {
    const ran = run(input('fargate-size-between'));
    expect(finding(ran, 'fargate-size-rounded-up').message).toBe(
      'the containers of pool "api" request 1 vCPU and 9 GiB, which Fargate does not sell: each task gets 2 vCPU and 9 GiB, and the CPU target of 70% is of that size',
    );
    expect(at(ran, 'default/REPORT.md')).toContain(
      '| ECS | Fargate sells no task of 1 vCPU and 9 GiB, so each task has 2 vCPU and 9 GiB. The CPU target of 70% is of the whole task. | api: containers.cpu |',
    );
  });

  test('memory alone that is rounded up is in the report only', () => {
    const ran = run(input('fargate-size-between').replace('memory: 9Gi', 'memory: 1500Mi'));
    expect(ran.ids).toEqual([]);
    expect(at(ran, 'default/REPORT.md')).toContain('so each task has 1 vCPU and 2 GiB.');
  });

  test('weights of 0', () => {
    expect(finding(run(input('all-weights-zero')), 'capacity-without-weight').severity).toBe('error');
    expect(finding(run(input('weight-zero')), 'capacity-without-fallback').message).toContain('weight 0 and base 0');
    const spot = input('weight-zero').replace(
      '{ fargate: { weight: 0 }, fargateSpot: { weight: 100 } }',
      '{ fargateSpot: {} }',
    );
    expect(finding(run(spot), 'capacity-without-fallback').message).toContain('none of its 3 tasks');
    const base = input('weight-zero').replace('fargate: { weight: 0 }', 'fargate: { base: 3, weight: 0 }');
    expect(run(base).ids).toEqual([]);
  });
});

describe('what CloudFormation and ECS make of the stack', () => {
  const retained = (ran: Ran) =>
    ['DeletionPolicy', 'UpdateReplacePolicy'].map(policy => at(ran, STACK, 'Resources', 'WorkerService', policy));

  test('a service that is kept is not kept where its creation failed', () => {
    expect(retained(run(input('always-on-service')))).toEqual(['RetainExceptOnCreate', 'Retain']);
  });

  test.each([39, 40, 41])('%i pools that sleep are more than 500 resources, so each has a stack', count => {
    const ran = run(sleepingPools(count));
    expect(ran.ids).toContain('stack-per-pool');
    expect(at(ran, STACK)).toBeUndefined();
    expect([...ran.files.keys()].filter(path => path.endsWith('/stack.yaml'))).toHaveLength(count);
  });

  test('resources are counted as they are emitted', () => {
    const texts = [
      sleepingPools(3),
      sleepingPools(30),
      ...['stage-cpu-watcher', 'way-in', 'off-at-night', 'two-images-one-parameter', 'watcher'].flatMap(name =>
        ['fixed', 'observe', 'cpu', 'full'].map(
          stage => `${input(name).replace(/^stage: .*\n/m, '')}stage: ${stage}\n`,
        ),
      ),
    ];
    for (const text of texts) {
      const pools = planned(text).flatMap(({ plan }) => plan.pools.flatMap(({ on }) => on.ecs ?? []));
      expect(Object.keys(at(run(text), STACK, 'Resources') ?? {})).toHaveLength(stackResources(pools));
    }
  });

  test('zones are rebalanced only where a task may be stopped at will', () => {
    const state = (text: string) =>
      at(run(text), 'default/ecs/worker/service.create.json', 'availabilityZoneRebalancing');
    const text = input('always-on-service');
    expect(state(text)).toBe('ENABLED');
    expect(at(run(text), 'default/ecs/worker/service.update.json', 'availabilityZoneRebalancing')).toBe('ENABLED');
    expect(at(run(text), STACK, 'Resources', 'WorkerService', 'Properties', 'AvailabilityZoneRebalancing')).toBe(
      'ENABLED',
    );
    expect(state(text.replace('    signals:', '    work: { longest: 10m }\n    signals:'))).toBe('DISABLED');
    const leases = 'kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [a, b], leases: { perReplica: 1 } }';
    expect(state(text.replace('cpu: { target: 70% }', leases))).toBe('DISABLED');
  });

  function sleepingPools(count: number): string {
    const pool = (index: number) => `  p${String(index)}:
    kind: scale-to-zero
    replicas: { max: 5 }
    idle: 5m
    containers: { c: { image: "registry.example.com/c:1.0.0", cpu: 500m, memory: 1Gi } }
    work: { longest: 60s }
    wake: { signal: queueBacklog, retryBudget: 4h }
    signals: { queueBacklog: { perReplica: 10, sqs: { url: "https://sqs.eu-west-1.amazonaws.com/123456789012/q${String(index)}" } } }
`;
    const head = input('always-on-service').replace(/^pools:[^]*/m, 'pools:\n');
    return head + Array.from({ length: count }, (_, index) => pool(index)).join('');
  }
});

describe('who watches the watcher', () => {
  const ran = run(input('watcher'));
  const folder = 'default/lambda/resizer-scaler';

  test('its payloads may make its log group; in the stack the group is a resource', () => {
    const group = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/shop-resizer-scaler';
    const policy = at(ran, `${folder}/role-policy.json`, 'PolicyDocument');
    expect(JSON.parse(String(policy)).Statement).toContainEqual({
      Effect: 'Allow',
      Action: 'logs:CreateLogGroup',
      Resource: [group, `${group}:*`],
    });
    expect(JSON.stringify(at(ran, STACK, 'Resources', 'ResizerScalerRole'))).not.toContain('CreateLogGroup');
    expect(at(ran, STACK, 'Resources', 'ResizerScalerLogGroup', 'Type')).toBe('AWS::Logs::LogGroup');
  });

  test('its payloads and those of the service keep their lines as long as the stack does', () => {
    const kept = run(input('watcher').replace('    cluster: shop', '    logRetention: 14\n    cluster: shop'));
    expect(at(kept, `${folder}/log-group.json`)).toEqual({ logGroupName: '/aws/lambda/shop-resizer-scaler' });
    expect(at(kept, `${folder}/log-retention.json`)).toEqual({
      logGroupName: '/aws/lambda/shop-resizer-scaler',
      retentionInDays: 14,
    });
    const group = { logGroupName: '/ecs/shop/resizer' };
    expect(at(kept, 'default/ecs/resizer/log-group.json')).toEqual(group);
    expect(at(kept, 'default/ecs/resizer/log-retention.json')).toEqual({ ...group, retentionInDays: 14 });
    const resource = at(kept, STACK, 'Resources', 'ResizerScalerLogGroup', 'Properties', 'RetentionInDays');
    expect(resource).toBe(14);
    expect(kept.diagnostics).toEqual([]);
  });

  test('silence is an alarm: no invocation counts as too few', () => {
    const silent = {
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    };
    expect(at(ran, `${folder}/alarm-silent.json`)).toMatchObject(silent);
    expect(at(ran, STACK, 'Resources', 'ResizerScalerSilentAlarm', 'Properties')).toMatchObject(silent);
  });

  test('but not while the schedule is off', () => {
    const observed = run(input('watcher').replace('stage: full', 'stage: observe'));
    expect(at(observed, `${folder}/alarm-silent.json`)).toBeUndefined();
    expect(at(observed, STACK, 'Resources', 'ResizerScalerSilentAlarm')).toBeUndefined();
  });

  test('alarms that notify nobody are said', () => {
    const text = input('watcher').replace(/^ {4}alarmTopicArn: .*\n/m, '');
    const found = finding(run(text), 'alarms-tell-nobody');
    const alarms = [...ran.files].filter(([path]) => /\/alarms\/(?!.*-out|in\.)|\/alarm/.test(path));
    expect(found.message).toContain(`none of the ${String(alarms.length)} alarms`);
    expect(ran.ids).toEqual([]);
  });
});

describe('one place twice, and places that change', () => {
  test('two environments are the same services of one cluster', () => {
    const found = finding(run(input('two-environments-one-cluster')), 'environments-share-workloads');
    expect(found.severity).toBe('error');
    expect(found.environments).toEqual(['production']);
    expect(found.message).toBe(
      'environments "production" and "staging" are the same on ECS: account 123456789012, us-east-1, and 1 service named alike (web)',
    );
  });

  test('many environments are one finding each, and not one for each pair', () => {
    const many = Array.from({ length: 30 }, (_, index) => `  e${String(index)}: {}\n`).join('');
    const { diagnostics } = run(
      input('two-environments-one-cluster').replace('environments:\n', `environments:\n${many}`),
    );
    const found = diagnostics.filter(({ id }) => id === 'environments-share-workloads');
    expect(found).toHaveLength(31);
    expect(found.at(-1)?.message).toMatch(/^environments "[a-z0-9]+" and "e0", .* and \d+ more are the same on ECS/);
  });

  test('another cluster for one of them is enough', () => {
    const text = input('two-environments-one-cluster').replace(
      'staging: {}',
      'staging: { targets: { ecs: { cluster: staging } } }',
    );
    expect(run(text).ids).not.toContain('environments-share-workloads');
  });

  test('two names that AWS joins to one are the same too', () => {
    const text = input('two-environments-one-cluster')
      .replace('staging: {}', 'staging: { targets: { ecs: { cluster: shop-blue } } }')
      .replace('production: {}', 'production: { pools: { web: { name: blue-web } } }');
    expect(finding(run(text), 'environments-share-workloads').message).toContain('blue-web');
  });

  test.each([
    ['cluster', 'cluster: shop', 'cluster: shop-2', 'replaced, not moved'],
    ['region', 'region: eu-west-1', 'region: eu-west-3', 'the stack in the old place keeps running'],
    ['accountId', 'accountId: "123456789012"', 'accountId: "210987654321"', 'the stack in the old place keeps running'],
  ])('another %s is a finding with steps', (field, before, now, message) => {
    const text = input('always-on-service');
    const found = finding(run(text.replace(before, now), text), 'services-replaced');
    expect(found.path).toEqual(['targets', 'ecs', field]);
    expect(found.message).toContain(message);
    expect(found.steps?.map(({ command = '' }) => command).join('\n')).toContain(
      'delete-service --cluster shop --service worker',
    );
  });

  test('a raised minimum is nothing to do by hand: registering it adjusts the capacity', () => {
    const text = input('raised-minimum');
    expect(run(text, text.replace('replicas: 5..20', 'replicas: 1..20')).ids).toEqual([]);
  });
});

describe('the way in on ECS', () => {
  const ran = run(input('way-in'));
  const expression = String(at(ran, 'default/ecs/api/alarms/in.json', 'Metrics', 3, 'Expression'));

  /** Metric math, as JavaScript: m1 is CPU, m2 the p99, m3 the running tasks; undefined is a value that is missing. */
  function takesOneAway(m1: number, m2: number | undefined, m3: number): boolean {
    const text = expression.replaceAll(' AND ', ' && ').replaceAll(/FILL\((\w+), ([\d.]+)\)/g, '($1 ?? $2)');
    const IF = (when: boolean, yes: number, no: number) => (when ? yes : no);
    return runInNewContext(text, { m1, m2, m3, IF, FLOOR: Math.floor }) === 1;
  }

  /** The count that is left when the load of so many busy percent, of all tasks together, stays. */
  function settles(load: number, from: number, p99?: number): number {
    let tasks = from;
    while (tasks > 2 && takesOneAway(load / tasks, p99, tasks)) tasks -= Math.max(1, Math.floor(tasks / 10));
    return tasks;
  }

  test('ten tasks at 40 % of 70 % go to seven, twenty at 50 % to sixteen, and none is taken that would be put back', () => {
    expect([settles(10 * 40, 10, 0.3), settles(20 * 50, 20, 0.3)]).toEqual([7, 16]);
    for (let load = 10; load <= 2000; load += 10)
      expect(load / settles(load, 40, 0.3)).toBeLessThanOrEqual(Math.max(70, load / 40));
  });

  test('a latency at rest below nine tenths of its target lets CPU decide, and one above keeps the tasks', () => {
    expect([settles(100, 10, 0.3), settles(100, 10, 0.46)]).toEqual([2, 10]);
  });

  test('a latency that is lost under load takes no task away; an idle pool comes down', () => {
    expect([settles(10 * 40, 10), settles(10 * 8, 10), settles(0, 10)]).toEqual([10, 10, 2]);
    expect(at(ran, 'default/ecs/api/alarms/in.json', 'TreatMissingData')).toBe('notBreaching');
  });
});
