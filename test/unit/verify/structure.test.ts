import { describe, expect, it } from 'vitest';
import type { OutputFile } from '../../../src/model/output-file.ts';
import { checkFiles } from '../../../src/verify/check.ts';
import { checkStructure } from '../../../src/verify/structure.ts';
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

const labels = { 'app.kubernetes.io/name': 'pipestream-engine' };
const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'pipestream-engine', namespace: 'pipestream' },
  spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
};
const monitor = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PodMonitor',
  metadata: { name: 'pipestream-engine', namespace: 'pipestream' },
  spec: { selector: { matchLabels: labels }, podMetricsEndpoints: [{ port: 'grpc' }] },
};
const authentication = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'TriggerAuthentication',
  metadata: { name: 'kafka', namespace: 'pipestream' },
  spec: { secretTargetRef: [{ parameter: 'sasl', name: 'kafka', key: 'sasl' }] },
};

function pool(...trees: readonly object[]): OutputFile[] {
  return trees.map((tree, index) => kubernetesFile(`kubernetes/engine/${String(index)}.yaml`, tree));
}

function problems(files: readonly OutputFile[]): string[] {
  return checkStructure(files).map(({ message }) => message.replace(/^"(.*?)" would be refused: /, ''));
}

describe('checkStructure', () => {
  it.each([
    ['an HPA', [deployment, autoscaler, service, budget, monitor]],
    [
      'a ScaledObject',
      [
        deployment,
        changed(scaledObject, ['spec', 'triggers', 1, 'authenticationRef'], { name: 'kafka' }),
        authentication,
        service,
      ],
    ],
    ['a Deployment that another chart owns', [autoscaler]],
  ])('finds nothing in a correct pool with %s', (_what, trees) => {
    const files = pool(...trees);
    expect(checkFiles(files)).toEqual([]);
    expect(checkStructure(files)).toEqual([]);
  });

  it.each<[string, object[], string]>([
    [
      'a minimum above the maximum',
      [deployment, changed(autoscaler, ['spec', 'minReplicas'], 11)],
      'spec.minReplicas is 11, above maxReplicas, 10',
    ],
    [
      'a metric of a container that is not there',
      [deployment, changed(autoscaler, ['spec', 'metrics', 0, 'containerResource', 'container'], 'sidecar')],
      'spec.metrics[0] watches a container "sidecar" that "pipestream-engine" does not have',
    ],
    [
      'a metric of a resource that is not requested',
      [changed(deployment, ['spec', 'template', 'spec', 'containers', 0, 'resources'], {}), autoscaler],
      'spec.metrics[0] watches cpu, which the container "engine" does not request',
    ],
    [
      'a count beside an autoscaler',
      [changed(deployment, ['spec', 'replicas'], 3), autoscaler],
      'spec.replicas is set beside the autoscaler in "kubernetes/engine/1.yaml"',
    ],
    [
      'a selector that misses its own pods',
      [changed(deployment, ['spec', 'selector', 'matchLabels'], { app: 'engine' })],
      'spec.selector.matchLabels.app selects a label that the pods of the template do not have',
    ],
    [
      'an HPA of a Deployment that is not there',
      [deployment, changed(autoscaler, ['spec', 'scaleTargetRef', 'name'], 'engine')],
      'spec.scaleTargetRef.name names a Deployment "engine" that is not emitted',
    ],
    [
      'a Service that selects nothing',
      [deployment, changed(service, ['spec', 'selector'], { app: 'engine' })],
      'spec.selector selects no pod that is emitted',
    ],
    [
      'a Service without a selector',
      [deployment, changed(service, ['spec', 'selector'], {})],
      'spec.selector selects nothing in particular',
    ],
    [
      'a Service on a port that is not declared',
      [deployment, changed(service, ['spec', 'ports', 0, 'targetPort'], 'http')],
      'spec.ports[0].targetPort names a port "http" that no container declares',
    ],
    [
      'a Service with two ports of one name',
      [deployment, changed(service, ['spec', 'ports', 1], { name: 'grpc', port: 38101, targetPort: 'grpc' })],
      'spec.ports[1].name is grpc, as another port of it is',
    ],
    [
      'a Service with two ports of one number',
      [deployment, changed(service, ['spec', 'ports', 1], { name: 'http', port: 38100, targetPort: 'grpc' })],
      'spec.ports[1].port is 38100, as another port of it is',
    ],
    [
      'a probe of a port that is not declared',
      [
        changed(deployment, ['spec', 'template', 'spec', 'containers', 0, 'livenessProbe'], {
          httpGet: { path: '/', port: 'http' },
        }),
      ],
      'spec.template.spec.containers[0].livenessProbe.httpGet.port names a port "http" that the container does not declare',
    ],
    [
      'a budget that selects nothing',
      [deployment, changed(budget, ['spec', 'selector', 'matchLabels'], { app: 'engine' })],
      'spec.selector.matchLabels selects no pod that is emitted',
    ],
    [
      'a monitor of a port that is not declared',
      [deployment, changed(monitor, ['spec', 'podMetricsEndpoints', 0, 'port'], 'metrics')],
      'spec.podMetricsEndpoints[0].port names a port "metrics" that no container declares',
    ],
  ])('refuses %s', (_what, trees, problem) => {
    expect(problems(pool(...trees))).toEqual([problem]);
  });

  it('reports at the line that the user wrote', () => {
    const hpa = changed(autoscaler, ['spec', 'minReplicas'], written(11, 4, 6));
    expect(checkStructure(pool(deployment, hpa))).toMatchObject([
      { id: 'output-invalid', severity: 'error', span: { source, start: 4, end: 6 } },
    ]);
  });
});

describe('checkStructure holds a ScaledObject against KEDA’s admission webhook (semantics 13)', () => {
  const cpuOnly = changed(
    scaledObject,
    ['spec', 'triggers'],
    [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } }],
  );
  const spec = (member: string, value: unknown, of: object = scaledObject): object =>
    changed(of, ['spec', member], value);
  const trigger = (member: string, value: unknown): object =>
    changed(scaledObject, ['spec', 'triggers', 0, member], value);

  it.each<[string, object[], string]>([
    [
      'a minimum above the maximum',
      [spec('minReplicaCount', 11)],
      'spec.minReplicaCount is 11, above maxReplicaCount, 10',
    ],
    [
      'a minimum above the maximum that is not written, 100',
      [spec('minReplicaCount', 101, spec('maxReplicaCount', undefined))],
      'spec.minReplicaCount is 101, above maxReplicaCount, 100',
    ],
    [
      'an idle count at the minimum',
      [spec('idleReplicaCount', 0, spec('minReplicaCount', 0))],
      'spec.idleReplicaCount is 0, and must be below minReplicaCount, 0',
    ],
    [
      'CPU alone from zero',
      [spec('minReplicaCount', 0, cpuOnly)],
      'spec.minReplicaCount is 0, from which triggers of CPU and memory never wake a workload',
    ],
    [
      'CPU alone with no minimum, which is zero',
      [spec('minReplicaCount', undefined, cpuOnly)],
      'spec.minReplicaCount is 0, from which triggers of CPU and memory never wake a workload',
    ],
    [
      'a fallback of CPU alone',
      [spec('fallback', { failureThreshold: 3, replicas: 5 }, cpuOnly)],
      'spec.fallback has no effect on triggers of CPU and memory',
    ],
    [
      'an autoscaler whose default name is too long',
      [changed(changed(scaledObject, ['metadata', 'name'], 'a'.repeat(55)), ['spec', 'advanced'], {})],
      `metadata.name names the autoscaler "keda-hpa-${'a'.repeat(55)}", which is longer than 63 characters`,
    ],
    [
      'a name above 63 characters',
      [changed(scaledObject, ['metadata', 'name'], 'a'.repeat(64))],
      'metadata.name is 64 characters long; at most 63 are allowed',
    ],
    ['two triggers of one name', [trigger('name', 'lag')], 'spec.triggers[1].name repeats the trigger name "lag"'],
    [
      'cached metrics of CPU',
      [trigger('useCachedMetrics', true)],
      'spec.triggers[0].useCachedMetrics is not supported by the trigger "cpu"',
    ],
    [
      'the removed metadata.type',
      [trigger('metadata', { type: 'Utilization', value: '70' })],
      'spec.triggers[0].metadata.type was removed in KEDA 2.18; metricType replaces it',
    ],
    [
      'modifiers without a formula',
      [changed(scaledObject, ['spec', 'advanced', 'scalingModifiers'], { target: '1' })],
      'spec.advanced.scalingModifiers lacks "formula"',
    ],
    [
      'an authentication that is not there',
      [trigger('authenticationRef', { name: 'kafka' })],
      'spec.triggers[0].authenticationRef.name names a TriggerAuthentication "kafka" that is not emitted',
    ],
  ])('refuses %s', (_what, trees, problem) => {
    expect(problems(pool(deployment, ...trees))).toContain(problem);
  });

  it('refuses a cpu trigger where one container of the pod has no request', () => {
    const containers = [
      { name: 'engine', image: 'a:1', resources: { requests: { cpu: '1' } } },
      { name: 'sidecar', image: 'b:1' },
    ];
    const pods = changed(deployment, ['spec', 'template', 'spec', 'containers'], containers);
    expect(problems(pool(pods, cpuOnly))).toEqual([
      'spec.triggers[0] watches cpu, which the container "sidecar" does not request',
    ]);
    expect(problems(pool(pods, scaledObject))).toEqual([]);
  });

  it('refuses two ScaledObjects of one workload, and an HPA beside a ScaledObject', () => {
    const second = changed(
      changed(scaledObject, ['metadata', 'name'], 'second'),
      ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name'],
      'second',
    );
    expect(problems(pool(deployment, scaledObject, second))).toEqual([
      'spec.scaleTargetRef.name names a workload that "kubernetes/engine/1.yaml" scales already',
    ]);
    expect(problems(pool(deployment, autoscaler, second))).toEqual([
      'spec.scaleTargetRef.name names a workload that "kubernetes/engine/1.yaml" scales already',
    ]);
  });

  it('refuses an autoscaler of a name that is taken', () => {
    const other = changed(changed(scaledObject, ['metadata', 'name'], 'other'), ['spec', 'scaleTargetRef'], {
      kind: 'StatefulSet',
      name: 'other',
    });
    expect(problems(pool(deployment, scaledObject, other))).toEqual([
      'spec.advanced.horizontalPodAutoscalerConfig.name gives the autoscaler the name of the one in "kubernetes/engine/1.yaml"',
    ]);
  });
});

describe('checkStructure on a kustomization', () => {
  const kustomization = (...resources: string[]): object => ({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources,
  });
  const files = (tree: object): OutputFile[] => [
    kubernetesFile('kubernetes/kustomization.yaml', tree),
    kubernetesFile('kubernetes/engine/deployment.yaml', deployment),
    kubernetesFile('gitops/application.yaml', service, 'other'),
  ];

  it('finds nothing where every manifest below is listed', () => {
    expect(problems(files(kustomization('engine/deployment.yaml')))).toEqual([]);
  });

  it('refuses one that leaves a manifest out or lists what is not there', () => {
    expect(problems(files(kustomization()))).toEqual(['resources leaves out "engine/deployment.yaml"']);
    expect(problems(files(kustomization('engine/deployment.yaml', 'engine/hpa.yaml')))).toEqual([
      'resources[1] lists "engine/hpa.yaml", which is not emitted',
    ]);
  });
});

describe('checkStructure on AWS payloads', () => {
  const steps = (...StepAdjustments: object[]): object => ({ StepScalingPolicyConfiguration: { StepAdjustments } });
  it.each<[string, string, object, string[]]>([
    [
      'touching steps',
      'PutScalingPolicy',
      steps(
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 10, ScalingAdjustment: 2 },
      ),
      [],
    ],
    [
      'a gap between steps',
      'PutScalingPolicy',
      steps(
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 20, ScalingAdjustment: 2 },
      ),
      ['StepScalingPolicyConfiguration.StepAdjustments[0] leaves a gap to the next step'],
    ],
    [
      'an overlap of steps',
      'PutScalingPolicy',
      steps(
        { MetricIntervalLowerBound: 0, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 20, ScalingAdjustment: 2 },
      ),
      ['StepScalingPolicyConfiguration.StepAdjustments[0] overlaps the next step'],
    ],
    [
      'two results of metric math',
      'PutMetricAlarm',
      { Metrics: [{ Id: 'm1' }, { Id: 'e1', ReturnData: true }] },
      ['Metrics has 2 queries with ReturnData, and must have exactly one'],
    ],
    [
      'more datapoints than periods',
      'PutMetricAlarm',
      { DatapointsToAlarm: 5, EvaluationPeriods: 3 },
      ['DatapointsToAlarm is 5, above EvaluationPeriods, 3'],
    ],
    [
      'bounds the wrong way round',
      'RegisterScalableTarget',
      { MinCapacity: 3, MaxCapacity: 2 },
      ['MinCapacity is 3, above MaxCapacity, 2'],
    ],
    [
      'two containers of a task on one port',
      'RegisterTaskDefinition',
      { containerDefinitions: [{ portMappings: [{ containerPort: 80 }] }, { portMappings: [{ containerPort: 80 }] }] },
      ['containerDefinitions[1].portMappings[0].containerPort is 80, as another port of the task is'],
    ],
  ])('judges %s', (_what, operation, tree, expected) => {
    expect(
      problems([
        awsFile('p.json', operation === 'PutMetricAlarm' ? 'cloudwatch' : 'application-auto-scaling', operation, tree),
      ]),
    ).toEqual(expected);
  });
});
