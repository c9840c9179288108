import { bool, double, duration, int, list, members, oneOf, optional, record, text } from './shape.ts';
import type { Shape } from './shape.ts';
import { PATCHED_KINDS } from '../../model/patch.ts';
import type { SignalKind } from '../../model/signals.ts';
import { TARGET_NAMES } from '../../model/targets.ts';
import type { PolicyScope } from '../../model/organisation.ts';

/**
 * Names follow the configuration; what it may leave out is there with its default, and optional is only what has none.
 */

const amount = (describe: string, unit: typeof int | typeof double) =>
  optional(
    members(describe, {
      request: unit('What is reserved'),
      limit: optional(unit('What it may take at most')),
    }),
  );

export const HARDWARE = members('A profile of hardware', {
  key: text('Its name in the configuration'),
  gpu: text('As the vendor names it: NVIDIA-A10G'),
  count: int('GPUs of each replica'),
  instanceTypes: list('Instance types it may run on', text('An instance type')),
  coldStart: duration('From no node to the first request served'),
  sharing: oneOf('How a GPU is shared', 'none', 'time-slicing', 'mig'),
});

export const CONTAINER = members('A container', {
  name: text('Its name'),
  image: optional(text('Its image with tag or digest; absent where it is left to an overlay, or not known')),
  restartPolicy: optional(oneOf('Always where an init container is a sidecar', 'Always')),
  cpu: amount('CPU in cores', double),
  memory: amount('Memory in MiB, rounded up', int),
  ports: record('Ports, by name', int('A port')),
  env: record('Environment variables, by name', text('A value')),
  envFrom: list(
    'Where all variables of a source come from',
    members('A source', {
      configMap: optional(text('A ConfigMap')),
      secret: optional(text('A Secret')),
      s3: optional(text('ARN of the file in S3 that tasks on ECS read')),
    }),
  ),
  secrets: list('Variables that come from a secret', text('A variable')),
  user: optional(int('Numeric user it runs as')),
  readOnlyRootFilesystem: bool('Whether its root file system is read-only'),
  capabilities: list('Capabilities of Linux that it adds', text('A capability, without CAP_')),
});

const utilisation = optional(
  members('A utilisation', {
    target: double('Percent'),
    container: text('The container it is measured on'),
  }),
);

export const SIGNALS = members('The declared signals', {
  cpu: utilisation,
  memory: utilisation,
  kafkaLag: optional(
    members('Lag of a consumer group', {
      perReplica: int('Messages waiting for each replica'),
      consumerGroup: text('The consumer group'),
      partitions: optional(int('Partitions of its topics')),
    }),
  ),
  latency: optional(
    members('A latency', {
      quantile: double('Such as 0.99'),
      target: duration('What the quantile is kept under'),
    }),
  ),
  requestQueue: optional(members('Requests that wait', { perReplica: int('Requests waiting for each replica') })),
  requests: optional(
    members('Requests that come in', { perReplica: double('Requests a second that each replica serves') }),
  ),
  queueBacklog: optional(
    members('An SQS queue', {
      url: text('Its URL'),
      perReplica: int('Messages waiting for each replica'),
      inFlight: bool('Whether messages being worked on count'),
    }),
  ),
  custom: list(
    'Signals that the file describes itself',
    members('A custom signal', {
      key: text('Its name in the configuration'),
      reads: oneOf('What reads it', 'trigger', 'pods', 'object', 'external'),
      type: optional(text('The scaler of KEDA; absent for a metric that an adapter serves')),
      metadata: record('Metadata of its trigger, by key', text('A value')),
      counts: optional(oneOf('What it counts', 'work', 'rate', 'level')),
      total: bool('Whether the replicas share it'),
      own: bool('Whether the pool itself reports it'),
      perReplica: optional(double('The target, where the metadata holds it')),
    }),
  ),
} satisfies Readonly<Record<SignalKind, Shape>>);

const direction = (describe: string) =>
  members(describe, {
    stabilizationWindow: duration('How long the most cautious proposal of the past counts'),
    percent: optional(double('Most of the current replicas to move in one period, in percent')),
    replicas: optional(int('Most replicas to move in one period')),
    every: duration('The period'),
    limits: optional(
      list(
        'Limits of several periods, instead of percent, replicas and every',
        members('A limit', {
          percent: optional(double('Most of the replicas to move in the period, in percent')),
          replicas: optional(int('Most replicas to move in the period')),
          every: duration('The period'),
        }),
      ),
    ),
    cooldown: duration('Pause after a step on ECS'),
  });

export const LOAD_BALANCER = members(
  'A load balancer: a rule of a listener with a target group that is made, or a target group that exists',
  {
    port: optional(text('Name of the port that takes the requests; absent where no container has one')),
    listener: optional(text('ARN of the listener that gets a rule')),
    targetGroup: optional(text('ARN of the target group that exists')),
    loadBalancer: optional(text('Which one it is, as app/name/id; absent where nothing says it')),
    hosts: list('Host names of the rule', text('A host name')),
    paths: list('Paths of the rule', text('A path')),
    priority: optional(int('Priority of the rule')),
    protocol: optional(oneOf('What it speaks with the tasks', 'http', 'http2', 'grpc')),
    deregistrationDelay: optional(duration('How long requests to a task that goes may take')),
    gracePeriod: duration('How long a new task is left alone'),
  },
);

export const POOL = members('A pool of one environment', {
  key: text('Its key in the configuration'),
  name: text('What is emitted'),
  kind: oneOf('Its kind', 'always-on', 'demand-driven', 'scale-to-zero'),
  stage: oneOf('Its stage of autoscaling', 'fixed', 'observe', 'cpu', 'full'),
  priority: oneOf('Its priority', 'low-cost', 'balanced', 'low-latency'),
  targets: list('Platforms it runs on', oneOf('A platform', ...TARGET_NAMES)),
  replicas: members('Bounds of its replicas', {
    min: int('Fewest'),
    max: int('Most'),
    fixed: int('What the stage fixed holds'),
  }),
  gpus: int('GPUs of each replica; 0 without hardware'),
  mayBeAtZero: bool('Whether it may have no replica at all'),
  containers: list('Its containers; empty for an existing workload, whose containers are not known', CONTAINER),
  initContainers: list('Containers that are started before the others, each to its end or as a sidecar', CONTAINER),
  volumes: list(
    'Its volumes',
    members('A volume', {
      name: text('Its name'),
      kind: oneOf(
        'Its kind',
        'emptyDir',
        'configMap',
        'secret',
        'persistentVolumeClaim',
        'hostPath',
        'csi',
        'projected',
        'efs',
      ),
      efs: optional(
        members('What tasks mount of Amazon EFS; beside a claim too', {
          fileSystem: text('Id of the file system'),
          accessPoint: optional(text('Id of the access point')),
          rootDirectory: optional(text('The directory that is mounted')),
          iam: optional(bool('Whether the task role signs in')),
        }),
      ),
    }),
  ),
  serviceAccount: optional(
    members('The service account of its pods', {
      existing: optional(text('Its name, where it exists already')),
      role: optional(text('Its role in the cloud, where it is generated')),
      automountToken: bool('Whether its containers get its token'),
    }),
  ),
  patches: list(
    'Fields of its objects that a patch sets, each at the end of its path',
    members('A field', {
      kind: oneOf('Kind of the object', ...PATCHED_KINDS),
      field: text('Its path, such as spec.template.spec.hostNetwork'),
    }),
  ),
  existing: optional(
    members('The workload that another team owns', {
      kind: oneOf('Its kind', 'Deployment', 'StatefulSet'),
      name: text('Its name'),
    }),
  ),
  hardware: optional(HARDWARE),
  signals: SIGNALS,
  idle: duration('How long it is kept without work'),
  coldStart: duration('From the decision to add a replica until it takes work'),
  retryBudget: optional(duration('How long callers keep trying before work is lost')),
  longestWork: optional(duration('The longest piece of work')),
  gracePeriod: duration('What a replica is given to finish'),
  schedule: optional(
    members('Its schedule', {
      timezone: text('An IANA time zone'),
      windows: list(
        'Its windows',
        members('A window', {
          from: text('Such as 06:00'),
          to: text('Such as 20:00'),
          min: int('Fewest replicas in it'),
        }),
      ),
    }),
  ),
  scaleUp: direction('How fast it grows'),
  scaleDown: direction('How fast it shrinks'),
  capacity: list(
    'What its ECS tasks run on',
    members('A capacity provider', {
      kind: oneOf('Its kind', 'fargate', 'fargateSpot', 'managedInstances', 'ec2'),
      name: text('FARGATE, FARGATE_SPOT or its own name'),
      base: int('Tasks that run here first'),
      weight: int('Share of the tasks beyond'),
    }),
  ),
  loadBalancers: list('What leads requests to it on ECS, one or several', LOAD_BALANCER),
  serviceConnect: list(
    'Names under which others in the namespace call its ports, where they are not the usual ones',
    members('A name', {
      port: text('Name of the port'),
      name: text('What others call'),
      number: int('The port that others call'),
    }),
  ),
  serviceRegistry: optional(
    members('The service of Cloud Map in which its tasks are registered', {
      arn: text('Its ARN'),
      port: optional(text('Name of the port that its SRV records say')),
    }),
  ),
  labels: record('Labels, by key', text('A value')),
});

export const PROMETHEUS = members('The Prometheus that scalers and alerts read', {
  url: text('Its address'),
  auth: optional(
    members('How scalers sign in', {
      mode: oneOf('Its kind', 'bearer', 'basic'),
      secret: text('The Secret that holds the credentials'),
    }),
  ),
  authentication: optional(
    members('How scalers sign in, instead of `auth`', {
      existing: optional(text('Name of the object that exists')),
      object: optional(oneOf('Its kind', 'TriggerAuthentication', 'ClusterTriggerAuthentication')),
      provider: optional(oneOf('Who gives the pod identity', 'aws', 'azure-workload', 'gcp')),
      roleArn: optional(text('AWS: the role that KEDA assumes')),
      secrets: list('Secrets that are read', text('A Secret')),
    }),
  ),
  authModes: optional(text('Modes of authentication, as KEDA takes them')),
  awsRegion: optional(text('Region that requests are signed for')),
  headers: optional(text('Headers of each request: `name=value`, separated by commas')),
  queryParameters: optional(text('Parameters of each request: `name=value`, separated by commas')),
  namespace: optional(text('Namespace, for a server of several tenants')),
  unsafeSsl: bool('Whether its certificate is not verified'),
  labels: record('What tells the environment apart in it, by label', text('A value')),
});

export const GITOPS = members('What deploys the output from a repository', {
  tool: oneOf('The tool', 'argocd', 'flux'),
  repoURL: text('The repository'),
  revision: text('The branch, tag or commit'),
  path: text('The folder of the output in it'),
  namespace: text('Where its Application or Kustomization lives'),
  project: text('The Argo CD project'),
  destination: members('The cluster that it deploys to: an address or a name', {
    server: optional(text('Its address')),
    name: optional(text('Its name')),
  }),
  interval: duration('How often it is reconciled'),
  sync: members('What it may do to the cluster by itself', {
    prune: bool('Whether it deletes objects that are no longer in the output'),
    selfHeal: bool('Whether it reverts changes made by hand'),
    createNamespace: bool('Whether it creates the namespace'),
  }),
});

export const LINT = members('Settings of the linter', {
  level: oneOf('Which policies are on', 'recommended', 'strict'),
  rules: list(
    'What it says of single policies',
    members('What it says of a policy', {
      key: text('The id of the policy'),
      severity: optional(oneOf('Its severity', 'off', 'information', 'warning', 'error')),
      options: list('Options that are set', text('The name of an option')),
    }),
  ),
});

export const ENVIRONMENT = members('The system in one environment', {
  name: text('Its name'),
  preset: optional(oneOf('The preset', 'pipestream')),
  priority: oneOf('The priority', 'low-cost', 'balanced', 'low-latency'),
  targets: members('Platforms', {
    kubernetes: optional(
      members('Kubernetes', {
        version: text('Such as 1.32'),
        namespace: text('The namespace'),
        keda: text('Such as 2.18'),
        provisioner: oneOf('What adds nodes', 'karpenter', 'cluster-autoscaler', 'gke'),
        monitoring: oneOf('What watches', 'prometheus-operator', 'none'),
        prometheus: optional(PROMETHEUS),
        runbooks: optional(text('Address of the pages of alerts')),
        gitops: optional(GITOPS),
      }),
    ),
    ecs: optional(
      members('Amazon ECS', {
        region: text('The region'),
        accountId: text('The account; empty where nothing needs it and it is not written'),
        cluster: text('The cluster'),
        vpc: optional(text('The VPC of the subnets')),
        serviceConnect: optional(text('Namespace in which services call each other')),
        subnets: list('Subnets of its tasks', text('A subnet')),
        securityGroups: list('Security groups of its tasks', text('A security group')),
        executionRoleArn: text('The role that starts tasks; empty where nothing needs it and it is not written'),
        taskRoleArn: optional(text('The role that tasks have')),
        roles: members('The roles that are created: those of the watchers', {
          path: optional(text('Their path; absent for the root')),
          permissionsBoundary: optional(text('The policy that limits them')),
        }),
        alarmTopicArn: optional(text('The topic that alarms go to')),
        runbooks: optional(text('Address of the pages of alarms')),
        assignPublicIp: bool('Whether tasks have public addresses'),
        containerInsights: bool('Whether Container Insights is on'),
        logRetentionDays: int('How long logs are kept'),
      }),
    ),
  }),
  kafka: optional(
    members('Kafka', { bootstrapServers: text('Its servers'), tls: bool('Whether scalers connect by TLS') }),
  ),
  lint: LINT,
  policies: list('Files of policies that the configuration names', text('A path, relative to the configuration')),
  pools: list('Its pools', POOL),
});

export const SYSTEM = members('The system in all its environments', {
  name: text('Its name'),
  environments: list('Its environments', ENVIRONMENT),
});

/** Variables of an expression, by scope. */
export const VARIABLES: Readonly<Record<PolicyScope, Readonly<Record<string, Shape>>>> = {
  system: { system: SYSTEM },
  environment: { system: SYSTEM, environment: ENVIRONMENT },
  pool: { system: SYSTEM, environment: ENVIRONMENT, pool: POOL },
};
