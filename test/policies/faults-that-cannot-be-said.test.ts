import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';

/**
 * Faults of the scaling document that the language has no words for: what is emitted does not have them.
 * Each looks at the text that goes to disk, for every pool and environment of the example at the root.
 */
const example = readFileSync(new URL('../../pipestream-scaling.yaml', import.meta.url), 'utf8');
const compiled = compile(sourceText('pipestream-scaling.yaml', example));

const ECS_TARGET = `targets:
  ecs:
    region: us-east-1
    accountId: "123456789012"
    cluster: example
    subnets: [subnet-0123456789abcdef0]
    securityGroups: [sg-0123456789abcdef0]
    executionRoleArn: arn:aws:iam::123456789012:role/example-execution
`;

interface Emitted {
  /** `production/ecs/parser/policies/in.json` */
  readonly path: string;
  readonly content: unknown;
}

const files: readonly Emitted[] = compiled.value.flatMap(({ name, rendered }) =>
  rendered
    .filter(({ path }) => /\.(?:ya?ml|json)$/.test(path))
    .map(({ path, text }) => ({
      path: `${name}/${path}`,
      content: path.endsWith('.json') ? JSON.parse(text) : load(text),
    })),
);

/** What is at a path; undefined where a part of it is missing. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (node, step) => (typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined),
    value,
  );
}

function list(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

const ofKind = (...kinds: readonly string[]) =>
  files.filter(({ content }) => kinds.includes(String(at(content, 'kind'))));
const matching = (pattern: RegExp) => files.filter(({ path }) => pattern.test(path));
const folderOf = ({ path }: Emitted) => path.slice(0, path.lastIndexOf('/'));

const deployments = ofKind('Deployment');
const autoscalers = ofKind('ScaledObject', 'HorizontalPodAutoscaler');
const pools = compiled.value.flatMap(({ plan }) => plan.pools);
const onEcs = pools.filter(({ on: { ecs } }) => ecs !== undefined).length;
const policies = matching(/\/ecs\/[^/]+\/policies\//);

test('the example has something of everything that is looked at', () => {
  expect(compiled.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const onKubernetes = pools.filter(({ on: { kubernetes } }) => kubernetes !== undefined).length;
  expect(onKubernetes).toBeGreaterThan(1);
  expect(onEcs).toBeGreaterThan(1);
  expect([deployments.length, autoscalers.length, matching(/service\.update\.json$/).length]).toEqual([
    onKubernetes,
    onKubernetes,
    onEcs,
  ]);
  expect(policies.length).toBeGreaterThan(20);
});

describe('3: CPU of the whole pod, sidecar and all', () => {
  const several = deployments.filter(
    ({ content }) => list(content, 'spec', 'template', 'spec', 'containers').length > 1,
  );

  test('is scaled on by no pool with several containers', () => {
    expect(several.map(({ path }) => path)).toEqual(
      compiled.value.map(({ name }) => `${name}/kubernetes/pipestream-engine/deployment.yaml`),
    );
    for (const deployment of several) {
      const scaler = autoscalers.find(other => folderOf(other) === folderOf(deployment));
      const cpu = list(scaler?.content, 'spec', 'triggers').filter(trigger => at(trigger, 'type') === 'cpu');
      expect(
        cpu.map(trigger => at(trigger, 'metadata', 'containerName')),
        deployment.path,
      ).toEqual(['engine']);
    }
  });

  test('nor by its HPA, where CPU is all that it scales on', () => {
    const cpuOnly = `version: 1
name: example
targets: { kubernetes: { version: "1.32", namespace: example } }
pools:
  engine:
    kind: always-on
    replicas: 2..10
    containers:
      engine: { image: "registry.example.com/engine:1.0.0", cpu: 1, memory: 2Gi }
      sidecar: { image: "registry.example.com/sidecar:1.0.0", cpu: 500m, memory: 2Gi }
    signals: { cpu: 70% }
`;
    const hpa = compile(sourceText('cpu-only.yaml', cpuOnly)).value[0]?.rendered.find(({ path }) =>
      path.endsWith('hpa.yaml'),
    );
    expect(list(load(hpa?.text ?? ''), 'spec', 'metrics')).toEqual([
      {
        type: 'ContainerResource',
        containerResource: {
          name: 'cpu',
          container: 'engine',
          target: { type: 'Utilization', averageUtilization: 70 },
        },
      },
    ]);
  });
});

describe('8: a count of replicas beside an autoscaler', () => {
  test('is in no Deployment', () => {
    for (const { path, content } of deployments) expect(content, path).not.toHaveProperty('spec.replicas');
  });

  test('is in no update of a service, and in no service of a stack', () => {
    for (const { path, content } of matching(/service\.update\.json$/))
      expect(content, path).not.toHaveProperty('desiredCount');
    const services = matching(/\/stack\.yaml$/)
      .flatMap(({ content }) => Object.values(Object(at(content, 'Resources'))))
      .filter(resource => at(resource, 'Type') === 'AWS::ECS::Service');
    expect(services).toHaveLength(onEcs);
    for (const service of services) expect(service).not.toHaveProperty('Properties.DesiredCount');
  });
});

test('13: no workload has two autoscalers', () => {
  const targets = autoscalers.map(
    scaler =>
      `${scaler.path.split('/')[0] ?? ''}: ${String(at(scaler.content, 'spec', 'scaleTargetRef', 'kind'))} ${String(at(scaler.content, 'spec', 'scaleTargetRef', 'name'))}`,
  );
  expect(new Set(targets).size).toBe(targets.length);
  expect(targets.sort()).toEqual(
    deployments
      .map(({ path, content }) => `${path.split('/')[0] ?? ''}: Deployment ${String(at(content, 'metadata', 'name'))}`)
      .sort(),
  );
});

describe('34: scaling policies in camelCase', () => {
  test('every member of every policy is in PascalCase', () => {
    for (const { path, content } of policies)
      expect(
        keysOf(content).filter(key => !/^[A-Z][A-Za-z0-9]*$/.test(key)),
        path,
      ).toEqual([]);
  });

  test('PutScalingPolicy has what it requires', () => {
    for (const { path, content } of policies) {
      const [environment, , pool = ''] = path.split('/');
      const cluster =
        compiled.value.find(({ name }) => name === environment)?.plan.system.targets.ecs?.cluster.plain ?? '';
      expect(content, path).toMatchObject({
        PolicyName: expect.stringMatching(new RegExp(`^${pool}-`)),
        PolicyType: expect.stringMatching(/^(?:TargetTracking|Step)Scaling$/),
        ServiceNamespace: 'ecs',
        ResourceId: `service/${cluster}/${pool}`,
        ScalableDimension: 'ecs:service:DesiredCount',
      });
    }
  });
});

test('38: no target tracking follows the raw lag, but the lag of one task', () => {
  const lag = policies.filter(({ path }) => path.endsWith('/policies/lag.json'));
  expect(lag.length).toBeGreaterThan(0);
  for (const { path, content } of lag) {
    const customized = at(content, 'TargetTrackingScalingPolicyConfiguration', 'CustomizedMetricSpecification');
    expect(customized, path).not.toHaveProperty('MetricName');
    const [raw, tasks, perTask] = list(customized, 'Metrics');
    expect([at(raw, 'MetricStat', 'Metric', 'MetricName'), at(tasks, 'MetricStat', 'Stat')], path).toEqual([
      'ConsumerLag',
      'SampleCount',
    ]);
    expect(
      [raw, tasks, perTask].map(metric => at(metric, 'ReturnData')),
      path,
    ).toEqual([false, false, true]);
    expect(at(perTask, 'Expression'), path).toBe(`${String(at(raw, 'Id'))}/${String(at(tasks, 'Id'))}`);
  }
});

describe('a Deployment without selector, labels or images', () => {
  test("every Deployment selects the labels of its own pods, and nobody else's", () => {
    const selectors = deployments.map(({ path, content }) => {
      const selector = Object(at(content, 'spec', 'selector', 'matchLabels'));
      expect(Object.keys(selector), path).toContain('app.kubernetes.io/name');
      expect(at(content, 'spec', 'template', 'metadata', 'labels'), path).toMatchObject(selector);
      expect(at(content, 'metadata', 'labels'), path).toMatchObject(selector);
      return `${path.split('/')[0] ?? ''} ${JSON.stringify(selector)}`;
    });
    expect(new Set(selectors).size).toBe(selectors.length);
  });

  test('every container has an image', () => {
    for (const { path, content } of deployments) {
      const images = list(content, 'spec', 'template', 'spec', 'containers').map(container => at(container, 'image'));
      expect(images.length, path).toBeGreaterThan(0);
      for (const image of images) expect(image, path).toMatch(/^[a-z0-9.-]+\/[\w./-]+:\d+\.\d+\.\d+$/);
    }
  });
});

test('33: every task on Fargate has a pair of CPU and memory that is sold', () => {
  const sizes: Readonly<Record<string, (gigabytes: number) => boolean>> = {
    256: memory => [0.5, 1, 2].includes(memory),
    512: memory => [1, 2, 3, 4].includes(memory),
    1024: memory => memory >= 2 && memory <= 8 && Number.isInteger(memory),
    2048: memory => memory >= 4 && memory <= 16 && Number.isInteger(memory),
    4096: memory => memory >= 8 && memory <= 30 && Number.isInteger(memory),
    8192: memory => memory >= 16 && memory <= 60 && memory % 4 === 0,
    16384: memory => memory >= 32 && memory <= 120 && memory % 8 === 0,
  };
  const amounts = ['100m', '250m', '600m', '1', '1500m', '3', '5', '12', '16'].flatMap(cpu =>
    ['64Mi', '600Mi', '1500Mi', '5Gi', '17Gi', '31Gi', '61Gi', '120Gi'].map(memory => ({ cpu, memory })),
  );
  const text = `version: 1
name: example
${ECS_TARGET}pools:
${amounts.map(({ cpu, memory }, index) => `  p${String(index)}: { kind: demand-driven, replicas: 1..2, containers: { app: { image: "registry.example.com/app:1.0.0", cpu: ${cpu}, memory: ${memory} } }, signals: { cpu: 70% } }`).join('\n')}
`;
  const tasks = compile(sourceText('sizes.yaml', text))
    .value.flatMap(({ rendered }) => rendered)
    .filter(({ path }) => path.endsWith('/task-definition.json'));
  expect(tasks).toHaveLength(amounts.length);
  for (const { path, text: task } of tasks) {
    const content: unknown = JSON.parse(task);
    expect(
      sizes[String(at(content, 'cpu'))]?.(Number(at(content, 'memory')) / 1024),
      `${path}: ${String(at(content, 'cpu'))} units, ${String(at(content, 'memory'))} MiB`,
    ).toBe(true);
  }
});

describe('45, iam-wildcard: a role that may do more than its function calls', () => {
  const withQueue = `version: 1
name: example
${ECS_TARGET}pools:
  worker:
    kind: scale-to-zero
    replicas: { max: 5 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 2Gi } }
    signals: { queueBacklog: { perReplica: 10, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/work" } } }
`;
  const stacks = [
    ...matching(/\/ecs\/.*stack\.yaml$/).map(({ content }) => content),
    ...compile(sourceText('queue.yaml', withQueue))
      .value.flatMap(({ rendered }) => rendered)
      .filter(({ path }) => path.endsWith('stack.yaml'))
      .map(({ text }) => load(text)),
  ];
  const roles = stacks
    .flatMap(stack => Object.values(Object(at(stack, 'Resources'))))
    .filter(resource => at(resource, 'Type') === 'AWS::IAM::Role');
  const statements = roles
    .flatMap(role => list(role, 'Properties', 'Policies'))
    .flatMap(policy => list(policy, 'PolicyDocument', 'Statement'));
  const actionsOf = (statement: unknown) => [at(statement, 'Action')].flat().map(String);
  const resourcesOf = (statement: unknown) => [at(statement, 'Resource')].flat().map(String);

  test('there are roles to look at, with every action that a watcher needs', () => {
    expect(roles.length).toBeGreaterThan(2);
    expect([...new Set(statements.flatMap(actionsOf))].sort()).toEqual([
      'cloudwatch:GetMetricData',
      'ecs:DescribeServices',
      'ecs:UpdateService',
      'lambda:InvokeFunction',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:GetQueueAttributes',
    ]);
  });

  test('any resource is allowed only to the action that takes none, and within one log group', () => {
    for (const statement of statements) {
      const wide = resourcesOf(statement).filter(resource => resource.includes('*'));
      if (actionsOf(statement).join() === 'cloudwatch:GetMetricData') expect(wide).toEqual(['*']);
      else if (actionsOf(statement).every(action => action.startsWith('logs:')))
        expect(wide).toEqual([
          expect.stringMatching(/^arn:aws:logs:us-east-1:\d{12}:log-group:\/aws\/lambda\/[\w-]+:\*$/),
        ]);
      else expect(wide, actionsOf(statement).join()).toEqual([]);
    }
  });

  test('a role is trusted by one service of AWS', () => {
    for (const role of roles) {
      expect(
        list(role, 'Properties', 'AssumeRolePolicyDocument', 'Statement').map(statement =>
          at(statement, 'Principal', 'Service'),
        ),
      ).toEqual([expect.stringMatching(/^(?:lambda|scheduler)\.amazonaws\.com$/)]);
    }
  });

  test('nor can a wildcard be written for a role', () => {
    const { diagnostics } = compile(sourceText('wild.yaml', withQueue.replace('role/example-execution', 'role/*')));
    expect(diagnostics.map(({ severity, path }) => [severity, path?.join('.')])).toEqual([
      ['error', 'targets.ecs.executionRoleArn'],
    ]);
  });
});

test('46: a GPU is in the limits of one container, and never in requests alone', () => {
  const gpus = deployments.flatMap(({ path, content }) => {
    const containers = list(content, 'spec', 'template', 'spec', 'containers');
    return at(content, 'spec', 'template', 'spec', 'tolerations') === undefined ? [] : [{ path, containers }];
  });
  expect(gpus.map(({ path }) => path)).toEqual(
    compiled.value.map(({ name }) => `${name}/kubernetes/embedder-module/deployment.yaml`),
  );
  for (const { path, containers } of gpus) {
    expect(
      containers.map(container => at(container, 'resources', 'limits', 'nvidia.com/gpu')),
      path,
    ).toEqual(['1']);
    for (const container of containers)
      expect(at(container, 'resources', 'requests'), path).not.toHaveProperty(['nvidia.com/gpu']);
  }
});

function keysOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [key, ...keysOf(child)]);
}
