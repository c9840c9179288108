import { oneLine } from '../../../model/one-line.ts';
import { CONTAINER } from './container.ts';
import { under } from './descriptions.ts';
import type { Descriptions } from './descriptions.ts';
import { POD } from './pod.ts';
import { SIGNALS, WAKE } from './signals.ts';
import { LOAD_BALANCER } from './load-balancer.ts';
import { COLD_START } from './targets.ts';

/** How fast a pool grows, or shrinks. */
const DIRECTION: Descriptions = {
  stabilizationWindow: 'Time over which the most cautious proposal counts: the lowest going up, the highest going down',
  percent: 'Most of the current replicas to add or remove in one period',
  replicas: 'Most replicas to add or remove in one period',
  every: 'Length of the period that percent and replicas are limits of',
  limits: 'Several limits of different periods, instead of percent, replicas and every',
  'limits.*.percent': 'Most to move in the period, in percent of the replicas at its start',
  'limits.*.replicas': 'Most replicas to move in the period',
  'limits.*.every': 'Length of the period',
  select: 'Which of percent and replicas rules where they differ; disabled switches the direction off; by default max',
  tolerance: 'Deviation from the target that is left alone; Kubernetes 1.35 and later',
  cooldown: 'Pause after a step; ECS only',
};

const PROVIDER: Descriptions = {
  base: 'Tasks that run here first',
  weight: 'Share of the tasks beyond base; by default 1',
};

const NAMED_PROVIDER: Descriptions = {
  provider: 'Name of the capacity provider',
  ...PROVIDER,
};

export const POOL: Descriptions = {
  name: 'Name of what is emitted; by default the key. Keep it when the key changes',
  kind: 'always-on never stops; demand-driven follows load; scale-to-zero sleeps when idle',
  priority: "Priority of this pool, which decides its minimum; by default the system's",
  stage: "Stage of this pool; by default the system's",
  targets: 'Where it runs; by default every configured target',
  replicas: 'Bounds: 2..10 or {min, max, fixed}',
  'replicas.min': 'Fewest replicas; by default what the priority says for the kind of pool',
  'replicas.max': 'Most replicas; by default min, or 1',
  'replicas.fixed': 'Replicas on the stages fixed and observe; by default the minimum, and at least 1',
  containers: 'Containers of one replica; the first is the one that serves',
  ...under('containers.*', CONTAINER),
  ...POD,
  workload: 'A workload that exists: only its autoscaler and its alerts are emitted',
  'workload.existing': 'A workload that somebody else deploys',
  'workload.existing.apiVersion': 'API of a kind other than Deployment and StatefulSet, such as argoproj.io/v1alpha1',
  'workload.existing.kind':
    'Kind of the workload, any with a scale subresource; by default what the manifest says, or Deployment',
  'workload.existing.name': 'Its name; on ECS the name of the service',
  'workload.existing.container':
    'Container that is measured; by default the first of the manifest, or the name of the workload',
  'workload.existing.cpu': 'CPU request of that container, which a CPU signal needs; by default what the manifest says',
  'workload.existing.memory':
    'Memory request of that container, which a memory signal needs; by default what the manifest says',
  'workload.existing.manifest':
    'File with the rendered manifest, relative to this one, that containers, images, requests, ports and replicas are read from',
  hardware: 'A profile of hardware: the GPU that it needs',
  signals: 'What it scales on',
  ...under('signals', SIGNALS),
  idle: 'Time without work after which it goes to zero; by default 5m',
  pollingInterval: 'How often KEDA asks the triggers of a pool that may be at zero; by default 15s',
  coldStart: 'Time until a new replica takes work; by default that of the hardware, or 1m',
  ...under('coldStart', COLD_START),
  wake: 'What wakes it from zero',
  ...under('wake', WAKE),
  schedule: 'Raise the minimum at set times',
  'schedule.timezone': 'IANA time zone, such as Europe/Berlin',
  'schedule.windows': 'When the minimum is higher',
  'schedule.windows.*.from': 'Time at which the window begins, such as "06:00"',
  'schedule.windows.*.to': 'Time at which it ends; one before from is on the next day',
  'schedule.windows.*.days': 'Days on which it begins; by default every day',
  'schedule.windows.*.min': 'Fewest replicas in the window',
  scaleUp: 'How fast it grows; by default at once, the larger of 100% and 4 replicas every 15s',
  ...under('scaleUp', DIRECTION),
  scaleDown: 'How fast it shrinks; by default after 5m, at most the larger of 10% and 1 replica every 60s',
  ...under('scaleDown', DIRECTION),
  capacity: 'What ECS tasks run on; by default Fargate',
  'capacity.fargate': 'Fargate: no instances to look after, and no GPU',
  ...under('capacity.fargate', PROVIDER),
  'capacity.fargateSpot': 'Fargate Spot: cheaper, and may be taken away',
  ...under('capacity.fargateSpot', PROVIDER),
  'capacity.managedInstances': 'ECS Managed Instances; carries GPUs',
  ...under('capacity.managedInstances', NAMED_PROVIDER),
  'capacity.ec2': 'A capacity provider of an Auto Scaling group; carries GPUs',
  ...under('capacity.ec2', NAMED_PROVIDER),
  work: 'What is known of the work',
  'work.longest': 'Longest piece of work, which scaling in must not cut off',
  gracePeriod: 'Time between the signal to stop and the end; by default 30s',
  rollout: 'How a new version takes the place of the old one',
  'rollout.first':
    'Whether a new replica starts first, which needs room (a second GPU) for it, or an old one stops first, which costs its cold start; by default start, and stop for a GPU pool that may be at zero',
  'rollout.strategy':
    'RollingUpdate replaces replicas a few at a time; Recreate stops every one before a new one starts; by default RollingUpdate',
  'rollout.maxSurge':
    'Most replicas beside the wanted ones: a count or a percentage; by default 25%, and 0 for first: stop',
  'rollout.maxUnavailable':
    'Most replicas that may be away: a count or a percentage; by default 0, and 1 for first: stop',
  'rollout.minReady': 'Time that a new replica must be ready before it counts; by default 0s',
  'rollout.revisionHistoryLimit': 'Old versions that are kept to roll back to; by default 10, as Kubernetes has it',
  'rollout.minimumHealthyPercent':
    'Share of the tasks that stay during a deployment on ECS; by default 100%, or what lets one task stop first',
  'rollout.maximumPercent':
    'Share of the tasks that may run during a deployment on ECS, the old and the new; by default 200%, or 100% where one stops first',
  service: 'How it is reached on Kubernetes',
  'service.headless': 'Emit a second, headless Service, for gRPC clients that balance themselves',
  disruption: 'Budget for drains of nodes',
  'disruption.maxUnavailable': 'Most replicas that a drain may take at once; by default 1',
  'disruption.minAvailable': 'Fewest replicas that a drain must leave',
  loadBalancer: oneLine(
    'The load balancer that sends it requests on ECS, or a list of at most 5 target groups and rules; a further one goes',
    'to the end of the list, since the place of one is part of its name',
  ),
  ...under('loadBalancer', LOAD_BALANCER),
  ...under('loadBalancer.*', LOAD_BALANCER),
  serviceConnect:
    'Names and ports, such as "catalogue:80", under which others in the namespace of `targets.ecs.serviceConnect` call its ports; by default the name of the pool and the number of the port',
  serviceRegistry: oneLine(
    'Service of AWS Cloud Map that exists, in which ECS registers the address of each task: others find the tasks by its',
    'name in DNS, and a pool at zero has no address there. By default none',
  ),
  'serviceRegistry.arn': 'ARN of the service of Cloud Map, which no other pool registers in',
  'serviceRegistry.port':
    'Name of the port that SRV records say; leave it out for a service of Cloud Map with A records, which say no port',
  architecture: 'Processor that its image is built for; by default amd64 on ECS, and any node on Kubernetes',
  executeCommand:
    'Whether `aws ecs execute-command` opens a shell in its tasks, which needs a task role with four `ssmmessages` permissions; by default false',
  labels: 'Labels on Kubernetes, tags on ECS',
  taskRoleArn: "Role of the application on ECS, instead of the target's",
  fallback: 'What KEDA does when a metric fails; by default the count is frozen',
  'fallback.replicas': 'Replicas to hold while a metric cannot be read',
  'fallback.failureThreshold': 'Failures in a row after which the fallback counts; by default 3',
};
