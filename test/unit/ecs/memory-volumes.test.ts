import { expect, test } from 'vitest';
import { at, compilePool, payload, stack } from './compile.ts';

const pool = (volume: string, { capacity = 'ec2', mounts = '/dev/shm: shm', more = '' } = {}) => `
kind: always-on
replicas: 2..10
capacity: {${capacity}: machines}
volumes: {shm: {emptyDir: ${volume}}, work: {emptyDir: {medium: Memory, sizeLimit: 6656Ki}}}
containers:
  app: {image: "registry.example.com/app:1.0.0", cpu: 500m, memory: 4Gi, mounts: {${mounts}}${more}}
signals: {cpu: 70%}`;
const LIMITED = '{medium: Memory, sizeLimit: 2Gi}';

const task = (written: string) => payload(compilePool(written), 'task-definition.json');
const linux = (written: string) => at(task(written), 'containerDefinitions', 0, 'linuxParameters');

test('on instances of EC2, /dev/shm has its size, and another place is a directory in memory', () => {
  const both = pool(LIMITED, { mounts: '/dev/shm: shm, /work: work', more: ', capabilities: {add: [SYS_NICE]}' });
  expect(linux(both)).toEqual({
    capabilities: { add: ['SYS_NICE'], drop: [] },
    sharedMemorySize: 2048,
    tmpfs: [{ containerPath: '/work', size: 7, mountOptions: ['exec'] }],
  });
  expect(task(both)).not.toHaveProperty('volumes');
  expect(task(both)).not.toHaveProperty('containerDefinitions.0.mountPoints');
  expect(stack(compilePool(both), 'Resources', 'WebTask', 'Properties', 'ContainerDefinitions', 0)).toMatchObject({
    LinuxParameters: {
      SharedMemorySize: 2048,
      Tmpfs: [{ ContainerPath: '/work', Size: 7, MountOptions: ['exec'] }],
    },
  });
});

test('either stands alone', () => {
  expect(linux(pool(LIMITED))).toEqual({ sharedMemorySize: 2048 });
  expect(linux(pool(LIMITED, { mounts: '/shm: shm' }))).toEqual({
    tmpfs: [{ containerPath: '/shm', size: 2048, mountOptions: ['exec'] }],
  });
});

const losses = (written: string) =>
  compilePool(written)
    .losses.filter(({ what }) => what.startsWith('volumes.shm'))
    .map(({ what, instead }) => `${what}: ${instead}`);
const ON_DISK = [{ sourceVolume: 'shm', containerPath: '/dev/shm', readOnly: false }];

test('nothing is lost of it', () => {
  expect(losses(pool(LIMITED))).toEqual([]);
});

test.for([
  [
    'Fargate has no memory for it',
    pool(LIMITED).replace('capacity: {ec2: machines}', 'capacity: {fargate: {}}'),
    'The volume is on',
  ],
  ['nor have managed instances', pool(LIMITED, { capacity: 'managedInstances' }), 'The volume is on'],
  ['without a size', pool('{medium: Memory}'), 'only where it has a `sizeLimit`'],
] as const)('%s, so it is on disk, which is a stated loss', ([, written, why]) => {
  expect(losses(written)[0]).toContain(why);
  expect(at(task(written), 'containerDefinitions', 0, 'mountPoints')).toEqual(ON_DISK);
  expect(linux(written)).toBeUndefined();
});

test('what two containers share stays a volume of the task', () => {
  const shared = `${pool(LIMITED)}
initContainers:
  fill: {image: "registry.example.com/fill:1.0.0", mounts: {/shm: shm}}`;
  expect(losses(shared)).toEqual([
    'volumes.shm.emptyDir.medium: ECS keeps a volume in memory only where it is mounted once and may be written, so it is on the disk of the task.',
    'volumes.shm.emptyDir.sizeLimit: The volume is as large as the disk of the task.',
  ]);
  expect(at(task(shared), 'containerDefinitions', 0, 'mountPoints')).toEqual(ON_DISK);
});
