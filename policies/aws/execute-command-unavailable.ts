import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';

export default definePolicy({
  id: 'execute-command-unavailable',
  group: 'aws',
  severity: 'error',
  level: 'recommended',
  summary: 'A service with ECS Exec must have a task role and containers with a writable root file system.',
  why: oneLine(
    'ECS Exec runs the agent of Systems Manager in each container, with the role of the task. Without a role ECS rejects',
    'the service, and on a read-only file system the agent cannot start: the shell is missing in the incident that it was written for',
  ),
  source: 'ECS developer guide, "Monitor Amazon ECS containers with ECS Exec": considerations, and task IAM role',
  messages: {
    role: {
      text: 'pool "{pool}" has executeCommand, but its tasks have no role',
      help: oneLine(
        'Set `taskRoleArn` to a role that allows ssmmessages:CreateControlChannel, CreateDataChannel,',
        'OpenControlChannel and OpenDataChannel',
      ),
    },
    readOnly: {
      text: 'pool "{pool}" has executeCommand, but the root file system of container "{container}" is read-only',
      help: 'Remove `executeCommand`, or set `readOnlyRootFilesystem: false` while you look for a fault',
    },
  },
  pool({ pool, on: { ecs } }, { report }) {
    const service = ecs?.service;
    if (service === undefined || !service.executeCommand.plain) return;
    const place = { at: service.executeCommand.origin, path: ['pools', pool.key, 'executeCommand'] };
    if (service.task.taskRoleArn === undefined) report('role', { ...place, data: { pool: pool.key } });
    const closed = pool.containers.find(({ readOnlyRootFilesystem }) => readOnlyRootFilesystem.plain);
    if (closed === undefined) return;
    report('readOnly', {
      ...place,
      data: { pool: pool.key, container: closed.name.plain },
      related: [{ message: 'the container', at: closed.readOnlyRootFilesystem.origin }],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a shell without a role',
        path: 'pools.worker.executeCommand',
        message: 'role',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    executeCommand: true
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a shell in a container that cannot be written',
        path: 'pools.worker.executeCommand',
        message: 'readOnly',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    executeCommand: true
    taskRoleArn: arn:aws:iam::123456789012:role/worker
    containers:
      worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 1Gi, readOnlyRootFilesystem: true }
    signals: { cpu: 70% }
`,
      },
    ],
    good: [
      {
        title: 'a role, and a file system that can be written',
        targets: 'ecs',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    executeCommand: true
    taskRoleArn: arn:aws:iam::123456789012:role/worker
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
    ],
  }),
});
