import { dead, lost, WORKS } from '../capabilities.ts';
import type { Capabilities } from '../capabilities.ts';
import {
  ABOUT_FINDINGS,
  activations,
  rolloutCost,
  idleWake,
  ONE_LANGUAGE,
  READER_ALONE,
  OTHER_PLATFORM,
  POLICIES_ONLY,
  signalSources,
  wakeActivation,
  wakeSource,
  windowsInVain,
} from '../shared-shortfalls.ts';
import { count, fixedTolerance, paused, selected, share } from './direction-shortfalls.ts';
import {
  growthAlone,
  neverIdle,
  oneTaskInWindow,
  range,
  shortWait,
  topicsOfGroup,
  unread,
  wholeTask,
} from './signal-shortfalls.ts';
import type { EcsContext } from './signal-shortfalls.ts';
import { stoppedAtOnce } from './service.ts';
import {
  cpuLimits,
  drains,
  instancesOfProvider,
  longWork,
  noDiscovery,
  noPublicIp,
  notScraped,
  owned,
  roundedUp,
  secretNames,
  secretsWithoutArn,
  shortGrace,
  unasked,
  wholeGpus,
} from './workload-shortfalls.ts';

const NO_PROMETHEUS = 'on ECS, metrics come from CloudWatch, not from Prometheus';
const AMAZON_MQ = 'ECS reads the metrics that Amazon MQ publishes';
const NO_BROKER = 'on ECS, the lag comes from CloudWatch, not from the brokers';
const NO_REDIS = 'on ECS, the length comes from `cloudwatch`, not from Redis';
const NO_KEDA = 'on ECS, the number comes from `cloudwatch`, not from KEDA or an adapter';
const STEPS =
  'step scaling uses a percentage, at least one task, and a cooldown; target tracking decides the pace itself';
const TOLERANCE = 'target tracking scales in at 10% below the target, and this cannot be changed';
const WHOLE_TASK = 'ECS measures the whole task';
const WHOLE_GPUS = 'an ECS task gets whole GPUs';
const ONE_VALUE = 'CloudWatch has one value per minute';
const TAKES_ARN = 'a Secret exists only on Kubernetes; ECS uses the ARN';
const COMMAND_ONLY = 'ECS health checks run only commands';

/** What ECS makes of each field; losses are listed in this order. */
export const ECS_CAPABILITIES: Capabilities<EcsContext> = {
  'pools.*.signals.*': { here: unread },
  'pools.*.signals.cpu.container': { never: WHOLE_TASK, here: context => wholeTask(context, 'cpu') },
  'pools.*.signals.cpu.for': { here: context => shortWait(context, 'cpu') },
  'pools.*.signals.memory.container': { never: WHOLE_TASK, here: context => wholeTask(context, 'memory') },
  'pools.*.signals.memory.for': { here: context => shortWait(context, 'memory') },
  'pools.*.signals.kafkaLag.growth': { here: growthAlone },
  'pools.*.signals.kafkaLag.growth.perReplica': WORKS,
  'pools.*.signals.kafkaLag.topics': { here: topicsOfGroup },

  'pools.*.scaleUp.stabilizationWindow': {
    never: STEPS,
    here: context => paused(context, 'scaleUp', 'stabilizationWindow'),
  },
  'pools.*.scaleUp.every': { never: STEPS, here: context => paused(context, 'scaleUp', 'every') },
  'pools.*.scaleUp.select': { never: STEPS, here: context => selected(context, 'scaleUp') },
  'pools.*.scaleUp.tolerance': { never: TOLERANCE, here: context => fixedTolerance(context, 'scaleUp') },
  'pools.*.scaleUp.replicas': { never: STEPS, here: context => count(context, 'scaleUp') },
  'pools.*.scaleUp.percent': { here: context => share(context, 'scaleUp') },
  'pools.*.scaleUp.cooldown': WORKS,
  'pools.*.scaleDown.stabilizationWindow': {
    never: STEPS,
    here: context => paused(context, 'scaleDown', 'stabilizationWindow'),
  },
  'pools.*.scaleDown.every': { never: STEPS, here: context => paused(context, 'scaleDown', 'every') },
  'pools.*.scaleDown.select': { never: STEPS, here: context => selected(context, 'scaleDown') },
  'pools.*.scaleDown.tolerance': { never: TOLERANCE, here: context => fixedTolerance(context, 'scaleDown') },
  'pools.*.scaleDown.replicas': { here: context => count(context, 'scaleDown') },
  'pools.*.scaleDown.percent': { here: context => share(context, 'scaleDown') },
  'pools.*.scaleDown.cooldown': WORKS,

  'pools.*.schedule.windows.*.min': {
    here: context => [...windowsInVain(context.neutral), ...oneTaskInWindow(context)],
  },
  'pools.*.idle': { here: neverIdle },
  'pools.*.pollingInterval': {
    never: 'CloudWatch has one value per minute, and the watcher runs once a minute',
    here: ({ neutral: { pool } }) =>
      dead(lost('pollingInterval', pool.pollingInterval, 'The watcher runs once a minute.'), pool.pollingInterval),
  },
  'pools.*.fallback': {
    never: 'without metrics, the task count stays as it is',
    here: ({ neutral: { pool } }) =>
      dead(lost('fallback.replicas', pool.fallbackReplicas, 'Without metrics the count stays as it is.')),
  },
  'pools.*.gracePeriod': { here: shortGrace },
  'pools.*.rollout': { here: ({ neutral }) => rolloutCost(neutral, stoppedAtOnce(neutral.pool.replicas)) },
  'pools.*.work.longest': { here: longWork },
  'pools.*.disruption': { never: 'ECS has no disruption budget', here: drains },
  'pools.*.service': { never: 'ECS tasks are not registered for service discovery', here: noDiscovery },
  'targets.ecs.assignPublicIp': { here: noPublicIp },
  'hardware.*.sharing': { never: WHOLE_GPUS, here: wholeGpus },
  'hardware.*.instanceTypes': { here: instancesOfProvider },
  'pools.*.containers.*.cpu.limit': { never: 'a container on ECS can use all free CPU of its task', here: cpuLimits },
  'pools.*.containers.*.cpu': { here: roundedUp },
  'pools.*.containers.*.probes.*': { here: unasked },
  'pools.*.containers.*.secrets': { here: secretsWithoutArn },
  'pools.*.wake': { here: ({ neutral, unreadable }) => [...unreadable, ...idleWake(neutral)] },

  version: { never: ONE_LANGUAGE },
  requires: { never: READER_ALONE },
  preset: { never: POLICIES_ONLY },
  lint: { never: ABOUT_FINDINGS },
  policies: { never: ABOUT_FINDINGS },
  'targets.ecs': WORKS,
  'targets.kubernetes.version': { never: OTHER_PLATFORM },
  'targets.kubernetes.keda': { never: OTHER_PLATFORM },
  'targets.kubernetes.namespace': { never: OTHER_PLATFORM },
  'targets.kubernetes.provisioner': { never: OTHER_PLATFORM },
  'targets.kubernetes.prometheus': { never: NO_PROMETHEUS },
  'targets.kubernetes.monitoring': { never: OTHER_PLATFORM },
  'targets.kubernetes.runbooks': { never: OTHER_PLATFORM },
  'targets.kubernetes.gitops.tool': { never: OTHER_PLATFORM },
  'targets.kubernetes.gitops.repoURL': { never: OTHER_PLATFORM },
  'targets.kubernetes.gitops.revision': { never: OTHER_PLATFORM },
  'targets.kubernetes.gitops.namespace': { never: OTHER_PLATFORM },
  'targets.kubernetes.gitops.project': { never: OTHER_PLATFORM },
  'targets.kubernetes.gitops.destination': { never: OTHER_PLATFORM },
  'targets.kubernetes.gitops.interval': { never: OTHER_PLATFORM },
  'targets.kubernetes.gitops.sync': { never: OTHER_PLATFORM },
  'kafka.bootstrapServers': { never: NO_BROKER },
  'kafka.lagLabels': { never: NO_PROMETHEUS },
  'kafka.auth': { never: NO_BROKER },
  'kafka.msk': WORKS,
  'kafka.cloudwatch': WORKS,
  'metrics.histograms': { never: POLICIES_ONLY },
  metrics: { never: NO_PROMETHEUS },
  'hardware.*.gpu': { never: 'the capacity provider determines the GPU of its instances' },
  'hardware.*.migProfile': { never: WHOLE_GPUS },
  'hardware.*.nodeSelector': { never: 'node labels exist only on Kubernetes' },

  'pools.*.signals.kafkaLag.partitions': { never: POLICIES_ONLY },
  'pools.*.signals.kafkaLag.leases.handBack': { never: POLICIES_ONLY },
  'pools.*.signals.queueBacklog.sqs.authentication': { never: 'on ECS, the watcher has a role of its own' },
  'pools.*.signals.queueBacklog.rabbitmq.authentication': { never: AMAZON_MQ },
  'pools.*.signals.queueBacklog.redis.address': { never: NO_REDIS },
  'pools.*.signals.queueBacklog.redis.mode': { never: NO_REDIS },
  'pools.*.signals.queueBacklog.redis.master': { never: NO_REDIS },
  'pools.*.signals.queueBacklog.redis.list': { never: NO_REDIS },
  'pools.*.signals.queueBacklog.redis.stream': { never: NO_REDIS },
  'pools.*.signals.queueBacklog.redis.consumerGroup': { never: NO_REDIS },
  'pools.*.signals.queueBacklog.redis.database': { never: NO_REDIS },
  'pools.*.signals.queueBacklog.redis.tls': { never: NO_REDIS },
  'pools.*.signals.queueBacklog.redis.authentication': { never: NO_REDIS },
  'pools.*.signals.queueBacklog.redis.cloudwatch': WORKS,
  'pools.*.signals.queueBacklog.rabbitmq.url': { never: AMAZON_MQ },
  'pools.*.signals.queueBacklog.rabbitmq.secret': { never: AMAZON_MQ },
  'pools.*.signals.queueBacklog.rabbitmq.broker': WORKS,
  'pools.*.signals.custom.*.metadata': WORKS,
  'pools.*.signals.custom.*.metricType': { never: NO_KEDA },
  'pools.*.signals.custom.*.authentication': { never: NO_KEDA },
  'pools.*.signals.custom.*.pods.metric': { never: NO_KEDA },
  'pools.*.signals.custom.*.pods.selector': { never: NO_KEDA },
  'pools.*.signals.custom.*.object.apiVersion': { never: NO_KEDA },
  'pools.*.signals.custom.*.object.kind': { never: NO_KEDA },
  'pools.*.signals.custom.*.object.name': { never: NO_KEDA },
  'pools.*.signals.custom.*.object.metric': { never: NO_KEDA },
  'pools.*.signals.custom.*.object.selector': { never: NO_KEDA },
  'pools.*.signals.custom.*.external.metric': { never: NO_KEDA },
  'pools.*.signals.custom.*.external.selector': { never: NO_KEDA },
  'pools.*.signals.custom.*.cloudwatch': WORKS,
  'pools.*.signals.kafkaLag.offsetReset': { never: NO_BROKER },
  'pools.*.signals.requests.over': { never: ONE_VALUE, here: ({ neutral }) => range(neutral, 'requests') },
  'pools.*.signals.latency.over': { never: ONE_VALUE, here: ({ neutral }) => range(neutral, 'latency') },
  'pools.*.signals.*.activation': { here: ({ neutral }) => activations(neutral) },
  'pools.*.signals.*.source.prometheus': {
    never: NO_PROMETHEUS,
    here: ({ neutral }) => signalSources(neutral, 'prometheus', 'Prometheus is not used'),
  },
  'pools.*.signals.*.source.cloudwatch': WORKS,
  'pools.*.wake.activation': { here: ({ neutral }) => wakeActivation(neutral) },
  'pools.*.wake.source.prometheus': {
    never: NO_PROMETHEUS,
    here: ({ neutral }) => wakeSource(neutral, 'prometheus', 'Prometheus is not used'),
  },
  'pools.*.wake.source.cloudwatch': WORKS,
  'pools.*.wake.holdsRequests': { never: POLICIES_ONLY },
  'pools.*.wake.retryBudget': { never: POLICIES_ONLY },

  'pools.*.containers.*.secrets.*.secret': { never: TAKES_ARN, here: secretNames },
  'pools.*.containers.*.secrets.*.key': { never: TAKES_ARN },
  'pools.*.containers.*.secrets.*.arn': WORKS,
  'pools.*.containers.*.probes.startup': { never: 'ECS has only one health check, which starts after the cold start' },
  'pools.*.containers.*.probes.*.http': { never: COMMAND_ONLY },
  'pools.*.containers.*.probes.*.grpc': { never: COMMAND_ONLY },
  'pools.*.containers.*.probes.*.tcp': { never: COMMAND_ONLY },
  'pools.*.containers.*.probes.*.port': { never: COMMAND_ONLY },
  'pools.*.containers.*.metrics': { never: NO_PROMETHEUS, here: notScraped },
  'pools.*.workload.existing.kind': { never: 'an ECS service has no kind' },
  'pools.*.workload.existing.container': { never: WHOLE_TASK },
  'pools.*.workload.existing.cpu': { never: POLICIES_ONLY },
  'pools.*.replicas.fixed': WORKS,
  'pools.*.capacity': { here: ({ neutral: { pool } }) => owned(pool, 'capacity', pool.capacity.at) },
  'pools.*.taskRoleArn': {
    here: ({ neutral: { pool } }) => owned(pool, 'taskRoleArn', pool.taskRoleArn?.origin, pool.taskRoleArn),
  },
};
