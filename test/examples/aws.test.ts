import { describe, expect, test } from 'vitest';
import { at, awsPathsOf, compileFile, contentAt, objectsOf } from './compiled.ts';

describe('ECS alone, on Fargate Spot', () => {
  const example = compileFile('examples/fargate-spot/pipestream-scaling.yaml');

  test('nothing of Kubernetes is emitted', () => {
    expect(objectsOf(example)).toEqual([]);
    expect(awsPathsOf(example)).toEqual([
      'ecs/image-resizer/alarms/backlog-high.json',
      'ecs/image-resizer/alarms/cpu-high.json',
      'ecs/image-resizer/alarms/pinned-at-max.json',
      'ecs/image-resizer/log-group.json',
      'ecs/image-resizer/log-retention.json',
      'ecs/image-resizer/policies/backlog.json',
      'ecs/image-resizer/policies/cpu.json',
      'ecs/image-resizer/scalable-target.json',
      'ecs/image-resizer/service.create.json',
      'ecs/image-resizer/service.update.json',
      'ecs/image-resizer/task-definition.json',
      'ecs/stack-deployment.yaml',
      'ecs/stack.yaml',
    ]);
  });

  test('one task stays on Fargate; of the others Spot has four in five', () => {
    expect(at(contentAt(example, 'ecs/image-resizer/service.create.json'), 'capacityProviderStrategy')).toEqual([
      { capacityProvider: 'FARGATE', base: 1, weight: 1 },
      { capacityProvider: 'FARGATE_SPOT', weight: 4 },
    ]);
  });

  test('2m of waiting at 1s each is 120 messages a task, those being worked on included', () => {
    expect(contentAt(example, 'ecs/image-resizer/policies/backlog.json')).toMatchObject({
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 120,
        CustomizedMetricSpecification: { Metrics: [{}, {}, {}, { Expression: '(m1+m2)/m3', ReturnData: true }] },
      },
    });
    expect(contentAt(example, 'ecs/image-resizer/policies/cpu.json')).toMatchObject({
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
    });
    expect(contentAt(example, 'ecs/image-resizer/scalable-target.json')).toMatchObject({
      MinCapacity: 1,
      MaxCapacity: 40,
    });
  });

  test("a task is a size that Fargate has, and stops within Spot's notice", () => {
    expect(contentAt(example, 'ecs/image-resizer/task-definition.json')).toMatchObject({
      cpu: '1024',
      memory: '2048',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      containerDefinitions: [{ stopTimeout: 90 }],
    });
  });

  test('the update leaves the count to the autoscaler', () => {
    expect(contentAt(example, 'ecs/image-resizer/service.create.json')).toHaveProperty('desiredCount', 1);
    expect(contentAt(example, 'ecs/image-resizer/service.update.json')).not.toHaveProperty('desiredCount');
  });
});

describe('a GPU transcoder that is fed from SQS', () => {
  const example = compileFile('examples/video-transcoder/pipestream-scaling.yaml');

  test('0 to 8 on the queue, 16m at 4m each is 4 a replica, asleep after 10m', () => {
    expect(contentAt(example, 'kubernetes/transcoder/scaled-object.yaml')).toMatchObject({
      spec: {
        minReplicaCount: 0,
        maxReplicaCount: 8,
        cooldownPeriod: 600,
        triggers: [
          {
            type: 'aws-sqs-queue',
            metricType: 'AverageValue',
            metadata: {
              queueLength: '4',
              activationQueueLength: '0',
              scaleOnInFlight: 'true',
              awsRegion: 'eu-central-1',
            },
          },
        ],
      },
    });
  });

  test('asks for one GPU of that kind, tolerates its nodes, and lets a job end', () => {
    expect(contentAt(example, 'kubernetes/transcoder/deployment.yaml')).toMatchObject({
      spec: {
        template: {
          spec: {
            terminationGracePeriodSeconds: 960,
            nodeSelector: { 'karpenter.k8s.aws/instance-gpu-name': 'l4' },
            tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
            containers: [
              {
                resources: {
                  requests: { cpu: '3', memory: '8Gi' },
                  limits: { cpu: '4', memory: '12Gi', 'nvidia.com/gpu': '1' },
                },
              },
            ],
          },
        },
      },
    });
  });

  test('each pool is on its own platform only', () => {
    expect(objectsOf(example)).not.toContain('Deployment thumbnailer');
    expect(awsPathsOf(example).filter(path => path.includes('transcoder/'))).toEqual([]);
  });

  test('the thumbnails: the watcher owns 0 and 1, 1 to 6 is tracking at 20 a task', () => {
    expect(contentAt(example, 'ecs/thumbnailer/service.create.json')).toMatchObject({ desiredCount: 0 });
    expect(contentAt(example, 'ecs/thumbnailer/scalable-target.json')).toMatchObject({
      MinCapacity: 1,
      MaxCapacity: 6,
    });
    expect(contentAt(example, 'ecs/thumbnailer/policies/backlog.json')).toMatchObject({
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 20 },
    });
    expect(JSON.stringify(contentAt(example, 'lambda/thumbnailer-scaler/role-policy.json'))).toContain(
      'sqs:GetQueueAttributes',
    );
  });
});
