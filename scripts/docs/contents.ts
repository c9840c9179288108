/** A page of the reference. */
export interface Page {
  readonly file: string;
  readonly title: string;
  /** One line for the index. */
  readonly holds: string;
  readonly intro: string;
  readonly shows: readonly Show[];
  /** Fields that the page describes, with all below them that no other page does. */
  readonly fields: readonly string[];
}

/** An example and what becomes of it. */
export interface Show {
  readonly says: string;
  /** A file of docs/configuration/examples. */
  readonly from: string;
  /** Entries of it. */
  readonly cuts: readonly string[];
  readonly becomes: readonly { readonly file: string; readonly at: readonly (string | number)[] }[];
}

const pool = (...names: readonly string[]) => names.map(name => `pools.<pool>.${name}`);

const K8S = 'default/kubernetes';
const ECS = 'default/ecs';

export const PAGES: readonly Page[] = [
  {
    file: 'system.md',
    title: 'The system',
    holds: '`version`, `name`, `preset`, `priority`, `stage`, `metrics`, `policies`',
    intro: `What holds for every pool. A pool may have a priority and a stage of its own.

The priority gives each kind of pool its minimum: \`low-cost\` 1 always-on, 1 demand-driven, 0 scale-to-zero; \`balanced\` 2, 1, 0; \`low-latency\` 3, 2, 1.`,
    shows: [
      {
        says: 'A pool that says no minimum takes that of the priority; this is `low-cost`, on the rung *observe*:',
        from: 'environments.yaml',
        cuts: ['environments.staging.priority', 'environments.staging.stage'],
        becomes: [{ file: 'staging/kubernetes/api/hpa.yaml', at: ['spec', 'minReplicas'] }],
      },
    ],
    fields: ['version', 'name', 'preset', 'priority', 'stage', 'metrics', 'policies'],
  },
  {
    file: 'kubernetes.md',
    title: 'targets.kubernetes',
    holds: 'the cluster, KEDA, Prometheus, Argo CD and Flux',
    intro:
      'The cluster that the output is for. Pools with nothing but CPU and memory signals, a minimum of one or more and no schedule become an HPA; all others become a KEDA ScaledObject. Never both.',
    shows: [
      {
        says: 'Prometheus behind a token, and an Argo CD application:',
        from: 'gpu.yaml',
        cuts: ['targets.kubernetes'],
        becomes: [
          { file: `${K8S}/embedder/trigger-authentication.yaml`, at: ['spec'] },
          { file: 'default/gitops/application.yaml', at: ['spec', 'source'] },
          { file: 'default/gitops/application.yaml', at: ['spec', 'destination'] },
        ],
      },
    ],
    fields: ['targets.kubernetes'],
  },
  {
    file: 'ecs.md',
    title: 'targets.ecs',
    holds: 'account, cluster, network, roles, alarms, logs',
    intro: `The ECS cluster that the output is for. \`ecs/stack.yaml\` is a CloudFormation stack of everything; the files in \`ecs/<pool>/\` are the same payloads, one for each \`aws … --cli-input-json\`.`,
    shows: [
      {
        says: 'Tasks with a public address, and a topic that is told of alarms:',
        from: 'web.yaml',
        cuts: ['targets.ecs'],
        becomes: [
          { file: `${ECS}/shop-api/service.create.json`, at: ['networkConfiguration'] },
          { file: `${ECS}/shop-api/alarms/cpu-high.json`, at: ['AlarmActions'] },
        ],
      },
    ],
    fields: ['targets.ecs'],
  },
  {
    file: 'kafka.md',
    title: 'kafka',
    holds: 'brokers, who publishes lag, how the scaler signs in',
    intro:
      'The Kafka that lag is measured on. KEDA asks the brokers themselves; ECS cannot, and reads lag from CloudWatch, where MSK publishes it (`msk`) or something else does (`cloudwatch`).',
    shows: [
      {
        says: 'A self-run Kafka with SCRAM, whose lag something publishes to CloudWatch:',
        from: 'kafka.yaml',
        cuts: ['kafka'],
        becomes: [{ file: `${K8S}/consumer/trigger-authentication.yaml`, at: ['spec'] }],
      },
      {
        says: 'Amazon MSK with IAM:',
        from: 'msk.yaml',
        cuts: ['kafka'],
        becomes: [{ file: `${K8S}/consumer/scaled-object.yaml`, at: ['spec', 'triggers'] }],
      },
    ],
    fields: ['kafka'],
  },
  {
    file: 'hardware.md',
    title: 'hardware',
    holds: 'profiles of GPUs that pools name',
    intro:
      'A profile is a GPU, how it is selected and how long it takes to start. A pool names it by `hardware`. On ECS a pool with a GPU needs `capacity.managedInstances` or `capacity.ec2`: Fargate has no GPU.',
    shows: [
      {
        says: 'An A10G for each replica:',
        from: 'gpu.yaml',
        cuts: ['hardware.a10g'],
        becomes: [
          { file: `${K8S}/embedder/deployment.yaml`, at: ['spec', 'template', 'spec', 'nodeSelector'] },
          { file: `${K8S}/embedder/deployment.yaml`, at: ['spec', 'template', 'spec', 'tolerations'] },
          { file: `${ECS}/embedder/task-definition.json`, at: ['containerDefinitions', 0, 'resourceRequirements'] },
        ],
      },
    ],
    fields: ['hardware.<profile>'],
  },
  {
    file: 'pools.md',
    title: 'pools',
    holds: 'kind, name, bounds, cold start, drains, labels, a workload that exists',
    intro:
      'A pool is a set of equal replicas that scale together. It describes its `containers`, or names a `workload` that somebody else deploys; then only the autoscaler and its alerts are emitted.',
    shows: [
      {
        says: 'The autoscaler of a StatefulSet that another team deploys:',
        from: 'chart.yaml',
        cuts: ['pools.query.replicas', 'pools.query.workload', 'pools.query.signals'],
        becomes: [
          { file: `${K8S}/search-query/hpa.yaml`, at: ['spec', 'scaleTargetRef'] },
          { file: `${K8S}/search-query/hpa.yaml`, at: ['spec', 'metrics'] },
        ],
      },
    ],
    fields: pool(
      'name',
      'kind',
      'priority',
      'stage',
      'targets',
      'replicas',
      'workload',
      'hardware',
      'idle',
      'coldStart',
      'gracePeriod',
      'service',
      'disruption',
      'labels',
      'taskRoleArn',
      'fallback',
    ),
  },
  {
    file: 'containers.md',
    title: 'containers',
    holds: 'image, CPU, memory, ports, variables, secrets, probes',
    intro:
      'The containers of one replica, by name. The first is the one that serves: the one that CPU is measured on, and the one whose GPU it is. CPU and memory are given as request and limit. What is said of `probes.liveness` holds for `startup` and `readiness` too, on Kubernetes.',
    shows: [
      {
        says: 'A server with a secret and its probes:',
        from: 'web.yaml',
        cuts: [
          'pools.api.containers.api.cpu',
          'pools.api.containers.api.memory',
          'pools.api.containers.api.secrets',
          'pools.api.containers.api.probes',
        ],
        becomes: [
          { file: `${K8S}/shop-api/deployment.yaml`, at: ['spec', 'template', 'spec', 'containers', 0, 'resources'] },
          { file: `${ECS}/shop-api/task-definition.json`, at: ['containerDefinitions', 0, 'healthCheck'] },
        ],
      },
    ],
    fields: pool('containers.<container>'),
  },
  {
    file: 'signals.md',
    title: 'signals',
    holds: 'CPU, memory, Kafka lag, SQS backlog, queues, rates, latency; metric sources',
    intro: `What a pool scales on. With several signals the one that asks for the most replicas wins, on both platforms.

A number that nothing in the stack emits needs a [\`source\`](#signalsrequestqueuesource) for each platform: PromQL, or a series and its kind, for Kubernetes; a CloudWatch metric for ECS. It is written the same under every signal that takes one, and under \`wake\`.`,
    shows: [
      {
        says: 'A lag of 1000 for each replica, and of its growth as well:',
        from: 'kafka.yaml',
        cuts: ['pools.consumer.signals'],
        becomes: [
          { file: `${K8S}/consumer/scaled-object.yaml`, at: ['spec', 'triggers'] },
          {
            file: `${ECS}/consumer/policies/lag.json`,
            at: ['TargetTrackingScalingPolicyConfiguration', 'TargetValue'],
          },
        ],
      },
      {
        says: 'Messages in SQS, in the units that people think in: 10 minutes at 2 s a message are 300 messages for each replica.',
        from: 'queue.yaml',
        cuts: ['pools.resizer.signals'],
        becomes: [{ file: `${K8S}/resizer/scaled-object.yaml`, at: ['spec', 'triggers'] }],
      },
      {
        says: 'Requests a second that a caller counts, and a quantile that the pool measures:',
        from: 'gpu.yaml',
        cuts: ['pools.embedder.signals'],
        becomes: [{ file: `${K8S}/embedder/scaled-object.yaml`, at: ['spec', 'triggers', 0, 'metadata'] }],
      },
    ],
    fields: pool(
      'signals.cpu',
      'signals.memory',
      'signals.kafkaLag',
      'signals.queueBacklog',
      'signals.requestQueue',
      'signals.requests',
      'signals.latency',
    ),
  },
  {
    file: 'scaling.md',
    title: 'scaleUp, scaleDown and schedule',
    holds: 'how fast a pool grows and shrinks, and when its minimum is higher',
    intro:
      'Up fast, down slowly, unless the pool says otherwise. Where one of `percent` and `replicas` is written, the other has no default: what you wrote rules.',
    shows: [
      {
        says: 'At most a fifth every two minutes, and the smaller of the two:',
        from: 'web.yaml',
        cuts: ['pools.api.scaleDown'],
        becomes: [
          {
            file: `${K8S}/shop-api/scaled-object.yaml`,
            at: ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior', 'scaleDown'],
          },
        ],
      },
      {
        says: 'Five replicas by day:',
        from: 'web.yaml',
        cuts: ['pools.api.schedule'],
        becomes: [{ file: `${ECS}/shop-api/schedules/2000-min-3.json`, at: [] }],
      },
    ],
    fields: pool('scaleUp', 'scaleDown', 'schedule'),
  },
  {
    file: 'wake.md',
    title: 'wake',
    holds: 'what wakes a pool at zero, and how long callers wait',
    intro: `A pool at zero emits nothing, so a metric of its own cannot wake it: the lag of its topics, a queue, a count that the caller keeps, or a proxy that holds requests can. See [scale to zero](../guides/scale-to-zero.md).`,
    shows: [
      {
        says: 'A count of calls that the gateway keeps:',
        from: 'gpu.yaml',
        cuts: ['pools.embedder.wake'],
        becomes: [{ file: `${K8S}/embedder/scaled-object.yaml`, at: ['spec', 'triggers', 2] }],
      },
    ],
    fields: pool('wake'),
  },
  {
    file: 'capacity.md',
    title: 'capacity and work',
    holds: 'what ECS tasks run on, and how long a piece of work takes',
    intro:
      "What the tasks of a pool run on, and how much time they need to end. Kubernetes has nothing that answers to `capacity`: nodes are the provisioner's.",
    shows: [
      {
        says: 'One task on Fargate, and four parts Spot to one beyond it:',
        from: 'queue.yaml',
        cuts: ['pools.resizer.capacity'],
        becomes: [{ file: `${ECS}/resizer/service.create.json`, at: ['capacityProviderStrategy'] }],
      },
      {
        says: 'Work that takes a minute, and half a minute to end:',
        from: 'queue.yaml',
        cuts: ['pools.resizer.work'],
        becomes: [
          { file: `${K8S}/resizer/deployment.yaml`, at: ['spec', 'template', 'spec', 'terminationGracePeriodSeconds'] },
        ],
      },
    ],
    fields: pool('capacity', 'work'),
  },
  {
    file: 'environments.md',
    title: 'environments',
    holds: 'overlays: what staging says differently',
    intro: `An environment is an overlay of the same schema, all of it but \`version\` and \`environments\`: maps merge, lists replace, \`null\` removes. Each has a folder of its own under \`out/\`; without any there is one, \`default\`.`,
    shows: [
      {
        says: 'Three environments, the last beginning where production ends:',
        from: 'environments.yaml',
        cuts: ['environments'],
        becomes: [{ file: 'production-eu/kubernetes/api/hpa.yaml', at: ['metadata'] }],
      },
    ],
    fields: ['environments.<environment>'],
  },
  {
    file: 'lint.md',
    title: 'lint',
    holds: 'which policies are on, and how severe',
    intro:
      'Settings of the linter. Each policy has a page in `docs/policies/`. A single finding is better suppressed at its line: `# pipestream-scaling-ignore <id> [until YYYY-MM-DD] -- reason`.',
    shows: [
      { says: 'The strict policies, one of them changed:', from: 'environments.yaml', cuts: ['lint'], becomes: [] },
    ],
    fields: ['lint'],
  },
];
