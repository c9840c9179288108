import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'efs-without-role',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'A volume in EFS with `iam` must have a task role that signs in.',
  why: oneLine(
    'With `iam` the file system is mounted with the credentials of the task role. Without a role there are none, so the',
    'mount fails and no task starts',
  ),
  source: 'ECS API, EFSAuthorizationConfig; EFS user guide, "Using IAM to control access to file systems"',
  messages: {
    role: {
      text: 'the volume "{volume}" of pool "{pool}" is mounted with iam, but its tasks have no role',
      help: oneLine(
        'Set `taskRoleArn` to a role that allows elasticfilesystem:ClientMount, and elasticfilesystem:ClientWrite to write,',
        'on {fileSystem} alone, or remove `iam`',
      ),
    },
  },
  pool({ pool, on: { ecs } }, { report }) {
    const service = ecs?.service;
    if (service === undefined || service.task.taskRoleArn !== undefined) return;
    for (const { name, efs } of service.task.volumes) {
      const iam = efs?.authorization?.iam;
      if (efs === undefined || iam?.plain !== 'ENABLED') continue;
      report('role', {
        at: iam.origin,
        path: ['pools', pool.key, 'volumes', name.plain, 'efs', 'iam'],
        data: { pool: pool.key, volume: name.plain, fileSystem: efs.fileSystem.plain },
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'nobody who signs in',
        path: 'pools.worker.volumes.models.efs.iam',
        message: 'role',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    volumes: { models: { efs: { fileSystem: fs-0123456789abcdef0, iam: true } } }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 1Gi, mounts: { /models: models } } }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a role that signs in',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    taskRoleArn: arn:aws:iam::123456789012:role/worker
    volumes: { models: { efs: { fileSystem: fs-0123456789abcdef0, iam: true } } }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 1Gi, mounts: { /models: models } } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
