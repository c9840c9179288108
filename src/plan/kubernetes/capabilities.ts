import type { KubernetesPool } from '../../model/kubernetes-plan.ts';
import type { NeutralPool } from '../../model/plan.ts';
import type { Pool } from '../../model/pool.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import { formatDuration } from '../../model/units.ts';
import { dead, lost, without, WORKS } from '../capabilities.ts';
import { mountsOfVolumes } from '../container-shortfalls.ts';
import { knowsTolerance } from './behavior.ts';
import { filesInS3 } from './environment-files.ts';
import { isIgnoredByFallback } from './fallback.ts';
import { patchesInVain } from './patches.ts';
import { hasMoreThanLag } from './kafka-lag-triggers.ts';
import { waitsAlike, waitsInQuery } from './sustained.ts';
import type { Capabilities, Capability, Shortfall } from '../capabilities.ts';
import {
  ABOUT_FINDINGS,
  activations,
  customMetrics,
  idleWake,
  ONE_LANGUAGE,
  READER_ALONE,
  OTHER_PLATFORM,
  ofOwnedPods,
  OWNED,
  POLICIES_ONLY,
  rolloutCost,
  switchedOff,
  signalSources,
  wakeActivation,
  wakeSource,
  windowsInVain,
  writtenLimit,
} from '../shared-shortfalls.ts';
import type { Direction, DirectionField } from '../shared-shortfalls.ts';

/** A pool as it is planned for Kubernetes. */
export interface KubernetesContext {
  readonly target: KubernetesTarget;
  readonly neutral: NeutralPool;
  readonly decided: KubernetesPool;
}

const FROM_SECRET = 'on Kubernetes, the value comes from the Secret';
const OF_ECS_DEPLOYMENTS = 'a Deployment has `rollout.maxSurge` and `rollout.maxUnavailable`';
const IN_S3 = 'pods take the ConfigMap or Secret beside it';
const NO_COOLDOWN = 'an HPA has windows and periods, but no cooldown';
const ASKS_BROKERS = 'KEDA reads the lag from the brokers';
const FORECAST = 'on Kubernetes, growth is a forecast of the lag, compared with `signals.kafkaLag.perReplica`';
const NO_CLOUDWATCH = 'on Kubernetes, metrics come from Prometheus, not from CloudWatch';

/** What Kubernetes makes of each field; losses are listed in this order. */
export const KUBERNETES_CAPABILITIES: Capabilities<KubernetesContext> = {
  'pools.*.fallback': { here: context => [...noFallback(context), ...staticFallback(context)] },
  'pools.*.replicas.fixed': { here: noZero },
  'pools.*.idle': { here: longIdle },
  'pools.*.pollingInterval': { here: ({ neutral: { pool } }) => idlePolls(pool) },
  'pools.*.signals.cpu.for': { here: context => sharedWindow(context, 'cpu') },
  'pools.*.signals.memory.for': { here: context => sharedWindow(context, 'memory') },

  version: { never: ONE_LANGUAGE },
  requires: { never: READER_ALONE },
  preset: { never: POLICIES_ONLY },
  lint: { never: ABOUT_FINDINGS },
  policies: { never: ABOUT_FINDINGS },
  'targets.ecs': { never: OTHER_PLATFORM },
  'targets.ecs.assignPublicIp': { never: OTHER_PLATFORM },
  'targets.ecs.vpc': { never: OTHER_PLATFORM },
  'targets.kubernetes.version': WORKS,
  'targets.kubernetes.keda': WORKS,
  'targets.kubernetes.namespace': WORKS,
  'targets.kubernetes.provisioner': WORKS,
  'targets.kubernetes.prometheus': WORKS,
  'targets.kubernetes.monitoring': WORKS,
  'targets.kubernetes.runbooks': WORKS,
  'targets.kubernetes.gitops.tool': WORKS,
  'targets.kubernetes.gitops.repoURL': WORKS,
  'targets.kubernetes.gitops.revision': WORKS,
  'targets.kubernetes.gitops.namespace': WORKS,
  'targets.kubernetes.gitops.project': WORKS,
  'targets.kubernetes.gitops.destination': WORKS,
  'targets.kubernetes.gitops.interval': WORKS,
  'targets.kubernetes.gitops.sync': WORKS,
  'kafka.bootstrapServers': WORKS,
  'kafka.lagLabels': WORKS,
  'kafka.auth': WORKS,
  'kafka.msk': { never: ASKS_BROKERS },
  'kafka.cloudwatch': { never: ASKS_BROKERS },
  'metrics.histograms': { never: POLICIES_ONLY },
  metrics: WORKS,
  'hardware.*.gpu': WORKS,
  'hardware.*.sharing': WORKS,
  'hardware.*.migProfile': WORKS,
  'hardware.*.nodeSelector': WORKS,
  'hardware.*.instanceTypes': WORKS,

  'pools.*.scaleUp.stabilizationWindow': limit('scaleUp', 'stabilizationWindow', windowOfSignal),
  'pools.*.scaleUp.percent': limit('scaleUp', 'percent'),
  'pools.*.scaleUp.replicas': limit('scaleUp', 'replicas'),
  'pools.*.scaleUp.every': limit('scaleUp', 'every'),
  'pools.*.scaleUp.limits': limit('scaleUp', 'limits'),
  'pools.*.scaleUp.select': limit('scaleUp', 'select', onlyOneLimit),
  'pools.*.scaleUp.tolerance': limit('scaleUp', 'tolerance'),
  'pools.*.scaleUp.cooldown': { never: NO_COOLDOWN },
  'pools.*.scaleDown.stabilizationWindow': limit('scaleDown', 'stabilizationWindow', windowOfSignal),
  'pools.*.scaleDown.percent': limit('scaleDown', 'percent'),
  'pools.*.scaleDown.replicas': limit('scaleDown', 'replicas'),
  'pools.*.scaleDown.every': limit('scaleDown', 'every'),
  'pools.*.scaleDown.limits': limit('scaleDown', 'limits'),
  'pools.*.scaleDown.select': limit('scaleDown', 'select', onlyOneLimit),
  'pools.*.scaleDown.tolerance': limit('scaleDown', 'tolerance'),
  'pools.*.scaleDown.cooldown': { never: NO_COOLDOWN },

  'pools.*.signals.*': { here: allOrNone },
  'pools.*.signals.cpu.container': WORKS,
  'pools.*.signals.memory.container': WORKS,
  'pools.*.signals.kafkaLag.partitions': { never: POLICIES_ONLY },
  'pools.*.signals.kafkaLag.leases.handBack': { never: POLICIES_ONLY },
  'pools.*.signals.kafkaLag.offsetReset': { here: resetOfExporter },
  'pools.*.signals.kafkaLag.growth': WORKS,
  'pools.*.signals.kafkaLag.growth.perReplica': { never: FORECAST, here: rateOfGrowth },
  'pools.*.signals.kafkaLag.topics': WORKS,
  'pools.*.signals.queueBacklog.sqs.authentication': WORKS,
  'pools.*.signals.queueBacklog.rabbitmq.authentication': WORKS,
  'pools.*.signals.queueBacklog.redis.address': WORKS,
  'pools.*.signals.queueBacklog.redis.mode': WORKS,
  'pools.*.signals.queueBacklog.redis.master': WORKS,
  'pools.*.signals.queueBacklog.redis.list': WORKS,
  'pools.*.signals.queueBacklog.redis.stream': WORKS,
  'pools.*.signals.queueBacklog.redis.consumerGroup': WORKS,
  'pools.*.signals.queueBacklog.redis.database': WORKS,
  'pools.*.signals.queueBacklog.redis.tls': WORKS,
  'pools.*.signals.queueBacklog.redis.authentication': WORKS,
  'pools.*.signals.queueBacklog.redis.cloudwatch': {
    never: 'KEDA asks Redis itself',
    here: ({ neutral: { pool } }) => redisMetric(pool),
  },
  'pools.*.signals.queueBacklog.rabbitmq.url': WORKS,
  'pools.*.signals.queueBacklog.rabbitmq.secret': WORKS,
  'pools.*.signals.queueBacklog.rabbitmq.broker': { never: 'KEDA asks the management API of the broker' },
  'pools.*.signals.custom.*.metadata': WORKS,
  'pools.*.signals.custom.*.metricType': WORKS,
  'pools.*.signals.custom.*.authentication': WORKS,
  'pools.*.signals.custom.*.pods.metric': WORKS,
  'pools.*.signals.custom.*.pods.selector': WORKS,
  'pools.*.signals.custom.*.object.apiVersion': WORKS,
  'pools.*.signals.custom.*.object.kind': WORKS,
  'pools.*.signals.custom.*.object.name': WORKS,
  'pools.*.signals.custom.*.object.metric': WORKS,
  'pools.*.signals.custom.*.object.selector': WORKS,
  'pools.*.signals.custom.*.external.metric': WORKS,
  'pools.*.signals.custom.*.external.selector': WORKS,
  'pools.*.signals.custom.*.cloudwatch': {
    never: NO_CLOUDWATCH,
    here: ({ neutral }) => customMetrics(neutral, 'CloudWatch is not used'),
  },
  'pools.*.signals.requests.over': { here: ({ neutral }) => range(neutral, 'requests') },
  'pools.*.signals.latency.over': { here: ({ neutral }) => range(neutral, 'latency') },
  'pools.*.signals.*.activation': { here: ({ neutral }) => activations(neutral) },
  'pools.*.signals.*.source.prometheus': WORKS,
  'pools.*.signals.*.source.cloudwatch': {
    never: NO_CLOUDWATCH,
    here: ({ neutral }) => signalSources(neutral, 'cloudwatch', 'CloudWatch is not used'),
  },
  'pools.*.wake': { here: ({ neutral }) => idleWake(neutral) },
  'pools.*.wake.activation': { here: ({ neutral }) => wakeActivation(neutral) },
  'pools.*.wake.source.prometheus': WORKS,
  'pools.*.wake.source.cloudwatch': {
    never: NO_CLOUDWATCH,
    here: ({ neutral }) => wakeSource(neutral, 'cloudwatch', 'CloudWatch is not used'),
  },
  'pools.*.wake.holdsRequests': { never: POLICIES_ONLY },
  'pools.*.wake.retryBudget': { never: POLICIES_ONLY },

  'pools.*.containers.*.cpu.limit': WORKS,
  'pools.*.containers.*.secrets': WORKS,
  'pools.*.containers.*.secrets.*.secret': WORKS,
  'pools.*.containers.*.secrets.*.key': WORKS,
  'pools.*.containers.*.secrets.*.arn': { never: FROM_SECRET, here: secretArns },
  'pools.*.containers.*.probes.startup': WORKS,
  'pools.*.containers.*.probes.*': WORKS,
  'pools.*.containers.*.probes.*.http': WORKS,
  'pools.*.containers.*.probes.*.grpc': WORKS,
  'pools.*.containers.*.probes.*.tcp': WORKS,
  'pools.*.containers.*.probes.*.port': WORKS,
  'pools.*.containers.*.metrics': { here: notScraped },
  'pools.*.containers.*.imagePullPolicy': WORKS,
  'pools.*.containers.*.env.*.configMap': WORKS,
  'pools.*.containers.*.env.*.key': WORKS,
  'pools.*.containers.*.env.*.optional': WORKS,
  'pools.*.containers.*.env.*.field': WORKS,
  'pools.*.containers.*.env.*.resource': WORKS,
  'pools.*.containers.*.env.*.divisor': WORKS,
  'pools.*.containers.*.envFrom.*.configMap': WORKS,
  'pools.*.containers.*.envFrom.*.secret': WORKS,
  'pools.*.containers.*.envFrom.*.s3': {
    never: IN_S3,
    here: ({ neutral: { pool } }) => filesInS3(pool),
  },
  'pools.*.containers.*.envFrom.*.prefix': WORKS,
  'pools.*.containers.*.envFrom.*.optional': WORKS,
  'pools.*.containers.*.group': WORKS,
  'pools.*.containers.*.capabilities': WORKS,
  'pools.*.containers.*.mounts': WORKS,
  'pools.*.containers.*.mounts.*.subPath': WORKS,
  'pools.*.initContainers.*.restartPolicy': WORKS,
  'pools.*.initContainers.*.imagePullPolicy': WORKS,
  'pools.*.initContainers.*.env.*.configMap': WORKS,
  'pools.*.initContainers.*.env.*.key': WORKS,
  'pools.*.initContainers.*.env.*.optional': WORKS,
  'pools.*.initContainers.*.env.*.field': WORKS,
  'pools.*.initContainers.*.env.*.resource': WORKS,
  'pools.*.initContainers.*.env.*.divisor': WORKS,
  'pools.*.initContainers.*.envFrom.*.configMap': WORKS,
  'pools.*.initContainers.*.envFrom.*.secret': WORKS,
  'pools.*.initContainers.*.envFrom.*.s3': { never: IN_S3 },
  'pools.*.initContainers.*.envFrom.*.prefix': WORKS,
  'pools.*.initContainers.*.envFrom.*.optional': WORKS,
  'pools.*.initContainers.*.group': WORKS,
  'pools.*.initContainers.*.capabilities': WORKS,
  'pools.*.initContainers.*.mounts': WORKS,
  'pools.*.initContainers.*.mounts.*.subPath': WORKS,
  'pools.*.initContainers.*.cpu.limit': WORKS,
  'pools.*.initContainers.*.secrets.*.secret': WORKS,
  'pools.*.initContainers.*.secrets.*.key': WORKS,
  'pools.*.initContainers.*.secrets.*.arn': { never: FROM_SECRET },
  'pools.*.initContainers': { here: ({ neutral: { pool } }) => ofOwnedPods(pool) },
  'pools.*.containers.*.ephemeralStorage': WORKS,
  'pools.*.containers.*.lifecycle': { here: sleepsByCommand },
  'pools.*.containers.*.probes.*.initialDelay': WORKS,
  'pools.*.containers.*.probes.*.scheme': WORKS,
  'pools.*.containers.*.probes.*.headers': WORKS,
  'pools.*.containers.*.probes.*.successes': WORKS,
  'pools.*.volumes.*.emptyDir.medium': WORKS,
  'pools.*.volumes.*.emptyDir.sizeLimit': WORKS,
  'pools.*.volumes.*.configMap': WORKS,
  'pools.*.volumes.*.secret': WORKS,
  'pools.*.volumes.*.persistentVolumeClaim': WORKS,
  'pools.*.volumes.*.hostPath': WORKS,
  'pools.*.volumes.*.csi': WORKS,
  'pools.*.volumes.*.projected': WORKS,
  'pools.*.volumes.*.efs': {
    never: 'a pod mounts the claim beside it',
    here: ({ neutral: { pool } }) => fileSystemsOfEcs(pool),
  },
  'pools.*.serviceAccount': WORKS,
  'pools.*.imagePullSecrets.*.secret': WORKS,
  'pools.*.imagePullSecrets.*.arn': { never: 'on Kubernetes, images are pulled with the Secret' },
  'pools.*.scheduling': WORKS,
  'pools.*.fsGroup': WORKS,
  'pools.*.podLabels': WORKS,
  'pools.*.podAnnotations': WORKS,
  'pools.*.patch': { here: ({ neutral: { pool }, decided }) => patchesInVain(pool, decided) },
  'pools.*.workload.existing.apiVersion': WORKS,
  'pools.*.workload.existing.kind': WORKS,
  'pools.*.workload.existing.container': WORKS,
  'pools.*.workload.existing.cpu': { never: POLICIES_ONLY },
  'pools.*.workload.existing.memory': { never: POLICIES_ONLY },
  'pools.*.workload.existing.manifest': WORKS,
  'pools.*.schedule.windows.*.min': {
    here: context => [
      ...windowsInVain(context.neutral),
      ...windowsWithinTolerance(context),
      ...windowsWithoutScaleOut(context),
    ],
  },
  'pools.*.containers.*.cpu': WORKS,
  'pools.*.gracePeriod': WORKS,
  'pools.*.rollout.minimumHealthyPercent': {
    never: OF_ECS_DEPLOYMENTS,
    here: ({ neutral: { pool } }) => percentOf(pool, 'minimumHealthyPercent', pool.deploymentPercent.minimumHealthy),
  },
  'pools.*.rollout.maximumPercent': {
    never: OF_ECS_DEPLOYMENTS,
    here: ({ neutral: { pool } }) => percentOf(pool, 'maximumPercent', pool.deploymentPercent.maximum),
  },
  'pools.*.rollout': { here: ({ neutral }) => rolloutCost(neutral) },
  'pools.*.rollout.maxSurge': WORKS,
  'pools.*.rollout.maxUnavailable': WORKS,
  'pools.*.rollout.minReady': WORKS,
  'pools.*.rollout.revisionHistoryLimit': WORKS,
  'pools.*.work.longest': WORKS,
  'pools.*.capacity': {
    never: 'capacity providers exist only on ECS',
    here: ({ neutral: { pool } }) => without('capacity', pool.capacity.at, ON_AWS),
  },
  'pools.*.taskRoleArn': {
    never: 'a pod gets its role from its service account',
    here: ({ neutral: { pool } }) => without('taskRoleArn', pool.taskRoleArn?.origin, ON_AWS, pool.taskRoleArn),
  },
  'pools.*.loadBalancer': {
    never: 'an Ingress or a Gateway leads to the Service of the pool, and belongs to the cluster',
    here: ({ neutral: { pool } }) => without('loadBalancer', pool.loadBalancers[0]?.at, ON_AWS),
  },
  'pools.*.serviceConnect': {
    never: 'a Service has the name and the ports of its pool',
    here: ({ neutral: { pool } }) => without('serviceConnect', pool.serviceConnect[0]?.port.origin, ON_AWS),
  },
  'pools.*.serviceRegistry': {
    never: 'the DNS of the cluster has a name for the Service of the pool',
    here: ({ neutral: { pool } }) => without('serviceRegistry', pool.serviceRegistry?.at, ON_AWS),
  },
  'pools.*.executeCommand': {
    never: '`kubectl exec` needs no setting of the pod',
    here: ({ neutral: { pool } }) => without('executeCommand', pool.executeCommand.origin, ON_AWS, pool.executeCommand),
  },
  'pools.*.architecture': {
    here: ({ neutral: { pool } }) =>
      pool.existing === undefined ? [] : without('architecture', pool.architecture?.origin, OWNED, pool.architecture),
  },
  'pools.*.containers.*.ports': WORKS,
  'pools.*.service': { here: ({ neutral: { pool } }) => (pool.existing === undefined ? [] : headless(pool)) },
  'pools.*.disruption': { here: ({ neutral: { pool } }) => (pool.existing === undefined ? [] : budget(pool)) },
};

const ON_AWS = 'it applies only to AWS';
const USES_CLAIM = 'pods mount the claim beside it';

function fileSystemsOfEcs(pool: Pool): readonly Shortfall[] {
  if (pool.existing !== undefined) return [];
  return [
    ...pool.volumes.flatMap(({ key, source }) => {
      if (source.kind !== 'persistentVolumeClaim' || source.efs === undefined) return [];
      const path = ['volumes', key.plain, 'efs'];
      return without(path.join('.'), source.efs.at, USES_CLAIM).map(one => ({ ...one, path }));
    }),
    ...mountsOfVolumes(pool, ({ source }) => source.kind === 'efs', 'ECS'),
  ];
}

function percentOf({ rolloutFirst }: Pool, key: string, percent: Sourced<unknown> | undefined): readonly Shortfall[] {
  // A rollout is never empty.
  const removable = rolloutFirst.origin.kind === 'written' ? percent : undefined;
  return without(`rollout.${key}`, percent?.origin, ON_AWS, removable);
}

function noFallback({ neutral: { pool }, decided: { autoscaler } }: KubernetesContext): readonly Shortfall[] {
  const at = pool.fallbackReplicas?.origin;
  if (at === undefined || autoscaler.kind === 'scaled-object') return [];
  const inert = 'only KEDA has a fallback, and KEDA does not scale this pool';
  return autoscaler.kind === 'hpa'
    ? [{ what: 'fallback.replicas', at, inert, instead: 'an HPA keeps the count while CPU or memory cannot be read' }]
    : without('fallback.replicas', at, inert);
}

/** Where KEDA is too old to hold what runs, an outage takes a busy pool down to the fallback. */
function staticFallback({ target, decided: { autoscaler } }: KubernetesContext): readonly Shortfall[] {
  if (autoscaler.kind !== 'scaled-object' || autoscaler.fallback === undefined) return [];
  const { fallback, triggers, max } = autoscaler;
  const at = fallback.replicas.origin;
  const keda = target.keda.plain;
  const what = 'fallback.replicas';
  const ignored = triggers.filter(trigger => isIgnoredByFallback(target, trigger)).map(({ name }) => name.plain);
  return [
    ...(fallback.behavior !== undefined || fallback.replicas.plain >= max.plain
      ? []
      : [
          {
            what,
            at,
            dangerous: true,
            instead: `an outage of what is read takes the pool down to ${String(fallback.replicas.plain)}, however busy it is: KEDA ${keda} cannot hold what runs here, 2.18 can`,
          },
        ]),
    ...(ignored.length === 0
      ? []
      : [
          {
            what,
            at,
            instead: `KEDA ${keda} has no fallback for the trigger ${ignored.join(' and ')}, whose metric is a Value; 2.18 has`,
          },
        ]),
  ];
}

function noZero({ neutral: { bounds }, decided: { autoscaler } }: KubernetesContext): readonly Shortfall[] {
  if (autoscaler.kind !== 'hpa' || bounds.min.plain >= 1) return [];
  return [
    {
      what: 'replicas.fixed',
      at: bounds.min.origin,
      dangerous: true,
      instead: 'the stage holds 1 replica, since an HPA on CPU or memory has no zero',
    },
  ];
}

/** The metric of CloudWatch beside a key in Redis. */
function redisMetric({ signals: { queueBacklog } }: Pool): readonly Shortfall[] {
  const queue = queueBacklog?.queue;
  const at = queue?.kind === 'redis' ? queue.cloudwatch?.at : undefined;
  return without('signals.queueBacklog.redis.cloudwatch', at, 'CloudWatch is not used');
}

/** The HPA asks by itself; KEDA's polls decide only between zero and one. */
function idlePolls({ pollingInterval, replicas }: Pool): readonly Shortfall[] {
  const inert =
    replicas.min.plain > 0
      ? 'the pool never scales to zero, and above zero the HPA asks every 15s by itself'
      : undefined;
  return without('pollingInterval', pollingInterval?.origin, inert, pollingInterval);
}

function longIdle({ neutral: { pool }, decided: { autoscaler } }: KubernetesContext): readonly Shortfall[] {
  const { idle } = pool;
  if (autoscaler.kind !== 'scaled-object' || autoscaler.cooldownPeriod.plain <= Math.ceil(idle.plain)) return [];
  const cooldown = formatDuration(autoscaler.cooldownPeriod.plain);
  return lost(
    'idle',
    idle,
    `it becomes ${cooldown}, the cold start: KEDA does not ask whether a replica is ready before it goes to zero`,
  );
}

/**
 * A window is a metric like any other, of which an HPA leaves a tenth alone: replicas that are there already stay where
 * they are within it.
 */
function windowsWithinTolerance({ target, neutral, decided: { autoscaler } }: KubernetesContext): readonly Shortfall[] {
  const { pool, bounds } = neutral;
  if (autoscaler.kind !== 'scaled-object' || knowsTolerance(target) || pool.scaleUp.select.plain === 'disabled')
    return [];
  return (pool.schedule?.windows ?? []).flatMap(({ min }, index) => {
    const fewest = Math.max(bounds.min.plain, Math.ceil((min.plain * 10) / 11));
    const most = Math.min(min.plain, bounds.max.plain) - 1;
    if (fewest > most) return [];
    const staying = fewest === most ? String(most) : `${String(fewest)} to ${String(most)}`;
    return lost(
      `schedule.windows.${String(index)}.min`,
      min,
      `a pool that has ${staying} replicas already keeps them: an HPA leaves a tenth alone, and may be told otherwise from Kubernetes 1.35 and KEDA 2.18 on`,
    );
  });
}

/** KEDA starts the first replica of a window, and any other is the HPA's to add. */
function windowsWithoutScaleOut({ neutral: { pool, bounds } }: KubernetesContext): readonly Shortfall[] {
  if (pool.scaleUp.select.plain !== 'disabled') return [];
  const least = Math.max(1, bounds.min.plain);
  return (pool.schedule?.windows ?? []).flatMap(({ min }, index) =>
    min.plain <= least
      ? []
      : lost(
          `schedule.windows.${String(index)}.min`,
          min,
          `at most ${String(least)} runs: a window is a metric of the HPA, whose scale-out is disabled by scaleUp.select`,
        ),
  );
}

/** Brokers that are away stop every signal of an object that has a Kafka trigger. */
function allOrNone({ neutral, decided: { autoscaler } }: KubernetesContext): readonly Shortfall[] {
  const lag = neutral.pool.signals.kafkaLag;
  if (lag === undefined || autoscaler.kind !== 'scaled-object' || !hasMoreThanLag(neutral)) return [];
  if (!autoscaler.triggers.some(({ scaler }) => scaler === 'kafka') || lag.at.kind !== 'written') return [];
  const instead =
    'while the brokers cannot be reached no signal of the pool acts, since KEDA makes all scalers of an object or none; write kafka.lagMetrics and targets.kubernetes.prometheus, and the lag is read there';
  return [{ what: 'signals.kafkaLag', at: lag.at, instead }];
}

/** Whatever publishes the lag has counted it; only KEDA's own scaler asks from where a partition begins. */
function resetOfExporter({ neutral, decided: { autoscaler } }: KubernetesContext): readonly Shortfall[] {
  const reset = neutral.pool.signals.kafkaLag?.offsetReset;
  const isRead = autoscaler.kind === 'scaled-object' && autoscaler.triggers.some(trigger => trigger.for === 'kafkaLag');
  if (!isRead || autoscaler.triggers.some(({ scaler }) => scaler === 'kafka')) return [];
  return without(
    'signals.kafkaLag.offsetReset',
    reset?.origin,
    'the lag is read from Prometheus, as it is published',
    reset,
  );
}

/** The longer of two waits makes the one window that an HPA has for all its metrics. */
function sharedWindow(
  { target, neutral, decided: { autoscaler } }: KubernetesContext,
  name: 'cpu' | 'memory',
): readonly Shortfall[] {
  const { pool } = neutral;
  const wait = pool.signals[name]?.for;
  if (wait === undefined || waitsInQuery(neutral, target) || waitsAlike(neutral)) return [];
  const other = name === 'cpu' ? 'memory' : 'cpu';
  const longer = (pool.signals[other]?.for?.plain ?? 0) > wait.plain;
  return [
    {
      what: `signals.${name}.for`,
      at: wait.origin,
      removable: wait,
      ...(autoscaler.kind === 'none'
        ? {}
        : {
            instead:
              'it becomes the stabilisation window of scaling up, which delays every metric of the pool; with targets.kubernetes.prometheus it delays this one alone',
          }),
      inert: longer ? `signals.${other}.for is longer and sets the scale-out window` : undefined,
    },
  ];
}

type Why = (context: KubernetesContext, key: Direction) => string | undefined;

/** A limit of one direction: without effect where nothing scales, or by a reason of its own. */
function limit(key: Direction, field: DirectionField, why: Why = () => undefined): Capability<KubernetesContext> {
  return {
    here: context => {
      const written = writtenLimit(context.neutral, key, field);
      if (written === undefined) return [];
      const off = field !== 'select' && context.neutral.pool[key].select.plain === 'disabled';
      const inert =
        context.decided.autoscaler.kind === 'none'
          ? 'nothing scales the pool'
          : off
            ? switchedOff(key)
            : why(context, key);
      return inert === undefined ? [] : [{ ...written, inert }];
    },
  };
}

function windowOfSignal({ neutral: { pool }, decided }: KubernetesContext, key: Direction): string | undefined {
  const { stabilizationWindowSeconds } = decided.behavior[key];
  return stabilizationWindowSeconds.plain > Math.ceil(pool[key].stabilizationWindow.plain)
    ? '`for` of a signal is longer and takes precedence'
    : undefined;
}

function onlyOneLimit({ neutral: { pool } }: KubernetesContext, key: Direction): string | undefined {
  const { percent, replicas, limits, select } = pool[key];
  if (select.plain === 'disabled') return undefined;
  if (limits !== undefined) return limits.plain.length > 1 ? undefined : 'only one limit is set';
  return percent === undefined || replicas === undefined ? 'only one of percent and replicas is set' : undefined;
}

/** A range is used where the compiler makes the rate. */
function range({ signals }: NeutralPool, name: 'requests' | 'latency'): readonly Shortfall[] {
  return signals.flatMap(planned => {
    if (planned.name !== name || !('over' in planned.signal)) return [];
    const ranged = planned.prometheus?.kind === 'counter' || planned.prometheus?.kind === 'histogram';
    const { over } = planned.signal;
    const why = ranged ? undefined : 'the metric has its own range, or needs none';
    return without(`signals.${name}.over`, over.origin, why, over);
  });
}

function rateOfGrowth({ neutral: { pool } }: KubernetesContext): readonly Shortfall[] {
  const rate = pool.signals.kafkaLag?.growth?.perReplica;
  return dead(
    lost(
      'signals.kafkaLag.growth.perReplica',
      rate,
      'growth is a forecast of the lag, compared with signals.kafkaLag.perReplica.',
    ),
    rate,
  );
}

function secretArns({ neutral: { pool } }: KubernetesContext): readonly Shortfall[] {
  return pool.containers.flatMap(({ name, secrets }) =>
    secrets.flatMap(({ variable, arn }) => {
      const path = ['containers', name.plain, 'secrets', variable.plain, 'arn'];
      return without(path.join('.'), arn?.origin, 'the value comes from the Secret').map(one => ({ ...one, path }));
    }),
  );
}

/** Kubelets before 1.30 have no sleep of their own. */
function sleepsByCommand({ neutral: { pool }, decided: { nativeSleep } }: KubernetesContext): readonly Shortfall[] {
  if (nativeSleep || pool.existing !== undefined) return [];
  return pool.containers.flatMap(({ name, lifecycle }) =>
    Object.entries(lifecycle).flatMap(([kind, { run, at }]) => {
      if (run.kind !== 'sleep') return [];
      const path = ['containers', name.plain, 'lifecycle', kind];
      const instead = 'the command `sleep` of the image runs: Kubernetes sleeps by itself from 1.30 on';
      return [{ what: path.join('.'), path, at, instead }];
    }),
  );
}

function notScraped({ target, neutral: { pool } }: KubernetesContext): readonly Shortfall[] {
  if (target.monitoring.plain !== 'none') return [];
  return pool.containers.flatMap(({ name, metrics }) => {
    const path = ['containers', name.plain, 'metrics'];
    const why = 'targets.kubernetes.monitoring is none';
    return without(path.join('.'), metrics?.path.origin, why).map(one => ({ ...one, path }));
  });
}

function headless({ headlessService }: Pool): readonly Shortfall[] {
  return headlessService.plain ? without('service.headless', headlessService.origin, OWNED) : [];
}

function budget({ disruption }: Pool): readonly Shortfall[] {
  const [key, value] =
    'maxUnavailable' in disruption
      ? (['maxUnavailable', disruption.maxUnavailable] as const)
      : (['minAvailable', disruption.minAvailable] as const);
  return without(`disruption.${key}`, value.origin, OWNED);
}
