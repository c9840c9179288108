import { describe, expect, test } from 'vitest';
import { CONTAINER, at, compilePool, payload } from './compile.ts';

const WEB = `kind: demand-driven\nreplicas: 2..20\n${CONTAINER}\nsignals: {cpu: 70%}`;
const GPU = {
  top: 'hardware: {shared: {gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], sharing: time-slicing, coldStart: 4m}}',
};

function losses(body: string, more?: Parameters<typeof compilePool>[1]) {
  return (
    compilePool(body, more)
      .losses.map(({ pool, target, what, dangerous }) => ({ pool, target, what, dangerous }))
      // What leads to a port is in load-balancer.test.ts.
      .filter(({ what }) => !what.includes('.ports.'))
  );
}
const loss = (what: string, dangerous = false) => ({ pool: 'web', target: 'ecs', what, dangerous });

describe('what ECS cannot express is said', () => {
  test('a pool that asks for nothing special loses nothing', () => {
    expect(losses(WEB)).toEqual([loss('containers.cpu')]);
    expect(losses(WEB.replace('500m..1', '500m'))).toEqual([]);
  });

  test.each([
    ['scaleUp: {stabilizationWindow: 1m}', loss('scaleUp.stabilizationWindow')],
    ['scaleUp: {percent: 50%}', loss('scaleUp.percent')],
    ['scaleUp: {replicas: 2}', loss('scaleUp.replicas')],
    ['scaleUp: {every: 30s}', loss('scaleUp.every')],
    ['scaleUp: {tolerance: 5%}', loss('scaleUp.tolerance')],
    ['scaleDown: {stabilizationWindow: 10m}', loss('scaleDown.stabilizationWindow')],
    ['scaleDown: {select: min}', loss('scaleDown.select')],
    ['disruption: {maxUnavailable: 1}', loss('disruption')],
    ['service: {headless: true}', loss('service.headless')],
    ['gracePeriod: 5m', loss('gracePeriod')],
    ['work: {longest: 45m}', loss('work.longest')],
    ['fallback: {replicas: 3}', loss('fallback.replicas')],
    ['idle: 5m', loss('idle')],
    ['pollingInterval: 10s', loss('pollingInterval')],
  ])('%s', (line, expected) => {
    expect(losses(`${WEB}\n${line}`)).toContainEqual(expected);
  });

  test.each([
    ['without a metric', 'type: redis, metadata: {listName: a}'],
    [
      'without a target to compare it with',
      'type: external, counts: work, metadata: {scalerAddress: "a:1"}, cloudwatch: {namespace: A, metric: B}',
    ],
  ])('a trigger of KEDA scales nothing there %s', (_what, signal) => {
    const custom = WEB.replace('signals: {cpu: 70%}', `signals: {cpu: 70%, custom: {jobs: {${signal}}}}`);
    expect(losses(custom)).toContainEqual(loss('signals.custom.jobs', true));
  });

  test('steps keep to the percentage, so it is no loss beside a stepped signal', () => {
    const stepped = WEB.replace('signals: {cpu: 70%}', 'signals: {cpu: {target: 70%, for: 5m}}');
    expect(losses(`${stepped}\nscaleUp: {percent: 50%}\nscaleDown: {percent: 20%}`)).toEqual([loss('containers.cpu')]);
  });

  test('a probe that is no command, and a secret without an ARN, which is dangerous', () => {
    const body =
      'kind: demand-driven\nreplicas: 2..20\nsignals: {cpu: 70%}\ncontainers: {app: {image: "registry.example.com/app:1", cpu: 500m, memory: 1Gi, ports: {http: 8080}, probes: {readiness: {http: /ready}}, secrets: {TOKEN: {secret: tokens}}}}';
    expect(losses(body)).toEqual([loss('containers.app.probes.readiness'), loss('containers.app.secrets.TOKEN', true)]);
  });

  test('the second command of a container, of which ECS asks one', () => {
    const probes = 'probes: {startup: {command: [/up]}, readiness: {command: [/ready]}, liveness: {command: [/well]}}';
    const body = `kind: demand-driven\nreplicas: 2..20\nsignals: {cpu: 70%}\ncontainers: {app: {image: "registry.example.com/app:1", cpu: 500m, memory: 1Gi, ${probes}}}`;
    expect(losses(body)).toEqual([loss('containers.app.probes.startup'), loss('containers.app.probes.readiness')]);
    expect(losses(body.replace('liveness: {command: [/well]}', 'liveness: {tcp: true}'))).toEqual([
      loss('containers.app.probes.startup'),
      loss('containers.app.probes.liveness'),
    ]);
  });

  test('a signal that CloudWatch does not show is dangerous to lose', () => {
    expect(losses(WEB.replace('signals: {cpu: 70%}', 'signals: {latency: {p99: 2s}}'))).toContainEqual(
      loss('signals.latency', true),
    );
    expect(losses(WEB.replace('signals: {cpu: 70%}', 'signals: {kafkaLag: {perReplica: 1000}}'))).toContainEqual(
      loss('signals.kafkaLag', true),
    );
  });

  test('ten topics on Amazon MSK are more metrics than an alarm takes', () => {
    const topics = Array.from({ length: 10 }, (_, index) => `topic-${String(index)}`).join(', ');
    const compiled = compilePool(
      WEB.replace('signals: {cpu: 70%}', `signals: {kafkaLag: {perReplica: 1000, topics: [${topics}]}}`),
      {
        top: 'kafka: {bootstrapServers: "kafka:9092", lagMetrics: msk, msk: {cluster: events}}',
      },
    );
    expect(compiled.losses.find(({ what }) => what === 'signals.kafkaLag')?.instead).toBe(
      'An alarm takes 10 metrics and there are 10 topics, so nothing on ECS scales by the lag.',
    );
  });

  test('a GPU is not shared', () => {
    expect(
      losses(
        `kind: demand-driven\nreplicas: 1..3\nhardware: shared\ncapacity: {managedInstances: gpus}\n${CONTAINER.replace('500m..1', '500m')}\nsignals: {cpu: 70%}`,
        GPU,
      ),
    ).toEqual([loss('rollout.first'), loss('hardware.sharing'), loss('hardware.instanceTypes')]);
  });
});

describe('what AWS takes only whole or short', () => {
  test('fractions of a second and of a percent are rounded up', () => {
    const compiled = compilePool(
      `${WEB.replace('signals: {cpu: 70%}', 'signals: {cpu: {target: 70%, for: 5m}}')}\ngracePeriod: 1500ms\nscaleUp: {cooldown: 90500ms}\nscaleDown: {percent: 2.5%}`,
    );
    expect(at(payload(compiled, 'task-definition.json'), 'containerDefinitions', 0, 'stopTimeout')).toBe(2);
    expect(at(payload(compiled, 'policies/cpu-out.json'), 'StepScalingPolicyConfiguration', 'Cooldown')).toBe(91);
    expect(
      at(
        payload(compiled, 'policies/in.json'),
        'StepScalingPolicyConfiguration',
        'StepAdjustments',
        0,
        'ScalingAdjustment',
      ),
    ).toBe(-3);
  });

  test('names of two long clusters stay apart within 255 characters', () => {
    const family = (cluster: string) =>
      String(at(payload(compilePool(WEB, { cluster }), 'task-definition.json'), 'family'));
    const [first, second] = [family(`${'c'.repeat(250)}-a`), family(`${'c'.repeat(250)}-b`)];
    expect(first).toMatch(/^c{211}-[0-9a-f]{8}$/);
    expect(second).not.toBe(first);
  });
});
