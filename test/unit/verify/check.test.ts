import { describe, expect, it } from 'vitest';
import { because, derive } from '../../../src/model/sourced.ts';
import { checkFiles } from '../../../src/verify/check.ts';
import { kubernetesVersions } from '../../../src/verify/validators.ts';
import {
  autoscaler,
  awsFile,
  changed,
  deployment,
  kubernetesFile,
  scaledObject,
  service,
  source,
  written,
} from './manifests.ts';

const hpa = 'kubernetes/engine/hpa.yaml';

function messages(tree: object): string[] {
  return checkFiles([kubernetesFile('f.yaml', tree)]).map(({ message }) => message);
}

describe('checkFiles', () => {
  it.each(kubernetesVersions)('finds nothing in correct manifests for Kubernetes %s', version => {
    const files = [deployment, autoscaler, scaledObject, service].map((tree, index) =>
      kubernetesFile(`${String(index)}.yaml`, tree, 'engine', version),
    );
    expect(checkFiles(files)).toEqual([]);
  });

  it.each([
    ['an unknown field', changed(deployment, ['spec', 'replica'], 3), 'spec.replica is not a field of the API'],
    [
      'a field of another case',
      changed(service, ['spec', 'clusterIp'], 'None'),
      'spec.clusterIp is not a field of the API',
    ],
    ['a missing field', changed(deployment, ['spec', 'selector'], undefined), 'spec lacks "selector"'],
    ['a missing spec', changed(service, ['spec'], undefined), 'lacks "spec"'],
    [
      'a wrong type',
      changed(autoscaler, ['spec', 'maxReplicas'], '10'),
      'spec.maxReplicas must be a whole number, and is "10"',
    ],
    [
      'a wrong word',
      changed(autoscaler, ['spec', 'behavior', 'scaleDown', 'policies', 0, 'type'], 'Percentt'),
      'spec.behavior.scaleDown.policies[0].type must be "Pods" or "Percent", and is "Percentt"',
    ],
    [
      'a period above its limit',
      changed(autoscaler, ['spec', 'behavior', 'scaleDown', 'policies', 0, 'periodSeconds'], 1801),
      'spec.behavior.scaleDown.policies[0].periodSeconds must be at most 1800, and is 1801',
    ],
    [
      'a window above its limit',
      changed(autoscaler, ['spec', 'behavior', 'scaleDown', 'stabilizationWindowSeconds'], 3601),
      'spec.behavior.scaleDown.stabilizationWindowSeconds must be at most 3600, and is 3601',
    ],
    [
      'a port above its limit',
      changed(service, ['spec', 'ports', 0, 'port'], 65536),
      'spec.ports[0].port must be at most 65535, and is 65536',
    ],
    [
      'a trigger value that is no text',
      changed(scaledObject, ['spec', 'triggers', 1, 'metadata', 'lagThreshold'], 1000),
      'spec.triggers[1].metadata.lagThreshold must be a string, and is 1000',
    ],
    [
      'no triggers',
      changed(scaledObject, ['spec', 'triggers'], []),
      'spec.triggers must be a list of at least 1, and is []',
    ],
    [
      'an idle count other than zero',
      changed(scaledObject, ['spec', 'idleReplicaCount'], 1),
      'spec.idleReplicaCount must be 0, and is 1',
    ],
    [
      'a label key with a space',
      changed(deployment, ['metadata', 'labels'], { 'a b': 'c' }),
      'metadata.labels["a b"] is not a name that can stand there: it must be text that matches ^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$',
    ],
  ])('reports %s in plain words', (_what, tree, problem) => {
    expect(messages(tree)).toEqual([`"f.yaml" would be refused: ${problem}`]);
  });

  it('says what a quantity may be', () => {
    const found = messages(
      changed(deployment, ['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'cpu'], true),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/limits\.cpu must be a string or a number, and is true$/);
  });

  it('refuses tolerance before Kubernetes 1.33, where the API server would drop it', () => {
    const tree = changed(autoscaler, ['spec', 'behavior', 'scaleDown', 'tolerance'], '0.05');
    expect(checkFiles([kubernetesFile(hpa, tree, 'engine', '1.32')])).toHaveLength(1);
    expect(checkFiles([kubernetesFile(hpa, tree, 'engine', '1.33')])).toEqual([]);
  });

  it('reports every violation of every file', () => {
    const broken = changed(changed(autoscaler, ['spec', 'maxReplicas'], 0), ['spec', 'metrics', 0, 'type'], 'Cpu');
    const found = checkFiles(
      [
        kubernetesFile('a.yaml', broken),
        kubernetesFile('b.yaml', changed(deployment, ['kind'], 'DaemonSet')),
        kubernetesFile('c.yaml', changed(service, ['spec', 'x'], 1)),
      ].map((file, index) =>
        index === 1
          ? {
              ...file,
              schema: { of: 'kubernetes', apiVersion: 'apps/v1', kind: 'Deployment', version: '1.32' } as const,
            }
          : file,
      ),
    );
    expect(found.map(({ message }) => message.split(' ')[0])).toEqual(['"a.yaml"', '"a.yaml"', '"b.yaml"', '"c.yaml"']);
  });

  it('points at the line that the user wrote', () => {
    const tree = changed(autoscaler, ['spec', 'maxReplicas'], written(0, 16, 18));
    expect(checkFiles([kubernetesFile(hpa, tree)])).toEqual([
      {
        id: 'output-invalid',
        messageId: 'written',
        severity: 'error',
        message: `"${hpa}" would be refused: spec.maxReplicas must be at least 1, and is 0`,
        span: { source, start: 16, end: 18 },
        why: 'The API server, a webhook or CloudFormation would reject the file when it is applied',
        help: 'change the value on this line, which the refused field is made from',
        link: 'https://github.com/ai-pipestream/pipestream-scaling/blob/main/docs/diagnostics/output-invalid.md',
      },
    ]);
  });

  it('points at the first written input of a derived value, with the arithmetic', () => {
    const max = derive(
      'max = perHost × hosts',
      { perHost: written(0, 3, 4), hosts: because('default', 2) },
      inputs => inputs.perHost * inputs.hosts,
    );
    const [finding] = checkFiles([kubernetesFile(hpa, changed(autoscaler, ['spec', 'maxReplicas'], max))]);
    expect(finding).toMatchObject({ span: { start: 3, end: 4 }, why: 'max = perHost × hosts' });
  });

  it('gives the reason of a constant of an emitter, which no line led to', () => {
    const tree = changed(autoscaler, ['spec', 'maxReplicas'], because('HPA: at least one', 0));
    const [finding] = checkFiles([kubernetesFile(hpa, tree)]);
    expect(finding).toMatchObject({
      why: 'HPA: at least one',
      help: 'report this as a bug of pipestream-scaling, with the configuration that led to it',
    });
    expect(finding).not.toHaveProperty('span');
  });

  it('throws for a kind, a version or an operation that has no schema', () => {
    expect(() => checkFiles([kubernetesFile('x.yaml', { ...deployment, kind: 'StatefulSet' })])).toThrow(
      'there is no schema of statefulset-apps-v1 in 1.32',
    );
    expect(() => checkFiles([kubernetesFile('x.yaml', deployment, 'engine', '1.27')])).toThrow(
      'there are no schemas of Kubernetes 1.27',
    );
    expect(() => checkFiles([awsFile('x.json', 'ecs', 'DeleteCluster', {})])).toThrow(
      'there is no schema of ecs/DeleteCluster in aws',
    );
  });

  it('leaves text and files without a schema alone', () => {
    expect(
      checkFiles([
        { form: 'text', path: 'REPORT.md', text: '#' },
        { form: 'json', path: 'x.json', tree: because('x', { any: 1 }) },
      ]),
    ).toEqual([]);
  });
});

describe('checkFiles on AWS payloads', () => {
  const policy = {
    PolicyName: 'engine-cpu',
    PolicyType: 'TargetTrackingScaling',
    ServiceNamespace: 'ecs',
    ResourceId: 'service/pipestream/engine',
    ScalableDimension: 'ecs:service:DesiredCount',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 70.5,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      ScaleOutCooldown: 60,
      ScaleInCooldown: 300,
    },
  };
  const check = (service_: Parameters<typeof awsFile>[1], operation: string, tree: object): string[] =>
    checkFiles([awsFile('p.json', service_, operation, tree)]).map(({ message }) =>
      message.replace('"p.json" would be refused: ', ''),
    );

  it('accepts what the API takes', () => {
    expect(check('application-auto-scaling', 'PutScalingPolicy', policy)).toEqual([]);
    expect(
      check('scheduler', 'CreateSchedule', {
        Name: 'wake',
        ScheduleExpression: 'rate(1 minute)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
          RoleArn: 'arn:aws:iam::123456789012:role/r',
        },
      }),
    ).toEqual([]);
    expect(check('iam', 'PutRolePolicy', { RoleName: 'r', PolicyName: 'p', PolicyDocument: '{}' })).toEqual([]);
    expect(check('ecs', 'UpdateService', { service: 'engine', cluster: 'pipestream' })).toEqual([]);
  });

  it.each([
    [
      'the camelCase of the scaling document',
      'application-auto-scaling',
      'PutScalingPolicy',
      { ...policy, policyName: 'x' },
      ['policyName is not a field of the API'],
    ],
    [
      'a missing member',
      'application-auto-scaling',
      'PutScalingPolicy',
      changed(policy, ['ResourceId'], undefined),
      ['lacks "ResourceId"'],
    ],
    [
      'a cooldown below zero',
      'application-auto-scaling',
      'PutScalingPolicy',
      changed(policy, ['TargetTrackingScalingPolicyConfiguration', 'ScaleOutCooldown'], -1),
      ['TargetTrackingScalingPolicyConfiguration.ScaleOutCooldown must be at least 0, and is -1'],
    ],
    [
      'both metric specifications',
      'application-auto-scaling',
      'PutScalingPolicy',
      changed(policy, ['TargetTrackingScalingPolicyConfiguration', 'CustomizedMetricSpecification'], {}),
      ['TargetTrackingScalingPolicyConfiguration has two members that exclude one another'],
    ],
    [
      'a period between the steps',
      'cloudwatch',
      'PutMetricAlarm',
      { AlarmName: 'a', ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, Period: 90, MetricName: 'm' },
      ['Period must be 10, 20 or 30 or a multiple of 60, and is 90'],
    ],
    [
      'an unknown way to treat missing data',
      'cloudwatch',
      'PutMetricAlarm',
      {
        AlarmName: 'a',
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
        TreatMissingData: 'notbreaching',
      },
      ['TreatMissingData must be "breaching", "notBreaching", "ignore" or "missing", and is "notbreaching"'],
    ],
    [
      'memory below the least',
      'lambda',
      'CreateFunction',
      { FunctionName: 'f', Role: 'arn:aws:iam::123456789012:role/r', Code: {}, MemorySize: 64 },
      ['MemorySize must be at least 128, and is 64'],
    ],
  ] as const)('refuses %s', (_what, service_, operation, tree, expected) => {
    expect(check(service_, operation, tree)).toEqual(expected);
  });
});
