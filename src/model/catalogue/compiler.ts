import { defineDiagnostics } from '../define-diagnostics.ts';

/** What the compiler finds when it decides for each platform, and when it checks what it generated. */
export const compilerProblem = defineDiagnostics('Compiler', {
  'duplicate-name': {
    summary: 'Pools must have different names.',
    severity: 'error',
    why: "Two pools with one name would overwrite each other's files and objects, and two workloads with one name each other's autoscaler",
    messages: {
      name: {
        text: 'pool "{pool}" has the name "{name}", which pool "{other}" has already',
        help: 'Give one of them another name',
      },
      autoscaler: {
        text: 'pools "{pool}" and "{other}" scale a {kind} and a {otherKind} that are both called "{name}", and so need one name for two autoscalers',
        help: 'Rename one of the workloads; an autoscaler has the name of the workload that it scales',
      },
    },
    examples: () => [
      {
        title: 'a Deployment and a StatefulSet with one name',
        message: 'autoscaler',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    workload: { existing: { name: api, cpu: 500m } }
    signals: { cpu: 70% }
  api-store:
    kind: always-on
    workload: { existing: { kind: StatefulSet, name: api, cpu: 500m } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a copied pool',
        message: 'name',
        yaml: `pools:
  worker: &worker
    name: worker
    kind: always-on
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
  worker-large: *worker
`,
      },
    ],
  },
  'unknown-wake-signal': {
    summary: 'The wake signal must be a signal of the pool.',
    severity: 'error',
    why: 'A signal that the pool does not have wakes nothing, and the pool does not scale by it',
    messages: {
      missing: {
        text: 'pool "{pool}" names "{signal}" as its wake signal, and has no such signal',
        help: 'Declare it under `signals`, or remove `wake`',
      },
    },
    examples: () => [
      {
        title: 'a queue that is only named',
        message: 'missing',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70% }
    wake: { signal: queueBacklog, retryBudget: 4h }
`,
      },
    ],
  },
  'dynamic-reference': {
    summary: 'A text of a pool on ECS must not have a dynamic reference of CloudFormation.',
    severity: 'error',
    why: 'CloudFormation replaces {{resolve:…}} in any text of a template and has no escape for it: a secret would stand in plain in the task definition, and a text that only looks like it fails the deployment',
    messages: {
      text: {
        text: 'pool "{pool}" has a text with "{reference}", which CloudFormation would resolve',
        help: 'Name a secret under `secrets`, with its `arn`; a text that must have these characters cannot be deployed by a stack, so keep the pool off ECS',
      },
    },
    examples: () => [
      {
        title: 'a secret in a variable',
        message: 'text',
        yaml: `pools:
  worker:
    kind: always-on
    containers:
      worker:
        image: "registry.example.com/worker:1.0.0"
        cpu: 500m
        memory: 512Mi
        env: { PASSWORD: "{{resolve:secretsmanager:db:SecretString:password}}" }
`,
      },
    ],
  },
  'duplicate-port': {
    summary: 'Containers of a pool must have different port names and numbers.',
    severity: 'error',
    why: 'Containers of a replica share one network, and a Service tells its ports apart by name',
    messages: {
      name: {
        text: 'container "{container}" of pool "{pool}" has a port called "{name}", which container "{other}" has already',
        help: 'Give it another one: containers of a replica share one network',
      },
      number: {
        text: 'container "{container}" of pool "{pool}" has the port {number}, which container "{other}" has already',
        help: 'Give it another one: containers of a replica share one network',
      },
    },
    examples: () => [
      {
        title: 'a sidecar with the same port',
        message: 'number',
        yaml: `pools:
  api:
    kind: always-on
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi, ports: { http: 8080 } }
      proxy: { image: "registry.example.com/proxy:1.0.0", cpu: 100m, memory: 64Mi, ports: { proxy: 8080 } }
`,
      },
    ],
  },
  'unknown-port': {
    summary: 'A probe, a scrape and a load balancer must use a port that a container declares.',
    severity: 'error',
    why: 'A probe of a port that no process serves fails, so Kubernetes restarts the replica or sends it no traffic',
    messages: {
      undeclared: {
        text: '{use} of container "{container}" of pool "{pool}" asks the port "{port}", which the container does not have',
        help: 'Declare it under ports',
      },
      unknown: {
        text: '{use} of container "{container}" of pool "{pool}" asks the port "{port}", which the container does not have',
        help: 'Name one of {known}, or declare it under ports',
      },
      routed: {
        text: '{use} of pool "{pool}" uses the port "{port}", which no container of the pool has',
        help: 'Name one of {known}, or declare it under ports',
      },
      routedAlone: {
        text: '{use} of pool "{pool}" uses the port "{port}", which no container of the pool has',
        help: 'Declare it under ports',
      },
      none: {
        text: 'pool "{pool}" is behind a load balancer, and none of its containers has a port',
        help: 'Declare the port that takes requests under ports',
      },
    },
    examples: () => [
      {
        title: 'a probe of a port that is not declared',
        message: 'unknown',
        yaml: `pools:
  api:
    kind: always-on
    containers:
      api:
        image: registry.example.com/api:1.0.0
        cpu: 500m
        memory: 512Mi
        ports: { http: 8080 }
        probes: { readiness: { http: /ready, port: grpc } }
`,
      },
    ],
  },
  'owned-field': {
    summary: 'A pool must not set a field of its objects that the compiler sets.',
    severity: 'error',
    why: 'Two values of one field contradict each other, and what the compiler proves of the pool would not be what runs',
    messages: {
      selector: {
        text: 'pool "{pool}" asks for nodes with {label}={value}, and its hardware "{hardware}" for {mine}: no node has both',
        help: 'Remove it from `scheduling.nodeSelector`, or change the hardware profile',
      },
      affinity: {
        text: 'pool "{pool}" requires {label} in its node affinity, which its hardware "{hardware}" requires already',
        help: 'List the instance types in `hardware.{hardware}.instanceTypes`',
      },
      patch: {
        text: 'the patch of pool "{pool}" sets {field} of its {kind}, which the compiler sets',
        help: 'Remove it from the patch; instead: {instead}',
      },
      whole: {
        text: 'the patch of pool "{pool}" sets nothing of its {kind}',
        help: 'Write a map of fields, or remove it',
      },
      container: {
        text: 'the patch of pool "{pool}" sets {field} of its {kind}, and the pool has no container "{container}"',
        help: 'Declare the container under `containers` or `initContainers`, or name one of them',
      },
    },
    examples: () => [
      {
        title: 'a patch of the replica count',
        message: 'patch',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70% }
    patch: { Deployment: { spec: { replicas: 5 } } }
`,
      },
      {
        title: 'a node selector against the hardware',
        message: 'selector',
        targets: 'kubernetes',
        yaml: `hardware: { l4: { gpu: NVIDIA-L4 } }
pools:
  model:
    kind: always-on
    hardware: l4
    containers: { model: { image: "registry.example.com/model:1.0.0", cpu: 2, memory: 8Gi } }
    scheduling: { nodeSelector: { karpenter.k8s.aws/instance-gpu-name: a10g } }
`,
      },
    ],
  },
  'invalid-object-field': {
    summary: 'What is written in the words of the Kubernetes API must be what that API has.',
    severity: 'error',
    why: 'The API server refuses an object with a field that it does not know, or with a value of another type',
    messages: {
      field: {
        text: '{written} of pool "{pool}" is not what Kubernetes {version} takes: {field} {problem}',
        help: 'Write it as the API reference of the {kind} has it',
      },
      null: {
        text: '{written} of pool "{pool}" has null in {field}, where it removes nothing',
        help: 'Write null for a field of a map in a patch only',
      },
    },
    examples: () => [
      {
        title: 'a field that the API does not have',
        message: 'field',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    patch: { Deployment: { spec: { template: { spec: { hostnetwork: true } } } } }
`,
      },
    ],
  },
  'unknown-volume': {
    summary: 'A container must mount a volume that its pool has.',
    severity: 'error',
    why: 'The API server refuses a pod whose container mounts a volume that the pod does not have',
    messages: {
      none: {
        text: 'container "{container}" of pool "{pool}" mounts "{volume}" at {path}, and the pool has no volumes',
        help: 'Declare it under `volumes` of the pool',
      },
      unknown: {
        text: 'container "{container}" of pool "{pool}" mounts "{volume}" at {path}, which is no volume of the pool',
        help: 'Name one of {known}, or declare it under `volumes` of the pool',
      },
    },
    examples: () => [
      {
        title: 'a mount without a volume',
        message: 'none',
        yaml: `pools:
  api:
    kind: always-on
    containers:
      api:
        image: registry.example.com/api:1.0.0
        cpu: 500m
        memory: 512Mi
        mounts: { /tmp: scratch }
`,
      },
    ],
  },
  'vpc-missing': {
    summary: 'A system with a target group that is made on ECS must give its VPC.',
    severity: 'error',
    why: 'A target group for the addresses of tasks belongs to a VPC, and AWS makes none without it',
    messages: {
      group: {
        text: 'the target group of pool "{pool}" needs the VPC of the tasks',
        help: 'Write `targets.ecs.vpc`, the VPC of `targets.ecs.subnets`',
      },
    },
    examples: () => [
      {
        title: 'a listener without a VPC',
        message: 'group',
        yaml: `targets:
  ecs:
    region: us-east-1
    accountId: "123456789012"
    cluster: example
    subnets: [subnet-0123456789abcdef0]
    securityGroups: [sg-0123456789abcdef0]
    executionRoleArn: arn:aws:iam::123456789012:role/example-execution
pools:
  api:
    kind: always-on
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 1Gi, ports: { http: 8080 } }
    loadBalancer:
      listener: arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [api.example.com]
      priority: 10
`,
      },
    ],
  },
  'unknown-container': {
    summary: 'A CPU or memory signal must measure a container of its pool.',
    severity: 'error',
    why: 'The autoscaler cannot read the usage of a container that does not exist, so it never scales',
    messages: {
      unknown: {
        text: 'signals.{signal} of pool "{pool}" measures the container "{container}", which it does not have',
        help: 'Name one of {known}',
      },
      notInManifest: {
        text: 'the workload has no container "{container}" in "{file}"',
        help: 'Name one of {known}',
      },
    },
    examples: () => [
      {
        title: 'a container of another name',
        message: 'unknown',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: { target: 70%, container: app } }
`,
      },
    ],
  },
  'keda-too-old': {
    summary: 'KEDA must be version 2.14 or later.',
    severity: 'error',
    why: 'Earlier versions do not have the pod identity, the token provider and the metric names that are generated',
    messages: {
      version: { text: 'KEDA {version} does not know what is emitted, which needs {oldest}', help: 'Upgrade KEDA' },
    },
    examples: () => [
      {
        title: 'KEDA 2.10',
        message: 'version',
        yaml: `targets:
  kubernetes: { version: "1.32", namespace: example, keda: "2.10" }
pools:
  worker:
    kind: scale-to-zero
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
    signals:
      queueBacklog: { perReplica: 10, sqs: { url: "https://sqs.us-east-1.amazonaws.com/123456789012/work" } }
`,
      },
    ],
  },
  'sidecar-too-new': {
    summary: 'A cluster with sidecars must be Kubernetes 1.29 or later.',
    severity: 'error',
    why: 'An earlier cluster waits for the end of every init container, so no replica with a sidecar starts',
    messages: {
      version: {
        text: 'Kubernetes {version} has no sidecars, and init container "{container}" of pool "{pool}" is one',
        help: 'Declare it under `containers`, or set `targets.kubernetes.version` to 1.29 or later once the cluster is upgraded',
      },
    },
    examples: () => [
      {
        title: 'a proxy beside the program on Kubernetes 1.28',
        message: 'version',
        yaml: `targets:
  kubernetes: { version: "1.28", namespace: example }
pools:
  api:
    kind: always-on
    replicas: 2..10
    initContainers:
      proxy: { image: "registry.example.com/proxy:1.0.0", cpu: 100m, memory: 128Mi, restartPolicy: Always }
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70% }
`,
      },
    ],
  },
  'kafka-missing': {
    summary: 'A system that scales on consumer lag must describe its Kafka brokers.',
    severity: 'error',
    why: 'KEDA reads the consumer lag from the brokers, so it must know their addresses',
    messages: {
      brokers: {
        text: 'kafkaLag needs the brokers to read it from',
        help: 'Describe kafka at the top of the file',
      },
    },
  },
  'trigger-parameter': {
    summary: "A custom trigger must match KEDA's schema of its scaler.",
    severity: 'error',
    why: 'KEDA ignores a parameter that it does not know. It cannot build a scaler without one that it requires, or with a value that it cannot read, and then no trigger of the pool acts',
    messages: {
      scaler: {
        text: 'KEDA {keda} has no scaler "{type}"',
        help: 'Raise `targets.kubernetes.keda` to the version that the cluster runs, or use another scaler',
      },
      similar: {
        text: 'the scaler {type} has no parameter "{name}"',
        help: 'Write `{meant}`',
      },
      unknown: {
        text: 'the scaler {type} has no parameter "{name}"',
        help: 'Remove it; the scaler takes {known}',
      },
      removed: {
        text: 'the scaler {type} no longer takes "{name}": {why}',
        help: 'Follow what KEDA says of it',
      },
      elsewhere: {
        text: 'the scaler {type} does not read "{name}" from its metadata',
        help: 'Write it as {where}',
      },
      value: {
        text: '"{name}" is "{value}", but KEDA expects {expected}',
        help: 'Write {expected}',
      },
      similarSecret: {
        text: 'the scaler {type} takes no parameter "{name}" from a TriggerAuthentication',
        help: 'Write `{meant}`',
      },
      notSecret: {
        text: 'the scaler {type} takes no parameter "{name}" from a TriggerAuthentication',
        help: 'Remove it; from there the scaler takes {known}',
      },
      missing: {
        text: 'the scaler {type} requires "{name}"',
        help: 'Add {where}',
      },
    },
    examples: () => [
      {
        title: 'a parameter with a slip',
        message: 'similar',
        targets: 'kubernetes',
        yaml: customExample(`type: temporal
        metadata: { endpoint: "temporal.example.com:7233", taskQueue: orders, targetQueSize: 5 }`),
      },
      {
        title: 'a text where KEDA expects a number',
        message: 'value',
        targets: 'kubernetes',
        yaml: customExample(`type: temporal
        metadata: { endpoint: "temporal.example.com:7233", taskQueue: orders, targetQueueSize: five }`),
      },
      {
        title: 'a required parameter that is not there',
        message: 'missing',
        targets: 'kubernetes',
        yaml: customExample(`type: temporal
        metadata: { endpoint: "temporal.example.com:7233", targetQueueSize: 5 }`),
      },
      {
        title: 'a client certificate in the metadata',
        message: 'elsewhere',
        targets: 'kubernetes',
        yaml: customExample(`type: redis
        metadata: { address: "redis.example.com:6379", listName: orders, listLength: 5, cert: tls.crt }`),
      },
    ],
  },
  'trigger-parameter-deprecated': {
    summary: 'A custom trigger must not use a parameter that KEDA deprecates.',
    severity: 'warning',
    why: 'A later release of KEDA takes the parameter no longer, and then no trigger of the pool acts until it is changed',
    messages: {
      renamed: {
        text: 'KEDA deprecates "{name}" of the scaler {type}: {why}',
        help: 'Write `{meant}`',
      },
      parameter: {
        text: 'KEDA deprecates "{name}" of the scaler {type}: {why}',
        help: 'Follow what KEDA says of it',
      },
    },
    examples: () => [
      {
        title: 'a name that KEDA has given up',
        message: 'renamed',
        targets: 'kubernetes',
        yaml: customExample(`type: gcp-pubsub
        metadata: { subscriptionName: orders, subscriptionSize: 5 }
        authentication: { identity: gcp }`),
      },
    ],
  },
  'custom-signal-unknown': {
    summary: 'A custom signal must say what its number counts.',
    severity: 'error',
    why: "Whether a pool wakes, returns and scales by it follows from what it counts, and the query of the scaler is its author's",
    messages: {
      counts: {
        text: 'nothing says what signal "{signal}" counts: the scaler {type} returns whatever its query asks for',
        help: 'Add `counts: work`, `counts: rate` or `counts: level`',
      },
    },
    examples: () => [
      {
        title: 'a query of a database',
        message: 'counts',
        targets: 'kubernetes',
        yaml: customExample(`type: postgresql
        metadata: { query: "SELECT count(*) FROM jobs WHERE state = 'new'", targetQueryValue: 10, host: db, port: 5432, userName: keda, dbName: jobs, sslmode: require }
        authentication: { secrets: { password: { name: jobs-db, key: password } } }`),
      },
    ],
  },
  'adapter-metric-beside-keda': {
    summary: 'A metric of an adapter must be in a pool that an HPA scales.',
    severity: 'error',
    why: 'KEDA cannot pass a Pods, Object or External metric on, and an HPA has neither triggers, schedules nor zero replicas',
    messages: {
      metric: {
        text: 'signal "{signal}" of pool "{pool}" is a metric of an adapter, but KEDA scales the pool',
        help: 'Read it with a trigger of KEDA (`type`), or leave `cpu`, `memory` and metrics of adapters alone in the pool, with `replicas.min` of 1 or more and no schedule',
      },
    },
    examples: () => [
      {
        title: 'an external metric of a pool that scales to zero',
        message: 'metric',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    replicas: 0..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
    signals:
      custom: { orders: { counts: work, external: { metric: orders_waiting, averageValue: 10 } } }
`,
      },
    ],
  },
  'queue-credentials-missing': {
    summary: 'A RabbitMQ queue on Kubernetes must name the Secret with its credentials.',
    severity: 'error',
    why: 'KEDA reads the queue length from the management API, which requires a user name and a password',
    messages: {
      secret: {
        text: 'pool "{pool}" reads a RabbitMQ queue and names no Secret to sign in with',
        help: 'Set `rabbitmq.secret` to a Secret with the keys `username` and `password`',
      },
    },
    examples: () => [
      {
        title: 'a queue without a Secret',
        message: 'secret',
        yaml: `targets:
  kubernetes: { version: "1.32", namespace: example }
pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
    signals:
      queueBacklog: { perReplica: 10, rabbitmq: { url: "https://mq.example.com", queue: work } }
`,
      },
    ],
  },
  'prometheus-missing': {
    summary: 'A system with a signal from Prometheus must give the address of Prometheus.',
    severity: 'error',
    why: 'KEDA queries Prometheus itself, so it must know the URL',
    messages: {
      address: {
        text: '{signal} is read from Prometheus, whose address is not known',
        help: 'Write targets.kubernetes.prometheus',
      },
    },
    examples: () => [
      {
        title: 'latency without Prometheus',
        message: 'address',
        yaml: `targets:
  kubernetes: { version: "1.32", namespace: example }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers:
      api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi, ports: { http: 8080 } }
    signals: { latency: { p99: 500ms } }
`,
      },
    ],
  },
  'metric-source-missing': {
    summary: 'A signal must name a metric source where no component of the system publishes its metric.',
    severity: 'error',
    why: 'An autoscaler that cannot read a metric does not scale on it',
    messages: {
      prometheus: {
        text: 'nothing in the stack emits {signal} of pool "{pool}" to Prometheus',
        help: 'Write source.prometheus',
      },
      growth: {
        text: 'the growth of the lag has no gauge in Prometheus to be taken of',
        help: 'Write source.prometheus: {gauge: …}',
      },
    },
  },
  'stack-per-pool': {
    summary: 'Reports that each pool has its own CloudFormation stack, because one stack would be too large.',
    severity: 'information',
    why: 'CloudFormation takes 500 resources in a template',
    messages: {
      split: {
        text: 'the pools of environment "{environment}" need more than {most} resources, so each has a stack of its own',
        help: 'Move what the one stack holds with "aws cloudformation create-stack-refactor" before Git sync follows the new files',
      },
    },
  },
  'watcher-configuration-too-large': {
    summary: 'The configuration of a watcher must fit into the environment variables of a Lambda function.',
    severity: 'error',
    why: 'Lambda allows 4 KB of environment variables, so the function could not be created',
    messages: {
      bytes: {
        text: 'what the watcher of pool "{pool}" reads takes {bytes} bytes, and Lambda takes {most}',
        help: 'Publish the total of the topics as one metric and name it in kafka.cloudwatch',
      },
    },
  },
  'dangerous-loss': {
    summary: 'A setting that is needed for safe scaling must be supported on every target of its pool.',
    severity: 'warning',
    why: 'On a platform that does not support the setting, the pool behaves differently from its configuration',
    messages: {
      loss: { text: '{target} cannot express {setting} of pool "{pool}": {instead}' },
    },
  },
  'output-invalid': {
    summary: 'Generated files must pass the schemas and the admission rules of their platform.',
    severity: 'error',
    why: 'The API server, a webhook or CloudFormation would reject the file when it is applied',
    messages: {
      written: {
        text: '"{file}" would be refused: {problem}',
        help: 'change the value on this line, which the refused field is made from',
      },
      bug: {
        text: '"{file}" would be refused: {problem}',
        help: 'report this as a bug of pipestream-scaling, with the configuration that led to it',
      },
    },
  },
});

/** A pool with one custom signal. */
function customExample(signal: string): string {
  return `pools:
  worker:
    kind: demand-driven
    replicas: 1..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
    signals:
      custom:
        orders:
          ${signal.replaceAll('\n', '\n  ')}
`;
}
