/**
 * What manifests of others use, and which field of the language says it. Counted over 1,790 files of 227 public
 * repositories: 136 ScaledObjects, 188 HPAs, 220 Deployments that an autoscaler scales, 129 ECS services. A share is of
 * objects.
 */
export interface Used {
  readonly what: string;
  readonly share: string;
  /** Fields that say it; none where nothing does. */
  readonly by: readonly string[];
  /** The part that is left out, or why nothing says it. */
  readonly but?: string;
}

export interface UsedTable {
  readonly title: string;
  readonly rows: readonly Used[];
}

const used = (what: string, share: string, by: string | readonly string[], but?: string): Used => ({
  what,
  share,
  by: typeof by === 'string' ? [by] : by,
  ...(but === undefined ? {} : { but }),
});
const pool = (path: string) => `pools.<pool>.${path}`;
const signal = (path: string) => pool(`signals.${path}`);
const container = (path: string) => pool(`containers.<container>.${path}`);
const custom = (path: string) => signal(`custom.<signal>.${path}`);

export const TABLES: readonly UsedTable[] = [
  {
    title: 'ScaledObjects',
    rows: [
      used('`prometheus`, fractions below 1 too', '22 %', [
        signal('requests'),
        signal('requestQueue.perReplica'),
        signal('latency'),
        custom('type'),
      ]),
      used('`rabbitmq`', '12 %', [signal('queueBacklog.rabbitmq'), custom('type')]),
      used('`cpu`', '12 %', signal('cpu')),
      used('`aws-cloudwatch`', '11 %', custom('type')),
      used('`redis`, `redis-streams`', '13 %', [signal('queueBacklog.redis'), custom('type')]),
      used('`aws-sqs-queue`', '9 %', [signal('queueBacklog.sqs'), custom('type')]),
      used('`memory`', '7 %', [signal('memory'), pool('workload.existing.memory')]),
      used('`kafka`', '7 %', [signal('kafkaLag'), custom('type')]),
      used('`azure-servicebus`, `azure-queue`, `azure-eventhub`', '10 %', custom('type')),
      used('`cron`', '3 %', pool('schedule')),
      used('`external`, `metrics-api`, `postgresql`, `gcp-pubsub`, `new-relic`, `datadog`', '8 %', custom('type')),
      used('minReplicaCount', '93 %', pool('replicas.min')),
      used('maxReplicaCount', '86 %', pool('replicas.max')),
      used('cooldownPeriod', '69 %', pool('idle')),
      used('pollingInterval', '67 %', pool('pollingInterval')),
      used('authenticationRef', '45 %', [custom('authentication.name'), custom('authentication.secrets')]),
      used('behavior', '9 %', [pool('scaleUp'), pool('scaleDown')]),
      used('fallback', '8 %', [pool('fallback.replicas'), pool('fallback.failureThreshold')]),
      used('activation thresholds, fractions too', '9 %', [signal('requests.activation'), custom('metadata')]),
      used(
        'restoreToOriginalReplicaCount',
        '4 %',
        [],
        'it matters when a ScaledObject is deleted, and then nothing is emitted',
      ),
      used('`…FromEnv`', '4 %', custom('metadata')),
      used('a StatefulSet, or another kind, as target', '6 %', [
        pool('workload.existing.kind'),
        pool('workload.existing.apiVersion'),
      ]),
      used('ClusterTriggerAuthentication', '1 of 136', custom('authentication.kind')),
      used('idleReplicaCount', '1 of 136', [], 'KEDA takes only 0 beside a minimum of 1, which `replicas: 0..n` says'),
    ],
  },
  {
    title: 'HorizontalPodAutoscalers',
    rows: [
      used('CPU utilisation', '86 %', signal('cpu')),
      used('memory utilisation', '20 %', [signal('memory'), pool('workload.existing.memory')]),
      used('metrics of kind Pods', '6 %', custom('pods')),
      used('metrics of kind External', '3 %', custom('external')),
      used('metrics of kind Object', '1 %', custom('object')),
      used('two metrics or more', '20 %', pool('signals')),
      used('behavior, selectPolicy Max, Min and Disabled', '21 %', [pool('scaleUp.select'), pool('scaleDown.select')]),
      used('policies of different periods', '2 %', [pool('scaleUp.limits'), pool('scaleDown.limits')]),
      used('a Deployment or a StatefulSet as target', '92 %', pool('workload.existing.kind')),
      used('a Rollout or a LeaderWorkerSet as target', '2 %', pool('workload.existing.apiVersion')),
      used('annotations of the object', '4 %', pool('patch'), 'an annotation of a tool that edits the object'),
    ],
  },
  {
    title: 'Deployments that an autoscaler scales',
    rows: [
      used('env with a value, or from a Secret', '56 %, 22 %', [container('env'), container('secrets')]),
      used('envFrom', '34 %', container('envFrom')),
      used('env from a field or a ConfigMap', '12 %, 7 %', [
        container('env.<variable>.field'),
        container('env.<variable>.configMap'),
      ]),
      used('volumes and mounts', '35 %', [pool('volumes'), container('mounts')]),
      used('serviceAccountName', '30 %', pool('serviceAccount')),
      used('imagePullPolicy, imagePullSecrets', '42 %, 11 %', [container('imagePullPolicy'), pool('imagePullSecrets')]),
      used('requests and limits of CPU and memory', '76 %', [container('cpu'), container('memory')]),
      used('readiness, liveness, startup probe', '59, 55, 15 %', container('probes')),
      used('initialDelaySeconds', '55 %', container('probes.readiness.initialDelay')),
      used('headers, scheme, successThreshold of a probe', '5, 1, 3 %', [
        container('probes.readiness.headers'),
        container('probes.readiness.scheme'),
        container('probes.readiness.successes'),
      ]),
      used('command, args', '19, 13 %', [container('command'), container('args')]),
      used('user, read-only root, capabilities', '27 %', [
        container('user'),
        container('readOnlyRootFilesystem'),
        container('capabilities'),
      ]),
      used('fsGroup', '11 %', pool('fsGroup')),
      used('annotations of the pods', '18 %', pool('podAnnotations')),
      used('strategy', '15 %', pool('rollout.strategy')),
      used('nodeSelector, tolerations, affinity, topologySpread', '10, 3, 5, 10 %', [
        pool('scheduling.nodeSelector'),
        pool('scheduling.tolerations'),
        pool('scheduling.affinity'),
        pool('scheduling.topologySpread'),
      ]),
      used('terminationGracePeriodSeconds', '18 %', pool('gracePeriod')),
      used('lifecycle', '9 %', container('lifecycle')),
      used('init containers', '5 %', pool('initContainers')),
      used('two containers or more', '6 %', pool('containers')),
      used('a GPU', '3 %', pool('hardware')),
      used('ephemeral storage', '2 %', container('ephemeralStorage')),
      used('revisionHistoryLimit, minReadySeconds', '6, 3 %', [
        pool('rollout.revisionHistoryLimit'),
        pool('rollout.minReady'),
      ]),
      used('priorityClassName', '0.5 %', pool('scheduling.priorityClass')),
      used('dnsConfig, hostAliases, hostNetwork', '0.5 %', pool('patch')),
      used('an image without a version', '59 %', container('image'), 'the policy image-not-pinned refuses it'),
    ],
  },
  {
    title: 'ECS services',
    rows: [
      used('a load balancer, a target group', '80 %', pool('loadBalancer')),
      used('health check grace period', '30 %', pool('loadBalancer.gracePeriod')),
      used('minimum and maximum healthy percent', '31 %', [
        pool('rollout.minimumHealthyPercent'),
        pool('rollout.maximumPercent'),
      ]),
      used('execute command', '29 %', pool('executeCommand')),
      used('secrets, environment', '23, 43 %', [container('secrets'), container('env')]),
      used('environment files', '2 %', container('envFrom.s3')),
      used('a public IP', '56 %', 'targets.ecs.assignPublicIp'),
      used('Service Connect', '12 %', pool('serviceConnect')),
      used('Cloud Map', '8 %', pool('serviceRegistry')),
      used('volumes, mostly EFS', '10 %', pool('volumes.<volume>.efs')),
      used('ephemeral storage', '2 %', container('ephemeralStorage')),
      used('ARM64', '7 %', pool('architecture')),
      used('capacity providers, Fargate Spot', '12, 10 %', pool('capacity')),
      used('a circuit breaker', '15 %', pool('rollout'), 'always on'),
      used('CodeDeploy, EC2 launch type, ulimits', '4, 3, 3 %', []),
      used('target tracking on CPU and memory', '32, 21 %', [signal('cpu'), signal('memory')]),
      used('ALBRequestCountPerTarget', '9 %', signal('requests')),
      used('a customized metric', '2 %', signal('requests.source.cloudwatch')),
      used('step scaling on the alarm of a CPU', '13 %', signal('cpu'), 'target tracking takes its place'),
      used('scheduled actions, cooldowns', '1, 33 %', [pool('schedule'), pool('scaleDown.cooldown')]),
    ],
  },
];

/** What raises the share of repositories whose objects can be said whole, in the order that raises it fastest. */
export interface Steps {
  readonly title: string;
  readonly before: string;
  readonly steps: readonly { readonly adds: string; readonly share: string; readonly by: readonly string[] }[];
}

const step = (adds: string, share: string, ...by: readonly string[]) => ({ adds, share, by });

export const STEPS: readonly Steps[] = [
  {
    title: 'ScaledObjects',
    before: '12 %',
    steps: [
      step('pollingInterval', '26 %', pool('pollingInterval')),
      step('a trigger of any scaler', '90 %', custom('type'), custom('metadata'), custom('authentication')),
    ],
  },
  {
    title: 'HorizontalPodAutoscalers',
    before: '83 %',
    steps: [
      step('metrics of kind Pods', '89 %', custom('pods')),
      step('annotations', '92 %', pool('patch')),
      step('a target of any kind', '94 %', pool('workload.existing.apiVersion')),
      step('a list of behavior policies', '97 %', pool('scaleDown.limits')),
      step('metrics of kind External', '99 %', custom('external')),
    ],
  },
  {
    title: 'Deployments',
    before: '16 %',
    steps: [
      step('envFrom, env from ConfigMaps and fields', '27 %', container('envFrom'), container('env.<variable>.field')),
      step('pull policy and secrets', '35 %', container('imagePullPolicy'), pool('imagePullSecrets')),
      step('volumes and mounts', '43 %', pool('volumes'), container('mounts')),
      step('the service account', '49 %', pool('serviceAccount')),
      step(
        'scheduling',
        '60 %',
        pool('scheduling.nodeSelector'),
        pool('scheduling.tolerations'),
        pool('scheduling.affinity'),
      ),
      step('fsGroup, capabilities', '72 %', pool('fsGroup'), container('capabilities')),
      step('strategy', '76 %', pool('rollout.strategy')),
      step('annotations', '83 %', pool('podAnnotations')),
      step('init containers', '85 %', pool('initContainers')),
    ],
  },
  {
    title: 'ECS services with autoscaling',
    before: '4 %',
    steps: [
      step('a load balancer', '27 %', pool('loadBalancer')),
      step('EFS volumes', '35 %', pool('volumes.<volume>.efs')),
      step('health check grace period', '38 %', pool('loadBalancer.gracePeriod')),
      step('minimum and maximum healthy percent', '47 %', pool('rollout.minimumHealthyPercent')),
      step('ALBRequestCountPerTarget', '55 %', signal('requests')),
      step('execute command', '64 %', pool('executeCommand')),
      step('Service Connect', '71 %', pool('serviceConnect')),
      step('ARM64', '78 %', pool('architecture')),
    ],
  },
];
