import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../src/pipeline.ts';
import { analysed } from '../../analysed.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { at, compilePool, payload, stack } from './compile.ts';

const FILES = 'fs-0123456789abcdef0';
const POINT = 'fsap-0123456789abcdef0';
const ROLE = 'taskRoleArn: arn:aws:iam::123456789012:role/web';

/** A pool that mounts one volume. */
const pool = (volume: string, mount = 'share', more = ROLE) => `
kind: always-on
replicas: 2..10
${more}
volumes: {share: ${volume}}
containers:
  app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 1Gi, mounts: {/share: ${mount}}}
signals: {cpu: 70%}`;

function task(volume: string, mount?: string) {
  const printed = payload(compilePool(pool(volume, mount)), 'task-definition.json');
  return { volumes: at(printed, 'volumes'), mounts: at(printed, 'containerDefinitions', 0, 'mountPoints') };
}

describe('a file system in EFS', () => {
  test('is mounted, encrypted in transit, and nothing more is said than was written', () => {
    expect(task(`{efs: ${FILES}}`)).toEqual({
      volumes: [{ name: 'share', efsVolumeConfiguration: { fileSystemId: FILES, transitEncryption: 'ENABLED' } }],
      mounts: [{ sourceVolume: 'share', containerPath: '/share', readOnly: false }],
    });
    expect(task(`{efs: {fileSystem: ${FILES}, rootDirectory: /web, iam: false}}`).volumes).toEqual([
      {
        name: 'share',
        efsVolumeConfiguration: {
          fileSystemId: FILES,
          rootDirectory: '/web',
          authorizationConfig: { iam: 'DISABLED' },
          transitEncryption: 'ENABLED',
        },
      },
    ]);
    expect(task(`{efs: {fileSystem: ${FILES}, accessPoint: ${POINT}}}`).volumes).toMatchObject([
      { efsVolumeConfiguration: { authorizationConfig: { accessPointId: POINT } } },
    ]);
  });

  test('is spelled in the stack as CloudFormation has it, and no role is made or changed', () => {
    const compiled = compilePool(pool(`{efs: {fileSystem: ${FILES}, accessPoint: ${POINT}, iam: true}}`));
    expect(stack(compiled, 'Resources', 'WebTask', 'Properties', 'Volumes')).toEqual([
      {
        Name: 'share',
        EFSVolumeConfiguration: {
          FilesystemId: FILES,
          AuthorizationConfig: { AccessPointId: POINT, IAM: 'ENABLED' },
          TransitEncryption: 'ENABLED',
        },
      },
    ]);
    expect(JSON.stringify(stack(compiled))).not.toContain('elasticfilesystem');
  });

  test('beside a claim that can only be read is mounted for reading too', () => {
    const volume = `{persistentVolumeClaim: {claim: share, readOnly: true}, efs: ${FILES}}`;
    expect(task(volume, '{volume: share, readOnly: false}').mounts).toMatchObject([{ readOnly: true }]);
  });
});

const system = (volume: string, more?: string) => `version: 1
name: shop
targets:
  kubernetes: { version: "1.35", namespace: shop }
  ecs:
    region: eu-west-1
    accountId: "123456789012"
    cluster: main
    subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
    securityGroups: [sg-0123456789abcdef0]
    executionRoleArn: arn:aws:iam::123456789012:role/execution
pools:
  web:${pool(volume, 'share', more).replaceAll('\n', '\n    ')}
environments:
  production: {}
`;

function both(volume: string, more?: string) {
  const source = sourceText('pipestream-scaling.yaml', system(volume, more));
  const [compiled] = compile(source).value;
  return {
    found: analysed(source).diagnostics.map(({ id }) => id),
    losses: compiled?.plan.losses
      .filter(({ what }) => /volumes|mounts/.test(what))
      .map(({ target, what, dangerous, instead }) => `${target} ${what}${dangerous ? '!' : ''}: ${instead}`),
    deployment: load(compiled?.rendered.find(({ path }) => path.endsWith('deployment.yaml'))?.text ?? ''),
  };
}

describe('on both platforms', () => {
  test('nothing is lost beside a claim, which pods mount', () => {
    const { losses, deployment, found } = both(`{persistentVolumeClaim: share, efs: ${FILES}}`);
    expect(losses).toEqual([]);
    expect(found).not.toContain('field-without-effect');
    expect(deployment).toHaveProperty('spec.template.spec.volumes', [
      { name: 'share', persistentVolumeClaim: { claimName: 'share' } },
    ]);
    expect(deployment).toHaveProperty('spec.template.spec.containers.0.volumeMounts', [
      { name: 'share', mountPath: '/share' },
    ]);
  });

  test('alone it is a dangerous loss on Kubernetes, whose pods neither have nor mount it', () => {
    const { losses, deployment, found } = both(`{efs: ${FILES}}`);
    expect(losses).toEqual([
      'kubernetes containers.app.mounts./share!: A volume of kind efs exists only on ECS, so the container starts without /share.',
    ]);
    expect(found).toContain('dangerous-loss');
    expect(deployment).not.toHaveProperty('spec.template.spec.volumes');
    expect(deployment).not.toHaveProperty('spec.template.spec.containers.0.volumeMounts');
  });

  test('a claim alone is still a dangerous loss on ECS', () => {
    expect(both('{persistentVolumeClaim: share}').losses).toEqual([
      'ecs containers.app.mounts./share!: A volume of kind persistentVolumeClaim exists only on Kubernetes, so the container starts without /share.',
    ]);
  });

  test('iam without a task role is an error', () => {
    const volume = `{efs: {fileSystem: ${FILES}, iam: true}}`;
    expect(both(volume, '').found).toContain('efs-without-role');
    expect(both(volume).found).not.toContain('efs-without-role');
  });
});

test.for([
  [`{efs: {fileSystem: ${FILES}, accessPoint: ${POINT}, rootDirectory: /web}}`, 'expected no rootDirectory'],
  [`{efs: ${FILES}, emptyDir: {}}`, 'expected exactly one of'],
  ['{}', 'expected exactly one of'],
  ['{efs: efs-1}', 'expected an EFS file system'],
] as const)('%s is refused', ([volume, message]) => {
  const { diagnostics } = compile(sourceText('pipestream-scaling.yaml', system(volume)));
  expect(diagnostics.map(diagnostic => diagnostic.message).join('\n')).toContain(message);
});
