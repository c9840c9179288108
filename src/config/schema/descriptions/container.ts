import { oneLine } from '../../../model/one-line.ts';
import { under } from './descriptions.ts';
import type { Descriptions } from './descriptions.ts';

const PROBE: Descriptions = {
  http: 'Path that answers 200',
  grpc: 'Ask the gRPC health service',
  tcp: 'The port accepts connections',
  command: 'Command that exits 0; the only probe that ECS can run',
  port: 'Name of the port; by default the first',
  scheme: 'HTTP or HTTPS, whose certificate is not verified; by default HTTP',
  headers: 'Headers of the request, name to value',
  initialDelay: 'Time before the first check; by default 0s',
  period: 'Time between two checks; by default 10s',
  timeout: 'Time after which a check has failed; by default 5s',
  failures: 'Failures in a row that count; by default 3',
};

const HOOK: Descriptions = {
  command: 'Command in the container',
  http: 'Path that is requested from the container',
  port: 'Name of the port of that request; by default the first',
  sleep: 'Time to wait: before a stop, the time in which load balancers forget the replica',
};

/** What every container has, whether it serves or runs to its end before the others. */
const RUN: Descriptions = {
  image: 'Image with its tag or digest, or {parameter: true} to leave it to an overlay',
  'image.parameter': 'Leave the image to a Kustomize overlay or a stack parameter',
  'image.name': 'Name that stands in for it; by default pool-container',
  imagePullPolicy: 'When a node pulls the image; by default Always for the tag latest and IfNotPresent for others',
  cpu: 'CPU: request and limit; 1, 500m, 1..2 or {request, limit}',
  'cpu.request': 'CPU that is reserved; utilisation is measured against it',
  'cpu.limit': 'CPU above which the container is throttled; none when left out',
  memory: 'Memory: request and limit; 2Gi, 2Gi..4Gi or {request, limit}',
  'memory.request': 'Memory that is reserved',
  'memory.limit': 'Memory above which the container is killed; none when left out',
  ephemeralStorage: 'Disk for logs, the writable layer and emptyDir volumes: 10Gi, 10Gi..30Gi or {request, limit}',
  'ephemeralStorage.request': 'Disk that is reserved',
  'ephemeralStorage.limit': 'Disk above which the pod is evicted; none when left out',
  env: 'Environment variables, name to value or to where the value comes from; no secrets',
  'env.*.configMap': 'ConfigMap that has the value',
  'env.*.key': 'Key in that ConfigMap; by default the variable',
  'env.*.optional': 'Whether the container starts without it; by default false',
  'env.*.field': "Field of the pod, such as metadata.name, status.podIP or metadata.labels['team']",
  'env.*.resource': 'Request or limit of the container, such as limits.memory',
  'env.*.divisor': 'Unit of that amount, such as 1m or 1Mi; by default 1',
  envFrom: oneLine(
    'ConfigMaps and Secrets of which every key becomes a variable, and files in S3 for ECS; env wins over them, and on',
    'Kubernetes a later one over an earlier one',
  ),
  'envFrom.*.configMap': 'ConfigMap whose keys become variables',
  'envFrom.*.secret': 'Secret whose keys become variables',
  'envFrom.*.s3': oneLine(
    'ARN of a file of VARIABLE=value lines in S3 that ECS reads, alone or beside the ConfigMap or Secret of Kubernetes. It',
    'ends in .env. The execution role needs s3:GetObject on it and s3:GetBucketLocation on its bucket; no role is changed',
  ),
  'envFrom.*.prefix': 'Text in front of each variable',
  'envFrom.*.optional': 'Whether the container starts without it; by default false',
  secrets: 'Environment variables that are secrets, by reference',
  'secrets.*.secret': 'Kubernetes Secret',
  'secrets.*.key': 'Key in that Secret; by default the variable',
  'secrets.*.arn': 'ARN that ECS reads it from',
  command: "Entry point, instead of the image's",
  args: 'Arguments of the entry point',
  user: 'User id that it runs as',
  group: 'Group id that it runs as; on ECS only beside user',
  readOnlyRootFilesystem: 'Whether the root file system is read-only; by default false',
  capabilities: 'Capabilities of Linux, named without CAP_',
  'capabilities.add': 'Capabilities beside those of the container runtime; Fargate adds SYS_PTRACE only',
  'capabilities.drop': 'Capabilities that are taken away; by default [ALL] on Kubernetes, and none on ECS',
  mounts: 'Where volumes of the pool are mounted, path to volume',
  'mounts.*.volume': 'Name of the volume',
  'mounts.*.readOnly': 'Whether it can only be read; by default false',
  'mounts.*.subPath': 'Directory or file of the volume that is mounted, instead of all of it',
};

export const CONTAINER: Descriptions = {
  ...RUN,
  ports: 'Ports, name to number',
  lifecycle: 'What runs after a start and before a stop',
  'lifecycle.postStart': 'Runs at once after the start, beside the entry point',
  ...under('lifecycle.postStart', HOOK),
  'lifecycle.preStop': 'Runs before SIGTERM is sent, within the grace period',
  ...under('lifecycle.preStop', HOOK),
  probes: 'How to see that it is well',
  'probes.startup': 'Until it passes the others wait; by default the liveness check with a budget for the cold start',
  ...under('probes.startup', PROBE),
  'probes.readiness': 'Takes requests while it passes',
  ...under('probes.readiness', PROBE),
  'probes.readiness.successes': 'Successes in a row after which it takes requests again; by default 1',
  'probes.liveness': 'Restarted when it fails',
  ...under('probes.liveness', PROBE),
  metrics: 'Where Prometheus scrapes it',
  'metrics.path': 'Path of the metrics',
  'metrics.port': 'Name of the port; by default the first',
};

export const INIT_CONTAINER: Descriptions = {
  ...RUN,
  restartPolicy: oneLine(
    'Always makes a sidecar of it: it starts in its turn, runs beside the containers and stops after them. Its requests',
    'count beside theirs. Kubernetes knows it from 1.29 on; by default it runs to its end',
  ),
};
