/** Systems that between them use everything that ECS is given, for checks of whole outputs. */

const TARGET = `
targets:
  ecs:
    region: eu-west-1
    accountId: "123456789012"
    cluster: main
    subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
    securityGroups: [sg-0123456789abcdef0]
    executionRoleArn: arn:aws:iam::123456789012:role/execution
    taskRoleArn: arn:aws:iam::123456789012:role/application
    alarmTopicArn: arn:aws:sns:eu-west-1:123456789012:on-call
`;

const POOLS = `
hardware: {a10g: {gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m}}
kafka: {bootstrapServers: "kafka:9092", lagMetrics: msk, msk: {cluster: events}}
pools:
  worker:
    kind: always-on
    replicas: {min: 2, max: 10, fixed: 2}
    gracePeriod: 2m
    taskRoleArn: arn:aws:iam::123456789012:role/worker
    containers:
      worker:
        image: registry.example.com/worker:1.0.0
        cpu: 1..2
        memory: 2Gi..4Gi
        ports: {grpc: 9000, http: 8080}
        env: {LEVEL: info, TRICKY: 'a "quoted" {{json x}} value'}
        secrets: {TOKEN: {arn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-AbCdEf"}}
        command: ["/bin/worker"]
        args: ["--serve", "all"]
        user: 1000
        readOnlyRootFilesystem: true
        probes: {liveness: {command: ["/bin/healthy"], period: 10s, timeout: 5s, failures: 3}}
      sidecar: {image: registry.example.com/sidecar:1.0.0, cpu: 500m, memory: 512Mi}
    signals:
      cpu: {target: 70%, for: 5m}
      memory: 80%
      kafkaLag: {perReplica: 1000, consumerGroup: workers, topics: [orders, refunds], growth: {over: 5m, perReplica: 50/s}}
      latency: {p99: 500ms, source: {cloudwatch: {namespace: Shop, metric: Latency, dimensions: {Service: worker}, statistic: p99}}}
  api:
    kind: demand-driven
    replicas: {min: 1, max: 20, fixed: 2}
    capacity: {fargate: {base: 1, weight: 1}, fargateSpot: {weight: 4}}
    containers: {api: {image: {parameter: true}, cpu: 250m, memory: 512Mi, ports: {http: 8080}}}
    signals:
      cpu: 60%
      requests: {perReplica: 120/s, source: {cloudwatch: {namespace: Shop, metric: Requests, dimensions: {Service: api}, statistic: Sum, heartbeat: {namespace: Shop, metric: Up, dimensions: {Service: api}, statistic: SampleCount}}}}
    schedule: {timezone: Europe/Berlin, windows: [{from: "06:00", to: "20:00", min: 5, days: [mon, tue, wed, thu, fri]}]}
  transcoder:
    kind: scale-to-zero
    hardware: a10g
    capacity: {managedInstances: gpus}
    replicas: {min: 0, max: 5, fixed: 1}
    containers: {transcoder: {image: "registry.example.com/transcoder:1.0.0", cpu: 3, memory: 12Gi}}
    signals: {queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/videos"}, perReplica: 2}}
  encoder:
    kind: demand-driven
    hardware: a10g
    capacity: {ec2: machines}
    replicas: {min: 1, max: 3, fixed: 1}
    containers: {encoder: {image: "registry.example.com/encoder:1.0.0", cpu: 3, memory: 12Gi}}
    signals: {cpu: 50%}
  billing:
    kind: always-on
    replicas: {min: 2, max: 6, fixed: 2}
    workload: {existing: {name: billing, cpu: 500m}}
    signals: {cpu: 70%}
environments: {production: {}}
`;

export function systemOn(stage: string, priority = 'balanced'): string {
  return `version: 1\nname: shop\nstage: ${stage}\npriority: ${priority}\n${TARGET}${POOLS}`;
}

/** So many pools that one stack cannot hold them. */
export function manyPools(count: number): string {
  const pools = Array.from(
    { length: count },
    (_, index) => `  pool-${String(index + 1)}:
    kind: demand-driven
    replicas: 1..5
    containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 250m, memory: 512Mi}}
    signals: {cpu: 70%, memory: 80%}`,
  ).join('\n');
  return `version: 1\nname: shop\n${TARGET}pools:\n${pools}\nenvironments: {production: {}}\n`;
}
