import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { analysed } from '../../analysed.ts';
import { compile } from '../../../src/pipeline.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const SYSTEM = (pool: string, version = '1.32') => `version: 1
name: shop
targets:
  kubernetes: { version: "${version}", namespace: shop }
  ecs: { region: eu-west-1, accountId: "123456789012", cluster: main, subnets: [subnet-0123456789abcdef0], securityGroups: [sg-0123456789abcdef0], executionRoleArn: "arn:aws:iam::123456789012:role/e", alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:a" }
hardware: { l4: { gpu: NVIDIA-L4, instanceTypes: [g6.xlarge] } }
pools:
  api:
    kind: always-on
    replicas: 2..4
    signals: { cpu: 70% }
${pool}`;
const CONTAINER = (more = '') =>
  `    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi, ports: { http: 80 }${more} } }\n`;

function output(pool: string, file: string, version?: string) {
  const { value, diagnostics } = compile(sourceText('a.yaml', SYSTEM(pool, version)));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return load(value[0]?.rendered.find(({ path }) => path.endsWith(file))?.text ?? '');
}
const losses = (pool: string) =>
  compile(sourceText('a.yaml', SYSTEM(pool))).value[0]?.plan.losses.map(
    ({ target, what, instead, dangerous }) => `${target} ${what}${dangerous ? '!' : ''}: ${instead}`,
  );

describe('nodes of the hardware and of the pool', () => {
  const GPU = `    targets: [kubernetes]\n    hardware: l4\n${CONTAINER()}`;

  test('the instance types are in each alternative that the pool requires', () => {
    const terms =
      '[{ matchExpressions: [{ key: disk, operator: Exists }] }, { matchExpressions: [{ key: zone, operator: Exists }] }]';
    const affinity = `    scheduling: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: ${terms} } } } }\n`;
    const types = { key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['g6.xlarge'] };
    expect(output(GPU + affinity, 'deployment.yaml')).toHaveProperty(
      'spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
      [
        { matchExpressions: [{ key: 'disk', operator: 'Exists' }, types] },
        { matchExpressions: [{ key: 'zone', operator: 'Exists' }, types] },
      ],
    );
  });

  test('tolerations and selectors stand beside those of the GPU', () => {
    const deployment = output(
      `${GPU}    scheduling: { nodeSelector: { disk: ssd }, tolerations: [{ key: a, operator: Exists }] }\n`,
      'deployment.yaml',
    );
    expect(deployment).toHaveProperty('spec.template.spec.nodeSelector', {
      'karpenter.k8s.aws/instance-gpu-name': 'l4',
      disk: 'ssd',
    });
    expect(deployment).toHaveProperty('spec.template.spec.tolerations', [
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'a', operator: 'Exists' },
    ]);
  });

  test.each([
    ['{ nodeSelector: { karpenter.k8s.aws/instance-gpu-name: t4 } }', 't4'],
    [
      '{ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: node.kubernetes.io/instance-type, operator: In, values: [g5.xlarge] }] }] } } } }',
      'node.kubernetes.io/instance-type',
    ],
  ])('a conflict is refused at its line: %s', (scheduling, at) => {
    const text = SYSTEM(`${GPU}    scheduling: ${scheduling}\n`);
    const found = analysed(sourceText('a.yaml', text)).diagnostics.filter(({ severity }) => severity === 'error');
    expect(found.map(({ id, span }) => [id, text.slice(span?.start, span?.end)])).toEqual([['owned-field', at]]);
  });
});

test('before Kubernetes 1.30 a hook sleeps by a command of the image', () => {
  const pool = CONTAINER(', lifecycle: { preStop: { sleep: 5s } }');
  const hook = 'spec.template.spec.containers.0.lifecycle.preStop';
  expect(output(pool, 'deployment.yaml', '1.30')).toHaveProperty(hook, { sleep: { seconds: 5 } });
  expect(output(pool, 'deployment.yaml', '1.29')).toHaveProperty(hook, { exec: { command: ['sleep', '5'] } });
});

test('the webhook of AKS finds the pods by their label', () => {
  const pool = `    serviceAccount: { role: { azure: 01234567-89ab-cdef-0123-456789abcdef } }\n${CONTAINER()}`;
  expect(output(pool, 'deployment.yaml')).toHaveProperty(
    ['spec', 'template', 'metadata', 'labels', 'azure.workload.identity/use'],
    'true',
  );
  expect(output(pool, 'deployment.yaml')).toHaveProperty('spec.template.spec.serviceAccountName', 'api');
  expect(output(pool, 'service-account.yaml')).toHaveProperty(
    ['metadata', 'annotations', 'azure.workload.identity/client-id'],
    '01234567-89ab-cdef-0123-456789abcdef',
  );
});

test('SYS_ADMIN is as good as root, and Kubernetes takes it only as such', () => {
  expect(output(CONTAINER(', capabilities: { add: [SYS_ADMIN] }'), 'deployment.yaml')).toHaveProperty(
    'spec.template.spec.containers.0.securityContext.allowPrivilegeEscalation',
    true,
  );
});

test('on ECS containers wait for those that run to their end first, one after the other, with all of the task', () => {
  const init = (name: string) => `${name}: { image: "registry.example.com/${name}:1.0.0", cpu: 2, memory: 3Gi }`;
  const task = output(`    initContainers: { ${init('one')}, ${init('two')} }\n${CONTAINER()}`, 'task-definition.json');
  expect(task).toMatchObject({
    cpu: '2048',
    memory: '4096',
    containerDefinitions: [
      { name: 'api', essential: true, dependsOn: [{ containerName: 'two', condition: 'SUCCESS' }] },
      { name: 'one', essential: false },
      { name: 'two', essential: false, dependsOn: [{ containerName: 'one', condition: 'SUCCESS' }] },
    ],
  });
});

test('what ECS lacks of a pod is a stated loss, a dangerous one where the container misses something', () => {
  const pool = `    volumes: { shm: { emptyDir: { medium: Memory } }, keys: { secret: keys } }
    fsGroup: 1000
    imagePullSecrets: [registry]
    rollout: { maxSurge: 50% }
${CONTAINER(
  ', group: 1000, env: { IP: { field: status.podIP } }, envFrom: [{ configMap: settings }], mounts: { /dev/shm: shm, /keys: keys }, lifecycle: { preStop: { sleep: 5s } }, capabilities: { add: [NET_ADMIN] }',
)}`;
  expect(
    losses(pool)
      ?.filter(loss => /^ecs (?!containers\.memory)/.test(loss))
      .toSorted(),
  ).toEqual([
    'ecs containers.api.capabilities.add: A task on Fargate cannot have NET_ADMIN.',
    'ecs containers.api.env.IP!: Kubernetes alone knows its value, so the container starts without it.',
    'ecs containers.api.envFrom!: A ConfigMap exists only on Kubernetes, so the container starts without its variables.',
    'ecs containers.api.group: ECS takes a group only beside a user, so the group is that of the image.',
    'ecs containers.api.lifecycle.preStop: ECS sends SIGTERM at once: the program itself must wait until it gets no more requests.',
    'ecs containers.api.mounts./keys!: A volume of kind secret exists only on Kubernetes, so the container starts without /keys.',
    'ecs containers.api.ports.http: Nothing on ECS sends requests to it: the pool has no `loadBalancer`, and `targets.ecs.serviceConnect` is not set.',
    'ecs fsGroup: Files of a volume belong to who writes them.',
    'ecs imagePullSecrets!: It has no ARN, so ECS pulls the images with the execution role alone.',
    'ecs rollout.maxSurge: Deployments keep between 100 % and 200 % of the tasks.',
    'ecs volumes.shm.emptyDir.medium: The volume is on the disk of the task.',
  ]);
});

test('a reference to a field says what the API server would fill in, so that who applies it second does not conflict', () => {
  const deployment = output(
    CONTAINER(
      ', env: { IP: { field: status.podIP }, CPUS: { resource: limits.cpu }, MIB: { resource: limits.memory, divisor: 1Mi } }',
    ),
    'deployment.yaml',
  );
  expect(deployment).toMatchObject({
    spec: {
      template: {
        spec: {
          containers: [
            {
              env: [
                { name: 'IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
                { name: 'CPUS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1' } } },
                { name: 'MIB', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
              ],
            },
          ],
        },
      },
    },
  });
});
