import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { at, awsPathsOf, compileFile, contentAt, objectsOf } from './compiled.ts';

describe('a batch scorer with a schedule', () => {
  const example = compileFile('examples/batch-scorer/pipestream-scaling.yaml');

  test('the schedule raises the minimum on Kubernetes by cron triggers beside the queue', () => {
    expect(at(contentAt(example, 'kubernetes/batch-scorer/scaled-object.yaml'), 'spec')).toMatchObject({
      minReplicaCount: 1,
      maxReplicaCount: 30,
      triggers: [
        {
          type: 'prometheus',
          metricType: 'AverageValue',
          metadata: { threshold: '25', query: 'sum(scoring_files_pending{job="scoring-intake"} >= 0)' },
        },
        {
          type: 'cron',
          metadata: {
            timezone: 'Europe/Berlin',
            start: '45 5 * * 1,2,3,4,5',
            end: '0 11 * * 1,2,3,4,5',
            desiredReplicas: '5',
          },
        },
        {
          type: 'cron',
          metadata: { timezone: 'Europe/Berlin', start: '0 22 * * 6', end: '0 2 * * 0', desiredReplicas: '3' },
        },
      ],
    });
  });

  test.each([
    ['0545-min-5', 'cron(45 5 ? * MON,TUE,WED,THU,FRI *)', 5],
    ['1100-min-1', 'cron(0 11 ? * MON,TUE,WED,THU,FRI *)', 1],
    ['2200-min-3', 'cron(0 22 ? * SAT *)', 3],
    ['0200-min-1', 'cron(0 2 ? * SUN *)', 1],
  ])('and on ECS by the scheduled action %s', (name, schedule, min) => {
    expect(contentAt(example, `ecs/batch-scorer/schedules/${name}.json`)).toMatchObject({
      Schedule: schedule,
      Timezone: 'Europe/Berlin',
      ScalableTargetAction: { MinCapacity: min },
    });
  });

  test('the queue is 25 a task on ECS too', () => {
    expect(contentAt(example, 'ecs/batch-scorer/policies/queue.json')).toMatchObject({
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 25,
        CustomizedMetricSpecification: { Metrics: [{}, {}, { Expression: 'm1/m2' }] },
      },
    });
  });

  test('a file that is being scored is scored to its end on both', () => {
    expect(contentAt(example, 'kubernetes/batch-scorer/deployment.yaml')).toMatchObject({
      spec: { template: { spec: { terminationGracePeriodSeconds: 120 } } },
    });
    expect(contentAt(example, 'ecs/batch-scorer/task-definition.json')).toMatchObject({
      containerDefinitions: [{ stopTimeout: 120 }],
    });
  });
});

describe('an HTTP API with a p99 and requests per second', () => {
  const example = compileFile('examples/http-api/pipestream-scaling.yaml');

  test.each([
    ['staging', 'catalogue-staging', 1, 4],
    ['production', 'catalogue', 3, 24],
  ])('%s, in %s: %d to %d on both platforms', (environment, place, min, max) => {
    expect(contentAt(example, 'kubernetes/catalogue-api/scaled-object.yaml', environment)).toMatchObject({
      metadata: { namespace: place },
      spec: { minReplicaCount: min, maxReplicaCount: max },
    });
    expect(contentAt(example, 'ecs/catalogue-api/scalable-target.json', environment)).toMatchObject({
      ResourceId: `service/${place}/catalogue-api`,
      MinCapacity: min,
      MaxCapacity: max,
    });
  });

  test('requests are counted by the gateway and averaged; the quantile is a value and guarded', () => {
    expect(
      at(contentAt(example, 'kubernetes/catalogue-api/scaled-object.yaml', 'production'), 'spec', 'triggers'),
    ).toMatchObject([
      {
        name: 'requests',
        metricType: 'AverageValue',
        metadata: {
          threshold: '120',
          query:
            '(sum(rate(gateway_requests_total{route="catalogue",upstream_namespace="catalogue"}[2m])) or vector(0)) and on() (count(up{job="gateway"} == 1) > 0)',
        },
      },
      {
        name: 'latency',
        metricType: 'Value',
        metadata: {
          threshold: '0.25',
          query:
            '(histogram_quantile(0.99, sum by (le) (rate(http_server_requests_seconds_bucket{job="catalogue-api",namespace="catalogue"}[5m]))) >= 0) or 0 * sum(rate(http_server_requests_seconds_count{job="catalogue-api",namespace="catalogue"}[5m])) or (0 * count(up{job="catalogue-api",namespace="catalogue"} == 1) unless on() (max_over_time(sum(rate(http_server_requests_seconds_count{job="catalogue-api",namespace="catalogue"}[5m]))[1h:1m]) > 0))',
        },
      },
    ]);
  });

  test('on ECS a load balancer sends the requests that the Service takes on Kubernetes', () => {
    expect(
      at(contentAt(example, 'kubernetes/catalogue-api/service.yaml', 'production'), 'spec', 'ports'),
    ).toMatchObject([{ name: 'http', port: 8080 }]);
    expect(contentAt(example, 'ecs/catalogue-api/service.create.json', 'production')).toMatchObject({
      loadBalancers: [{ containerName: 'api', containerPort: 8080 }],
      healthCheckGracePeriodSeconds: 40,
    });
    expect(contentAt(example, 'ecs/catalogue-api/target-group.json', 'production')).toMatchObject({
      Port: 8080,
      HealthCheckPath: '/actuator/health/readiness',
    });
    expect(contentAt(example, 'ecs/catalogue-api/listener-rule.json', 'staging')).toMatchObject({
      Conditions: [{ HostHeaderConfig: { Values: ['catalogue.staging.example.com'] } }],
    });
  });

  test('what is committed beside it is what it compiles to', () => {
    const committed = new URL('../../examples/http-api/out/', import.meta.url);
    for (const { environment, path, text } of example.files)
      expect(readFileSync(new URL(`${environment}/${path}`, committed), 'utf8'), path).toBe(text);
  });

  test('on ECS the requests of the load balancer are tracked by task and the latency steps', () => {
    expect(contentAt(example, 'ecs/catalogue-api/policies/requests.json', 'production')).toMatchObject({
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 120 * 60,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget' },
        DisableScaleIn: true,
      },
    });
    expect(contentAt(example, 'ecs/catalogue-api/policies/latency-out.json', 'production')).toMatchObject({
      PolicyType: 'StepScaling',
    });
    expect(contentAt(example, 'ecs/catalogue-api/alarms/latency-out.json', 'production')).toMatchObject({
      Threshold: 0.25,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    expect(contentAt(example, 'ecs/catalogue-api/alarms/latency-high.json', 'production')).toMatchObject({
      AlarmActions: ['arn:aws:sns:us-west-2:456789012345:catalogue-on-call'],
    });
  });

  test('a drain leaves two in production, and takes one in staging', () => {
    expect(
      at(contentAt(example, 'kubernetes/catalogue-api/pod-disruption-budget.yaml', 'production'), 'spec'),
    ).toMatchObject({ minAvailable: 2 });
    expect(
      at(contentAt(example, 'kubernetes/catalogue-api/pod-disruption-budget.yaml', 'staging'), 'spec'),
    ).toMatchObject({ maxUnavailable: 1 });
    expect(
      at(contentAt(example, 'kubernetes/catalogue-api/pod-disruption-budget.yaml', 'staging'), 'spec'),
    ).not.toHaveProperty('minAvailable');
  });

  test('Flux applies each environment from its own folder every two minutes', () => {
    expect(
      objectsOf(example, 'production').filter(object => /^(?:GitRepository|Kustomization) c/.test(object)),
    ).toEqual(['GitRepository catalogue-production', 'Kustomization catalogue-production']);
    expect(contentAt(example, 'gitops/kustomization.yaml', 'production')).toMatchObject({
      spec: { interval: '120s', path: './out/production/kubernetes' },
    });
  });

  test('both environments have the same kinds of payload', () => {
    expect(awsPathsOf(example, 'staging')).toEqual(awsPathsOf(example, 'production'));
  });
});
