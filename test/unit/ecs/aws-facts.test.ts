import { describe, expect, test } from 'vitest';
import { CONTAINER, at, compilePool, payload, paths, resourceTypes, stack } from './compile.ts';

const WEB = `kind: demand-driven\nreplicas: 2..20\n${CONTAINER}`;
const GPU = { top: 'hardware: {a10g: {gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge, g5.2xlarge], coldStart: 4m}}' };
const LAG = 'kafkaLag: {perReplica: 1000, consumerGroup: workers, topics: [orders]}';
const KAFKA = {
  top: 'kafka: {bootstrapServers: "kafka:9092", cloudwatch: {namespace: Shop/Kafka, metric: ConsumerLag}}',
};
const MSK = { top: 'kafka: {bootstrapServers: "kafka:9092", lagMetrics: msk, msk: {cluster: events}}' };

describe('the facts of AWS (autoscaling-semantics, section D)', () => {
  test('32: a GPU pool names its capacity provider, asks for the GPU and has no launch type', () => {
    const compiled = compilePool(
      `kind: always-on\nhardware: a10g\nreplicas: 1..3\n${CONTAINER}\ncapacity: {managedInstances: gpus}\nsignals: {cpu: 60%}`,
      GPU,
    );
    const create = payload(compiled, 'service.create.json');
    expect(at(create, 'launchType')).toBeUndefined();
    expect(at(create, 'capacityProviderStrategy')).toEqual([{ capacityProvider: 'gpus', weight: 1 }]);
    const task = payload(compiled, 'task-definition.json');
    expect(at(task, 'requiresCompatibilities')).toEqual(['MANAGED_INSTANCES']);
    expect(at(task, 'containerDefinitions', 0, 'resourceRequirements')).toEqual([{ type: 'GPU', value: '1' }]);
    expect(at(task, 'placementConstraints')).toBeUndefined();
  });

  test('32: on EC2 the instance type is a placement constraint', () => {
    const compiled = compilePool(
      `kind: always-on\nhardware: a10g\nreplicas: 1..3\n${CONTAINER}\ncapacity: {ec2: gpus}\nsignals: {cpu: 60%}`,
      GPU,
    );
    expect(at(payload(compiled, 'task-definition.json'), 'placementConstraints')).toEqual([
      { type: 'memberOf', expression: 'attribute:ecs.instance-type in [g5.xlarge, g5.2xlarge]' },
    ]);
  });

  test('33: the network is awsvpc, and Fargate waits 120 s at most before it kills', () => {
    const compiled = compilePool(`${WEB}\ngracePeriod: 5m\nsignals: {cpu: 70%}`);
    const task = payload(compiled, 'task-definition.json');
    expect(at(task, 'networkMode')).toBe('awsvpc');
    expect(at(task, 'containerDefinitions', 0, 'stopTimeout')).toBe(120);
    expect(compiled.losses.find(loss => loss.what === 'gracePeriod')?.instead).toBe(
      'ECS waits 2m before it kills a container, and no longer.',
    );
  });

  test('34: scaling payloads are in PascalCase with all that identifies the target, ECS payloads in camelCase', () => {
    const compiled = compilePool(`${WEB}\nsignals: {cpu: 70%}`);
    expect(payload(compiled, 'policies/cpu.json')).toEqual({
      PolicyName: 'web-cpu',
      PolicyType: 'TargetTrackingScaling',
      ServiceNamespace: 'ecs',
      ResourceId: 'service/main/web',
      ScalableDimension: 'ecs:service:DesiredCount',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 70,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        ScaleInCooldown: 300,
        ScaleOutCooldown: 60,
        DisableScaleIn: false,
      },
    });
    expect(payload(compiled, 'scalable-target.json')).toEqual({
      ServiceNamespace: 'ecs',
      ResourceId: 'service/main/web',
      ScalableDimension: 'ecs:service:DesiredCount',
      MinCapacity: 2,
      MaxCapacity: 20,
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      },
    });
    expect(Object.keys(payload(compiled, 'service.create.json') ?? {})).toContain('serviceName');
  });

  test('38: a lag of 1000 is per task: m1/m2, of which only the last returns data', () => {
    const compiled = compilePool(`${WEB}\nsignals: {${LAG}}`, KAFKA);
    const queries = at(
      payload(compiled, 'policies/lag.json'),
      'TargetTrackingScalingPolicyConfiguration',
      'CustomizedMetricSpecification',
      'Metrics',
    );
    expect(queries).toEqual([
      {
        Id: 'm1',
        Label: 'messages waiting',
        ReturnData: false,
        MetricStat: {
          Stat: 'Maximum',
          Metric: {
            Namespace: 'Shop/Kafka',
            MetricName: 'ConsumerLag',
            Dimensions: [{ Name: 'ConsumerGroup', Value: 'workers' }],
          },
        },
      },
      {
        Id: 'm2',
        Label: 'running tasks',
        ReturnData: false,
        MetricStat: {
          Stat: 'SampleCount',
          Metric: {
            Namespace: 'AWS/ECS',
            MetricName: 'CPUUtilization',
            Dimensions: [
              { Name: 'ClusterName', Value: 'main' },
              { Name: 'ServiceName', Value: 'web' },
            ],
          },
        },
      },
      { Id: 'e1', Label: 'messages waiting for each task', Expression: 'm1/m2', ReturnData: true },
    ]);
    expect(at(payload(compiled, 'policies/lag.json'), 'TargetTrackingScalingPolicyConfiguration', 'TargetValue')).toBe(
      1000,
    );
  });

  test('38: with Container Insights the running tasks are RunningTaskCount', () => {
    const compiled = compilePool(`${WEB}\nsignals: {${LAG}}`, { ...KAFKA, target: 'containerInsights: true' });
    const queries = at(
      payload(compiled, 'policies/lag.json'),
      'TargetTrackingScalingPolicyConfiguration',
      'CustomizedMetricSpecification',
      'Metrics',
    );
    expect(at(queries, 1, 'MetricStat', 'Metric', 'Namespace')).toBe('ECS/ContainerInsights');
    expect(at(queries, 1, 'MetricStat', 'Metric', 'MetricName')).toBe('RunningTaskCount');
    expect(at(queries, 1, 'MetricStat', 'Stat')).toBe('Average');
  });

  test('39: steps begin at 0, leave no gap and end open, and the alarm states what a missing value means', () => {
    const compiled = compilePool(`${WEB}\nsignals: {cpu: {target: 70%, for: 5m}}`);
    expect(at(payload(compiled, 'policies/cpu-out.json'), 'StepScalingPolicyConfiguration', 'StepAdjustments')).toEqual(
      [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 15, ScalingAdjustment: 22 },
        { MetricIntervalLowerBound: 15, ScalingAdjustment: 43 },
      ],
    );
    expect(
      at(payload(compiled, 'policies/cpu-out.json'), 'StepScalingPolicyConfiguration', 'MinAdjustmentMagnitude'),
    ).toBe(1);
    for (const path of paths(compiled).filter(name => name.includes('/alarms/'))) {
      expect(['breaching', 'notBreaching'], path).toContain(
        at(payload(compiled, path.slice('ecs/web/'.length)), 'TreatMissingData'),
      );
    }
  });

  test('40: create states the count since the API requires it, update and the stack leave it to the autoscaler', () => {
    const compiled = compilePool(`${WEB}\nsignals: {cpu: 70%}`);
    expect(at(payload(compiled, 'service.create.json'), 'desiredCount')).toBe(2);
    expect(at(payload(compiled, 'service.update.json'), 'desiredCount')).toBeUndefined();
    expect(at(payload(compiled, 'service.update.json'), 'service')).toBe('web');
    expect(stackResource(compiled, 'WebService', 'Properties', 'DesiredCount')).toBeUndefined();
  });

  test('41: a pool that sleeps begins at 0 with a minimum of 1, which only its watcher leaves', () => {
    const compiled = compilePool(
      `kind: scale-to-zero\nreplicas: 0..5\n${CONTAINER}\nsignals: {queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/work"}, perReplica: 2}}`,
    );
    expect(at(payload(compiled, 'service.create.json'), 'desiredCount')).toBe(0);
    expect(at(payload(compiled, 'scalable-target.json'), 'MinCapacity')).toBe(1);
    expect(at(payload(compiled, 'scalable-target.json'), 'MaxCapacity')).toBe(5);
  });

  test('41a: a sparse metric is none only where its heartbeat is there', () => {
    const compiled = compilePool(
      `${WEB}\nsignals: {requestQueue: {perReplica: 10, source: {cloudwatch: {namespace: Shop, metric: Pending, heartbeat: {namespace: Shop, metric: Up}}}}}`,
    );
    const queries = at(
      payload(compiled, 'policies/queue.json'),
      'TargetTrackingScalingPolicyConfiguration',
      'CustomizedMetricSpecification',
      'Metrics',
    );
    expect(at(queries, 3, 'Expression')).toBe('(FILL(m1, 0)+0*m2)/m3');
  });

  test('42: on Amazon MSK the lag is the sum over the topics that are named, at the free level', () => {
    const compiled = compilePool(
      `${WEB}\nsignals: {kafkaLag: {perReplica: 500, consumerGroup: workers, topics: [orders, refunds]}}`,
      MSK,
    );
    const queries = at(
      payload(compiled, 'policies/lag.json'),
      'TargetTrackingScalingPolicyConfiguration',
      'CustomizedMetricSpecification',
      'Metrics',
    );
    expect(at(queries, 0, 'MetricStat', 'Metric')).toEqual({
      Namespace: 'AWS/Kafka',
      MetricName: 'SumOffsetLag',
      Dimensions: [
        { Name: 'Cluster Name', Value: 'events' },
        { Name: 'Consumer Group', Value: 'workers' },
        { Name: 'Topic', Value: 'orders' },
      ],
    });
    expect(at(queries, 1, 'MetricStat', 'Metric', 'Dimensions', 2)).toEqual({ Name: 'Topic', Value: 'refunds' });
    expect(at(queries, 3, 'Expression')).toBe('(m1+m2)/m3');
  });

  test('51: the cooldown after scaling out is the cold start and 60 s at least, after scaling in 300 s', () => {
    const slow = compilePool(`${WEB}\ncoldStart: 4m\nsignals: {cpu: 70%}`);
    const quick = compilePool(`${WEB}\ncoldStart: 10s\nsignals: {cpu: 70%}`);
    const cooldowns = (compiled: typeof slow) =>
      ['ScaleOutCooldown', 'ScaleInCooldown'].map(key =>
        at(payload(compiled, 'policies/cpu.json'), 'TargetTrackingScalingPolicyConfiguration', key),
      );
    expect(cooldowns(slow)).toEqual([240, 300]);
    expect(cooldowns(quick)).toEqual([60, 300]);
  });

  test('51: "70 % for 5 minutes" is a step policy whose alarm waits five points of one minute', () => {
    const compiled = compilePool(`${WEB}\nsignals: {cpu: {target: 70%, for: 5m}}`);
    const alarm = payload(compiled, 'alarms/cpu-out.json');
    expect([
      at(alarm, 'Threshold'),
      at(alarm, 'EvaluationPeriods'),
      at(alarm, 'DatapointsToAlarm'),
      at(alarm, 'ComparisonOperator'),
    ]).toEqual([70, 5, 5, 'GreaterThanThreshold']);
    expect(at(alarm, 'Metrics', 0, 'MetricStat', 'Period')).toBe(60);
    expect(paths(compiled)).not.toContain('ecs/web/policies/cpu.json');
  });

  test('51: a duration within what target tracking waits anyway stays target tracking, and the shorter wait is a loss', () => {
    const compiled = compilePool(`${WEB}\nsignals: {cpu: {target: 70%, for: 1m}}`);
    expect(paths(compiled)).toContain('ecs/web/policies/cpu.json');
    expect(compiled.losses.find(loss => loss.what === 'signals.cpu.for')?.instead).toBe(
      'Target tracking always waits three minutes.',
    );
  });

  test('53: growth adds tasks beside the absolute backlog, and by the rate of the total', () => {
    const compiled = compilePool(
      `${WEB}\nsignals: {kafkaLag: {perReplica: 1000, consumerGroup: workers, growth: {over: 5m, perReplica: 50/s}}}`,
      KAFKA,
    );
    const alarm = payload(compiled, 'alarms/lag-growth-out.json');
    expect([at(alarm, 'Metrics', 2, 'Expression'), at(alarm, 'Threshold'), at(alarm, 'EvaluationPeriods')]).toEqual([
      'RATE(m1)/m2',
      50,
      5,
    ]);
    expect(paths(compiled)).toContain('ecs/web/policies/lag.json');
  });

  test("60: work that outlasts the stop timeout needs scale-in protection, which is the application's to hold", () => {
    const compiled = compilePool(`${WEB}\nwork: {longest: 45m}\nsignals: {cpu: 70%}`);
    expect(compiled.losses.find(loss => loss.what === 'work.longest')?.instead).toBe(
      'The application must hold ECS task scale-in protection while it works; scaling in kills it otherwise.',
    );
  });

  test('63: of a workload that others own only the autoscaler and its alarms are emitted', () => {
    const compiled = compilePool(
      'kind: always-on\nreplicas: 2..6\nworkload: {existing: {name: billing, cpu: 500m}}\nsignals: {cpu: 70%}',
    );
    expect(paths(compiled)).toEqual([
      'ecs/billing/scalable-target.json',
      'ecs/billing/policies/cpu.json',
      'ecs/billing/alarms/pinned-at-max.json',
      'ecs/billing/alarms/cpu-high.json',
      'ecs/stack.yaml',
      'ecs/stack-deployment.yaml',
    ]);
    expect(at(payload(compiled, 'scalable-target.json', 'billing'), 'ResourceId')).toBe('service/main/billing');
    expect(resourceTypes(compiled)).toEqual({
      BillingTarget: 'AWS::ApplicationAutoScaling::ScalableTarget',
      BillingPolicyCpu: 'AWS::ApplicationAutoScaling::ScalingPolicy',
      BillingAlarmPinnedAtMax: 'AWS::CloudWatch::Alarm',
      BillingAlarmCpuHigh: 'AWS::CloudWatch::Alarm',
      Dashboard: 'AWS::CloudWatch::Dashboard',
    });
  });

  test('64: an image that is left open is a stack parameter', () => {
    const compiled = compilePool(
      'kind: demand-driven\nreplicas: 1..3\ncontainers: {app: {image: {parameter: true}, cpu: 250m, memory: 512Mi}}\nsignals: {cpu: 70%}',
    );
    expect(stackResource(compiled, 'WebTask', 'Properties', 'ContainerDefinitions', 0, 'Image')).toEqual({
      Ref: 'WebImageApp',
    });
    expect(stack(compiled, 'Parameters', 'WebImageApp', 'Type')).toBe('String');
  });

  test('67: the stack keeps an always-on service that is taken out of it, and no other', () => {
    const kept = compilePool(`kind: always-on\nreplicas: 2..20\n${CONTAINER}\nsignals: {cpu: 70%}`);
    const dropped = compilePool(`${WEB}\nsignals: {cpu: 70%}`);
    expect([
      stackResource(kept, 'WebService', 'DeletionPolicy'),
      stackResource(kept, 'WebService', 'UpdateReplacePolicy'),
    ]).toEqual(['RetainExceptOnCreate', 'Retain']);
    expect(stackResource(dropped, 'WebService', 'DeletionPolicy')).toBeUndefined();
  });
});

function stackResource(compiled: ReturnType<typeof compilePool>, ...path: readonly (string | number)[]) {
  return stack(compiled, 'Resources', ...path);
}
