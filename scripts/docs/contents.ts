import { LATE_METRICS } from '../../src/model/late-metrics.ts';
import { oneLine } from '../../src/model/one-line.ts';
import { formatDuration, seconds } from '../../src/model/units.ts';

/** A page of the reference. */
export interface Page {
  readonly file: string;
  readonly title: string;
  /** One line for the index. */
  readonly holds: string;
  readonly intro: string;
  readonly shows: readonly Show[];
  /** The fields that the page describes, with those below them that no other page describes. */
  readonly fields: readonly string[];
}

/** An example and its output. */
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
    intro: oneLine(
      'Settings for every pool. A pool can have its own priority and stage.\n\nThe priority sets the minimum of each',
      'kind of pool: `low-cost` 1 always-on, 1 demand-driven, 0 scale-to-zero; `balanced` 2, 1, 0; `low-latency` 3, 2,',
      '1.',
    ),
    shows: [
      {
        says: 'A pool without a minimum takes it from its priority. This is `low-cost` in stage `observe`:',
        from: 'environments.yaml',
        cuts: ['environments.staging.priority', 'environments.staging.stage'],
        becomes: [{ file: 'staging/kubernetes/api/hpa.yaml', at: ['spec', 'minReplicas'] }],
      },
    ],
    fields: ['version', 'requires', 'name', 'preset', 'priority', 'stage', 'metrics', 'policies'],
  },
  {
    file: 'kubernetes.md',
    title: 'targets.kubernetes',
    holds: 'the cluster, KEDA, Prometheus, Argo CD and Flux',
    intro: oneLine(
      'The cluster that the output is for. A pool with only CPU and memory signals, a minimum of at least 1 and no',
      'schedule becomes an HPA. Every other pool becomes a KEDA ScaledObject. A pool never has both.',
    ),
    shows: [
      {
        says: 'Prometheus with a bearer token, and an Argo CD Application:',
        from: 'gpu.yaml',
        cuts: ['targets.kubernetes.prometheus', 'targets.kubernetes.gitops'],
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
    intro: oneLine(
      'The ECS cluster that the output is for. `ecs/stack.yaml` is a CloudFormation stack with everything. The files',
      'in `ecs/<pool>/` are the same settings as payloads, one for each `aws … --cli-input-json`.',
    ),
    shows: [
      {
        says: 'Tasks with a public IP address, and an SNS topic for alarms:',
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
    holds: 'brokers, the source of the lag on ECS, authentication of the scaler',
    intro: oneLine(
      'The Kafka cluster whose consumer lag pools scale on. KEDA asks the brokers. ECS reads the lag from CloudWatch,',
      'where Amazon MSK (`msk`) or another tool (`cloudwatch`) publishes it.',
    ),
    shows: [
      {
        says: 'A self-managed Kafka with SCRAM, whose lag another tool publishes to CloudWatch:',
        from: 'kafka.yaml',
        cuts: ['kafka'],
        becomes: [{ file: `${K8S}/consumer/trigger-authentication-kafka.yaml`, at: ['spec'] }],
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
    holds: 'GPU profiles for pools',
    intro: oneLine(
      'A profile describes a GPU: its model, its nodes and its cold start. A pool uses it with `hardware`. On ECS, a',
      'pool with a GPU needs `capacity.managedInstances` or `capacity.ec2`, because Fargate has no GPU.',
    ),
    shows: [
      {
        says: 'One A10G per replica:',
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
    holds: 'kind, name, bounds, cold start, disruption budget, labels, existing workload',
    intro: oneLine(
      'A pool is a set of identical replicas that scale together. Describe its `containers`, or point to a `workload`',
      'that is deployed elsewhere; then only the autoscaler and its alerts are generated.',
    ),
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
      'pollingInterval',
      'coldStart',
      'gracePeriod',
      'rollout',
      'service',
      'disruption',
      'labels',
      'taskRoleArn',
      'architecture',
      'executeCommand',
      'fallback',
    ),
  },
  {
    file: 'load-balancer.md',
    title: 'loadBalancer, serviceConnect and serviceRegistry',
    holds: 'how requests reach a pool on ECS: target group, listener rule, health check, Service Connect, Cloud Map',
    intro: [
      oneLine(
        'On Kubernetes, a Service with the name of the pool takes its requests. On ECS, a load balancer, Service',
        'Connect or a service of Cloud Map does; a port that none leads to is listed in `REPORT.md`. With `listener`, the stack makes a target',
        'group and a rule of that listener, and the service depends on the rule. With `targetGroup`, it joins a group',
        'that exists, of an Application or a Network Load Balancer. The security group of the tasks must let the load',
        'balancer in.',
      ),
      oneLine(
        'A pool behind an Application Load Balancer needs no `source` for `requests` on ECS: target tracking follows',
        '`ALBRequestCountPerTarget`, which counts the requests of a minute for each healthy target, so its target is',
        '60 times the rate a second. At zero tasks, the load balancer answers 503 and counts nothing for the target',
        'group: a queue, a topic, or `wake.source` must wake the pool.',
      ),
      oneLine(
        'A list has up to five of them: a public and an inner load balancer, or a rule for each port. `requests` follows',
        'one count, so of several Application Load Balancers one says `countsRequests: true`. ECS has one grace period,',
        'which is the longest of the list. From the second load balancer on, its place in the list is part of the names',
        'of its target group and rule: put a further one at the end.',
      ),
      oneLine(
        'The id of a target group is known only when it exists. `ecs/stack.yaml` refers to the group. The payloads have',
        '`returned-by-create-target-group` in its place: create the group of `target-group.json`, put the end of its ARN',
        'there, and apply `target-group-attributes.json` and `listener-rule.json` before `service.create.json`.',
      ),
      oneLine(
        'With `serviceRegistry`, ECS registers each task that runs in a service of Cloud Map that exists, and takes it',
        'out when it stops. ECS does so with its service-linked role, so no role needs a right for it. A record of type A',
        'has the address of a task, and callers may call any of its ports; a record of type SRV has a port too, so',
        '`port` says which. Callers keep an address for the TTL of the record: keep it shorter than `gracePeriod`. A pool',
        'at zero has no record, so its callers must retry.',
      ),
    ].join('\n\n'),
    shows: [
      {
        says: 'A target group that exists, and the load balancer that counts its requests:',
        from: 'balanced.yaml',
        cuts: ['pools.search.loadBalancer', 'pools.search.signals'],
        becomes: [
          { file: `${ECS}/search/service.create.json`, at: ['loadBalancers'] },
          { file: `${ECS}/search/policies/requests.json`, at: ['TargetTrackingScalingPolicyConfiguration'] },
        ],
      },
      {
        says: 'A target group that is made, with a rule of a listener:',
        from: 'balanced.yaml',
        cuts: ['pools.storefront.loadBalancer'],
        becomes: [{ file: `${ECS}/storefront/listener-rule.json`, at: ['Conditions'] }],
      },
      {
        says: 'Two load balancers, of which one counts the requests that the pool scales by:',
        from: 'balanced.yaml',
        cuts: ['pools.orders.loadBalancer'],
        becomes: [{ file: `${ECS}/orders/service.create.json`, at: ['loadBalancers'] }],
      },
      {
        says: 'A name and a port that other services of the namespace call:',
        from: 'balanced.yaml',
        cuts: ['targets.ecs.serviceConnect', 'pools.storefront.serviceConnect'],
        becomes: [{ file: `${ECS}/storefront/service.create.json`, at: ['serviceConnectConfiguration'] }],
      },
      {
        says: 'A service of Cloud Map whose SRV records say the address and the port of each task:',
        from: 'balanced.yaml',
        cuts: ['pools.search.serviceRegistry'],
        becomes: [{ file: `${ECS}/search/service.create.json`, at: ['serviceRegistries'] }],
      },
    ],
    fields: pool('loadBalancer', 'serviceConnect', 'serviceRegistry'),
  },
  {
    file: 'containers.md',
    title: 'containers',
    holds: 'image, CPU, memory, ports, environment variables, secrets, probes',
    intro: oneLine(
      'The containers of one replica, by name. The first container serves requests: CPU is measured on it, and it gets',
      'the GPU. CPU and memory have a request and a limit. On Kubernetes, the fields of `probes.liveness` also exist',
      'for `startup` and `readiness`, and those of `lifecycle.preStop` for `postStart`.\n\nTasks on ECS read `s3` of',
      '`envFrom` in place of the ConfigMap or Secret beside it. The execution role needs `s3:GetObject` on that file and',
      '`s3:GetBucketLocation` on its bucket, and nothing else of S3; the compiler widens no role. Names in different',
      'files should differ: ECS does not promise which of two wins.',
    ),
    shows: [
      {
        says: 'A server with a secret and probes:',
        from: 'web.yaml',
        cuts: [
          'pools.api.containers.api.memory',
          'pools.api.containers.api.secrets',
          'pools.api.containers.api.probes',
        ],
        becomes: [
          { file: `${K8S}/shop-api/deployment.yaml`, at: ['spec', 'template', 'spec', 'containers', 0, 'resources'] },
          { file: `${ECS}/shop-api/task-definition.json`, at: ['containerDefinitions', 0, 'healthCheck'] },
        ],
      },
      {
        says: 'Variables of a ConfigMap on Kubernetes, and of a file in S3 on ECS:',
        from: 'pod.yaml',
        cuts: ['pools.server.containers.server.envFrom'],
        becomes: [
          { file: `${K8S}/model-server/deployment.yaml`, at: ['spec', 'template', 'spec', 'containers', 0, 'envFrom'] },
          { file: `${ECS}/model-server/task-definition.json`, at: ['containerDefinitions', 0, 'environmentFiles'] },
        ],
      },
    ],
    fields: pool('containers.<container>'),
  },
  {
    file: 'pod.md',
    title: 'The rest of the pod',
    holds: 'volumes, service account, pull secrets, scheduling, init containers, labels and annotations, patches',
    intro: oneLine(
      'What a replica has beside its containers. Most of it exists only on Kubernetes; REPORT.md lists what a pool',
      'loses on ECS.\n\n`patch` lays fields over the objects of the pool that the language has no word for. Maps merge,',
      '`null` removes a field, items of `containers`, `volumes` and `volumeMounts` are found by their names, and other',
      'lists are replaced. A patch must be what the API of the object takes. It must not set what the compiler sets from',
      'the plan: replicas, scale target, metrics, selectors, resources, names. So the plan, the proofs and the policies',
      'are of the patched object. Such a field is refused at its line, with the field to use instead. A policy of your',
      'organization reads `pool.patches`, and can forbid them. REPORT.md lists the fields that each patch sets.\n\nAn init container with `restartPolicy: Always`',
      'is a sidecar: it is started in its turn, runs beside the containers and stops after them. On ECS it is a container',
      'of the task that the others wait for, and that ECS restarts where it has run for a minute. A sidecar that must',
      'answer a probe or serve a port is one of `containers`.\n\nA volume in memory at `/dev/shm` sets',
      'the size of the shared memory on ECS, and at another path it is a tmpfs. That needs `capacity: ec2`, a `sizeLimit`',
      'and one container that mounts it; otherwise it is on the disk of the task, which REPORT.md says. ECS places a task',
      'where its `memory` and these sizes fit.\n\nA claim exists only on Kubernetes; tasks on ECS mount',
      'the `efs` beside it, encrypted in transit. The compiler widens no role and opens no port. With `iam`, the task role',
      'needs `elasticfilesystem:ClientMount`, and `elasticfilesystem:ClientWrite` to write, on this file system alone. The',
      'security group of the mount targets must let port 2049 in from the security group of the tasks.',
    ),
    shows: [
      {
        says: 'Shared memory, a model cache and a role on EKS:',
        from: 'pod.yaml',
        cuts: ['pools.server.volumes', 'pools.server.serviceAccount'],
        becomes: [
          { file: `${K8S}/model-server/deployment.yaml`, at: ['spec', 'template', 'spec', 'volumes'] },
          { file: `${K8S}/model-server/service-account.yaml`, at: ['metadata', 'annotations'] },
        ],
      },
      {
        says: 'Shared memory on ECS, on instances of EC2; Fargate has none:',
        from: 'gpu.yaml',
        cuts: ['pools.reranker.volumes', 'pools.reranker.containers'],
        becomes: [{ file: `${ECS}/reranker/task-definition.json`, at: ['containerDefinitions', 0, 'linuxParameters'] }],
      },
      {
        says: 'A file system for ECS beside the claim:',
        from: 'pod.yaml',
        cuts: ['pools.server.volumes.models', 'pools.server.taskRoleArn'],
        becomes: [{ file: `${ECS}/model-server/task-definition.json`, at: ['volumes', 1] }],
      },
      {
        says: 'A sidecar:',
        from: 'pod.yaml',
        cuts: ['pools.server.initContainers.telemetry'],
        becomes: [
          { file: `${ECS}/model-server/task-definition.json`, at: ['containerDefinitions', 0, 'dependsOn'] },
          { file: `${ECS}/model-server/task-definition.json`, at: ['containerDefinitions', 2, 'restartPolicy'] },
        ],
      },
      {
        says: 'A patch:',
        from: 'pod.yaml',
        cuts: ['pools.server.patch.Deployment'],
        becomes: [{ file: `${K8S}/model-server/deployment.yaml`, at: ['spec', 'template', 'spec', 'dnsConfig'] }],
      },
    ],
    fields: pool(
      'initContainers',
      'volumes',
      'serviceAccount',
      'imagePullSecrets',
      'scheduling',
      'fsGroup',
      'podLabels',
      'podAnnotations',
      'patch',
    ),
  },
  {
    file: 'signals.md',
    title: 'signals',
    holds: 'CPU, memory, consumer lag, SQS backlog, queue length, request rate, latency; metric sources',
    intro: oneLine(
      'The metrics that a pool scales on. If a pool has several signals, the signal that asks for the most replicas',
      'wins, on both platforms.\n\nA metric that the platform does not measure needs a',
      '[`source`](#signalsrequestqueuesource) on each platform: PromQL, or a series and its kind, for Kubernetes, and',
      'a CloudWatch metric for ECS. The source has the same fields in every signal, and in `wake`.',
    ),
    shows: [
      {
        says: 'A lag of 1000 per replica, and the growth of the lag:',
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
        says: 'SQS messages as an acceptable latency: 10 minutes at 2 s per message are 300 messages per replica.',
        from: 'queue.yaml',
        cuts: ['pools.resizer.signals'],
        becomes: [{ file: `${K8S}/resizer/scaled-object.yaml`, at: ['spec', 'triggers'] }],
      },
      {
        says: 'Requests per second that a caller counts, and a quantile that the pool measures:',
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
    file: 'custom.md',
    title: 'signals.custom',
    holds: 'any KEDA trigger, its authentication, and metrics that an adapter serves to an HPA',
    intro: oneLine(
      'Numbers that the language has no field for. `type` and `metadata` are a KEDA trigger as KEDA documents it: the',
      "parameters are checked by the scaler schema in KEDA's own release, which editors complete and explain. For KEDA",
      '2.18, 2.19 and 2.20 it is the schema of that version. An older version takes that of 2.18 and a newer one that',
      'of 2.20; a scaler that the schema of a release leaves out is checked by that of the next.\n\nBeside the trigger,',
      'facts say what its number means. Proofs and policies follow from them: whether work wakes the pool, whether it',
      'still counts while a replica works on it, whether it is divided by the replicas. Where KEDA is known to count',
      'messages or jobs, the facts have defaults. On ECS a custom signal needs `cloudwatch`; without it the signal is a',
      'loss there.\n\nTwo things are written out that KEDA would choose: the target, and for `prometheus` `ignoreNullValues` as',
      'false, since a target that is lost would otherwise read as zero and scale in.\n\nSome scalers ask a store of metrics',
      'that shows a number late. The times of the proofs count that, at the longest:',
      `${lateMetrics()}.`,
    ),
    shows: [
      {
        says: 'A worker of Temporal that sleeps while no task waits:',
        from: 'custom.yaml',
        cuts: ['pools.workflows.signals'],
        becomes: [
          { file: `${K8S}/workflows/scaled-object.yaml`, at: ['spec', 'triggers'] },
          { file: `${K8S}/workflows/trigger-authentication.yaml`, at: ['spec'] },
        ],
      },
      {
        says: 'Jobs in a table, with a fraction for each replica, and the same number in CloudWatch for ECS:',
        from: 'custom.yaml',
        cuts: ['pools.invoices.signals'],
        becomes: [
          { file: `${K8S}/invoices/scaled-object.yaml`, at: ['spec', 'triggers'] },
          {
            file: `${ECS}/invoices/policies/custom-jobs.json`,
            at: ['TargetTrackingScalingPolicyConfiguration', 'TargetValue'],
          },
        ],
      },
      {
        says: 'Metrics of the pods, of an object and from outside the cluster, for those who run an adapter:',
        from: 'custom.yaml',
        cuts: ['pools.search.signals.custom'],
        becomes: [{ file: `${K8S}/search/hpa.yaml`, at: ['spec', 'metrics'] }],
      },
    ],
    fields: pool('signals.custom'),
  },
  {
    file: 'scaling.md',
    title: 'scaleUp, scaleDown and schedule',
    holds: 'the pace of scale-out and scale-in, and scheduled minimums',
    intro: oneLine(
      'By default a pool scales out fast and scales in slowly. If you set only one of `percent` and `replicas`, the',
      'other one has no default, so your limit applies.\n\n`select: disabled` switches a direction off: `selectPolicy:',
      'Disabled` of the HPA, and DynamicScalingInSuspended or DynamicScalingOutSuspended of Application Auto Scaling. The',
      'bounds still hold. Without scale-in a pool keeps the most replicas that it ever needed, and a window leaves its',
      'replicas. KEDA still takes a pool to zero, from any count, `idle` after its last work; on ECS the watcher stops only',
      'a task that is the last one, so `never-returns-to-zero` refuses that. Without scale-out a window on Kubernetes adds',
      'nothing but the first replica, and a scheduled action on ECS still does.',
    ),
    shows: [
      {
        says: 'At most 20% or one replica every two minutes, whichever is smaller:',
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
        says: 'At least five replicas during the day:',
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
    holds: 'the wake source of a pool at zero, and how long callers retry',
    intro: oneLine(
      'A pool at zero emits no metrics, so its own metrics cannot wake it. Consumer lag, a queue, a counter of its',
      'callers, or a proxy that holds requests can. See [scale to zero](../guides/scale-to-zero.md).',
    ),
    shows: [
      {
        says: 'A counter of calls in the gateway:',
        from: 'gpu.yaml',
        cuts: [
          'pools.embedder.wake.source.prometheus',
          'pools.embedder.wake.activation',
          'pools.embedder.wake.retryBudget',
        ],
        becomes: [{ file: `${K8S}/embedder/scaled-object.yaml`, at: ['spec', 'triggers', 2] }],
      },
    ],
    fields: pool('wake'),
  },
  {
    file: 'capacity.md',
    title: 'capacity and work',
    holds: 'capacity providers on ECS, and the longest unit of work',
    intro: oneLine(
      'The capacity providers of the ECS tasks, and the time that a replica needs to stop. `capacity` has no effect on',
      'Kubernetes, where the provisioner adds nodes.',
    ),
    shows: [
      {
        says: 'The first task on Fargate, and then four tasks on Fargate Spot for each one on Fargate:',
        from: 'queue.yaml',
        cuts: ['pools.resizer.capacity'],
        becomes: [{ file: `${ECS}/resizer/service.create.json`, at: ['capacityProviderStrategy'] }],
      },
      {
        says: 'A unit of work takes up to one minute, so the grace period is 30 s longer:',
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
    holds: 'overlays for staging, production and others',
    intro: oneLine(
      'An environment is an overlay with the same schema, except `version` and `environments`: maps merge, lists and',
      'scalars replace, `null` removes. A map completes a short form of the base: `replicas: { max: 20 }` over `2..10`',
      'is 2 to 20, and `cpu: { container: app }` over `70%` keeps the 70%. A short form over a map replaces it. Each',
      'environment has its own folder under `out/`. Without environments there is one folder, `default`.',
    ),
    shows: [
      {
        says: 'Three environments, of which the last one extends production:',
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
    holds: 'level, severities and options of policies',
    intro: oneLine(
      'Settings of the linter. Each policy has a page in `docs/policies/`. To suppress a single finding, use a comment',
      'on its line instead: `# pipestream-scaling-ignore <id> [until YYYY-MM-DD] -- reason`.',
    ),
    shows: [
      { says: 'The strict level, with one severity changed:', from: 'environments.yaml', cuts: ['lint'], becomes: [] },
    ],
    fields: ['lint'],
  },
];

/** `gcp-pubsub` 3m, `aws-cloudwatch` 2m and `metricStatPeriod` (5m) */
function lateMetrics(): string {
  return Object.entries(LATE_METRICS)
    .map(([type, { published, asked }]) => {
      const parts = Object.entries(asked).map(([name, otherwise]) =>
        otherwise === 0 ? `\`${name}\`` : `\`${name}\` (${formatDuration(seconds(otherwise))} by default)`,
      );
      const fixed = published === 0 ? [] : [formatDuration(seconds(published))];
      return `\`${type}\` ${[...fixed, ...parts].join(' + ')}`;
    })
    .join('; ');
}
