/** A system that between its pools uses every kind of thing that the language can say. */
export const EVERYTHING = `
version: 1
name: shop
priority: balanced
stage: full
targets:
  kubernetes:
    version: "1.35"
    namespace: shop
    keda: "2.18"
    provisioner: karpenter
    prometheus: {url: "https://prometheus.example.com", auth: {mode: basic, secret: prometheus-login}, unsafeSsl: false, labels: {cluster: eu-1}}
    monitoring: prometheus-operator
    runbooks: "https://runbooks.example.com/{alert}"
    gitops:
      tool: argocd
      repoURL: https://git.example.com/shop.git
      revision: main
      path: deploy/out
      namespace: gitops
      project: shops
      destination: {name: blue}
      interval: 2m
      sync: {prune: false, selfHeal: false, createNamespace: false}
  ecs:
    region: eu-west-1
    accountId: "123456789012"
    cluster: main
    subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
    securityGroups: [sg-0123456789abcdef0]
    vpc: vpc-0123456789abcdef0
    serviceConnect: shop
    assignPublicIp: true
    executionRoleArn: arn:aws:iam::123456789012:role/execution
    taskRoleArn: arn:aws:iam::123456789012:role/application
    roles: {path: /teams/shop/, permissionsBoundary: arn:aws:iam::123456789012:policy/boundary}
    containerInsights: false
    alarmTopicArn: arn:aws:sns:eu-west-1:123456789012:on-call
    runbooks: "https://runbooks.example.com/{alert}"
    logRetention: 14
kafka:
  bootstrapServers: kafka:9092
  lagMetrics: kafka-exporter
  lagLabels: {namespace: kafka}
  cloudwatch: {namespace: Shop/Kafka, metric: Lag, groupDimension: Group, statistic: Maximum}
  auth: {sasl: scram_sha512, tls: true, secret: kafka-login}
metrics: {runtime: micrometer, histograms: true, scrapeInterval: 15s}
hardware:
  a10g: {gpu: NVIDIA-A10G, count: 1, instanceTypes: [g5.xlarge], coldStart: {node: 2m, image: 1m, startup: 1m}, nodeSelector: {example.com/pool: gpu}}
  slice: {gpu: NVIDIA-A100, sharing: mig, migProfile: 1g.5gb, coldStart: 6m, instanceTypes: [p4d.24xlarge]}
pools:
  web:
    name: web-front
    kind: always-on
    replicas: {min: 2, max: 10, fixed: 3}
    labels: {team: front}
    taskRoleArn: arn:aws:iam::123456789012:role/web
    architecture: arm64
    executeCommand: false
    loadBalancer:
      port: http
      listener: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2
      hosts: [shop.example.com]
      paths: [/api/*]
      priority: 10
      deregistrationDelay: 40s
      gracePeriod: 2m
    serviceConnect: {http: "shop:80"}
    serviceRegistry: {arn: "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-web", port: grpc}
    containers:
      web:
        image: registry.example.com/web:1.0.0
        cpu: {request: 500m, limit: 1}
        memory: {request: 1Gi, limit: 2Gi}
        ports: {grpc: 9000, http: 8080}
        env: {LEVEL: info}
        secrets: {TOKEN: {secret: web-login, key: token, arn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-AbCdEf"}}
        command: ["/bin/web"]
        args: ["--serve"]
        user: 1000
        readOnlyRootFilesystem: true
        probes:
          startup: {tcp: true, port: grpc, period: 5s, timeout: 3s, failures: 30}
          readiness: {http: /ready, port: http, period: 5s, timeout: 3s, failures: 2}
          liveness: {command: ["/bin/healthy"], period: 20s, timeout: 4s, failures: 4}
        metrics: {path: /metrics, port: http}
      proxy: {image: {parameter: true, name: proxy}, cpu: 100m, memory: 256Mi}
    signals:
      cpu: {target: 70%, container: web}
      memory: {target: 80%, container: web}
    scaleUp: {stabilizationWindow: 30s, percent: 50%, replicas: 2, every: 30s, select: max, tolerance: 5%, cooldown: 90s}
    scaleDown: {stabilizationWindow: 10m, percent: 20%, replicas: 1, every: 2m, select: max, tolerance: 5%, cooldown: 10m}
    gracePeriod: 45s
    rollout: {first: stop}
    service: {headless: true}
    disruption: {maxUnavailable: 25%}
  worker:
    kind: always-on
    replicas: {min: 4, max: 10}
    containers: {worker: {image: "registry.example.com/worker:1.0.0", cpu: 1..2, memory: 2Gi..4Gi, ports: {grpc: 9000}, probes: {liveness: {grpc: true}}}}
    fallback: {replicas: 5, failureThreshold: 4}
    signals:
      cpu: {target: 60%, container: worker, for: 5m}
      kafkaLag: {perReplica: 1000, consumerGroup: workers, topics: 20, offsetReset: earliest, leases: {perReplica: 5, handBack: true}, growth: {over: 5m, perReplica: 5/s}}
      latency: {p99: 500ms, over: 10m, source: {cloudwatch: {namespace: Shop, metric: Latency, dimensions: {Service: worker}, statistic: p99}}}
    disruption: {minAvailable: 3}
    service: {headless: false}
  reader:
    kind: demand-driven
    priority: low-latency
    replicas: {max: 12}
    coldStart: 90s
    containers: {reader: {image: "registry.example.com/reader:1.0.0", cpu: 250m, memory: 512Mi, ports: {http: 8080}}}
    signals:
      kafkaLag: {perReplica: 500, consumerGroup: readers, topics: [orders, refunds], partitions: 24, offsetReset: latest}
      requests: {perReplica: 120/s, over: 3m, activation: 1, source: {prometheus: {counter: 'gateway_requests_total{route="reader"}', job: gateway}, cloudwatch: {namespace: Shop, metric: Requests, dimensions: {Service: reader}, statistic: Sum}}}
    capacity: {fargate: {base: 1, weight: 1}, fargateSpot: {weight: 4}}
    schedule:
      timezone: Europe/Berlin
      windows: [{from: "06:00", to: "20:00", days: [mon, tue], min: 5}, {from: "22:00", to: "02:00", min: 4}]
  queue:
    kind: scale-to-zero
    replicas: {min: 0, max: 8}
    idle: 7m
    pollingInterval: 20s
    coldStart: 2m
    containers: {queue: {image: "registry.example.com/queue:1.0.0", cpu: 500m, memory: 1Gi}}
    signals:
      queueBacklog: {sqs: {url: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"}, acceptableLatency: 10m, workTime: 15s, inFlight: true, activation: 2}
    work: {longest: 90s}
  rabbit:
    kind: scale-to-zero
    replicas: {min: 0, max: 8}
    coldStart: 2m
    containers: {rabbit: {image: "registry.example.com/rabbit:1.0.0", cpu: 500m, memory: 1Gi}}
    signals:
      queueBacklog: {rabbitmq: {url: "https://mq.example.com/api-root", vhost: shop, queue: work, secret: mq-login, broker: shop-mq}, perReplica: 5}
  redis:
    kind: scale-to-zero
    replicas: {min: 0, max: 8}
    containers: {redis: {image: "registry.example.com/redis:1.0.0", cpu: 500m, memory: 1Gi}}
    signals:
      queueBacklog: {redis: {address: "redis.example.com:6379", list: jobs, database: 2, tls: true, authentication: {secrets: {password: {name: redis-login, key: password}}}, cloudwatch: {namespace: Shop, metric: RedisJobs, statistic: Maximum}}, perReplica: 5}
  jobs:
    kind: scale-to-zero
    replicas: {min: 0, max: 8}
    idle: 1m
    coldStart: 2m
    containers: {jobs: {image: "registry.example.com/jobs:1.0.0", cpu: 500m, memory: 1Gi}}
    signals:
      custom:
        jobs:
          type: postgresql
          metadata: {query: "SELECT count(*) FROM jobs", targetQueryValue: 2.5, activationTargetQueryValue: 1, host: db.example.com, port: 5432, userName: keda, dbName: jobs, sslmode: require}
          metricType: AverageValue
          authentication: {secrets: {password: {name: jobs-db, key: password}}}
          counts: work
          total: true
          own: false
          inFlight: false
          cloudwatch: {namespace: Shop, metric: Jobs, dimensions: {Queue: jobs}, statistic: Maximum, heartbeat: {namespace: Shop, metric: Up, dimensions: {Service: jobs}, statistic: Maximum}}
        streams:
          type: aws-kinesis-stream
          metadata: {streamName: jobs, awsRegion: eu-west-1}
          authentication: {identity: {provider: aws, roleArn: "arn:aws:iam::123456789012:role/keda-jobs"}}
          cloudwatch: {namespace: Shop, metric: Shards, statistic: Maximum}
    work: {longest: 90s}
  temporal:
    kind: demand-driven
    replicas: {min: 1, max: 8}
    containers: {temporal: {image: "registry.example.com/temporal:1.0.0", cpu: 500m, memory: 1Gi}}
    signals:
      custom:
        tasks:
          type: temporal
          metadata: {endpoint: "temporal.example.com:7233", taskQueue: orders}
          authentication: {name: temporal, kind: ClusterTriggerAuthentication}
          cloudwatch: {namespace: Shop, metric: Tasks, statistic: Maximum}
  served:
    kind: demand-driven
    replicas: {min: 1, max: 6}
    containers: {served: {image: "registry.example.com/served:1.0.0", cpu: 500m, memory: 1Gi}}
    signals:
      custom:
        calls: {pods: {metric: calls, selector: {path: api}, averageValue: 30}, cloudwatch: {namespace: Shop, metric: Calls, statistic: Average}}
        age: {object: {apiVersion: v1, kind: Service, name: served, metric: age, selector: {path: api}, value: 500m}, cloudwatch: {namespace: Shop, metric: Age, statistic: Average}}
        waiting: {external: {metric: waiting, selector: {queue: new}, averageValue: 0.5}, counts: work, cloudwatch: {namespace: Shop, metric: Waiting, statistic: Maximum}}
  lag:
    kind: scale-to-zero
    replicas: {min: 0, max: 6}
    containers: {lag: {image: "registry.example.com/lag:1.0.0", cpu: 500m, memory: 1Gi}}
    signals:
      kafkaLag:
        perReplica: 100
        consumerGroup: sleepers
        activation: 3
        source:
          prometheus: {gauge: 'lag{group="sleepers"}'}
          cloudwatch: {namespace: Shop, metric: SleeperLag, dimensions: {Group: sleepers}, statistic: Maximum}
      requestQueue: {perReplica: 10, activation: 4, source: {prometheus: {query: 'sum(waiting{module="lag"})'}, cloudwatch: {namespace: Shop, metric: Waiting, statistic: Maximum}}}
    wake: {signal: kafkaLag}
  embedder:
    kind: scale-to-zero
    hardware: a10g
    replicas: {max: 5}
    idle: 5m
    capacity: {managedInstances: {provider: gpus, base: 1, weight: 2}}
    containers: {embedder: {image: "registry.example.com/embedder:1.0.0", cpu: 2..4, memory: 12Gi..16Gi, ports: {grpc: 9000}, metrics: /metrics}}
    wake:
      source:
        prometheus: {counter: 'calls_total{module="embedder"}', job: web-front}
        cloudwatch:
          namespace: Shop
          metric: Calls
          dimensions: {Module: embedder}
          statistic: Sum
          heartbeat: {namespace: Shop, metric: Up, dimensions: {Service: web}, statistic: SampleCount}
      activation: 0.5
      holdsRequests: true
      retryBudget: 15m
    signals:
      requestQueue: {perReplica: 10, source: {prometheus: {gauge: 'pending{module="embedder"}'}, cloudwatch: {namespace: Shop, metric: Pending, dimensions: {Module: embedder}, statistic: Maximum}}}
      latency: {p90: 10s, source: {prometheus: {histogram: 'serving_seconds{job="embedder"}'}, cloudwatch: {namespace: Shop, metric: EmbedLatency, statistic: p90}}}
  encoder:
    kind: demand-driven
    hardware: slice
    replicas: {min: 1, max: 3}
    capacity: {ec2: {provider: machines, base: 1, weight: 1}}
    volumes: {shm: {emptyDir: {medium: Memory, sizeLimit: 2Gi}}, frames: {emptyDir: {medium: Memory, sizeLimit: 1Gi}}}
    containers: {encoder: {image: "registry.example.com/encoder:1.0.0", cpu: 3, memory: 12Gi, metrics: {path: /metrics}, ports: {http: 8080}, mounts: {/dev/shm: shm, /frames: frames}}}
    signals: {cpu: 50%, latency: {p50: 1s, source: {cloudwatch: {namespace: Shop, metric: EncodeLatency, statistic: p50}}}}
    work: {longest: 30m}
  billing:
    kind: always-on
    targets: [kubernetes]
    replicas: {min: 2, max: 6}
    workload: {existing: {kind: StatefulSet, name: billing, container: app, cpu: 500m, memory: 1Gi}}
    signals: {cpu: {target: 70%, container: app}}
  invoices:
    kind: always-on
    replicas: {min: 2, max: 6}
    workload: {existing: {kind: Deployment, name: invoices, cpu: 500m}}
    signals: {cpu: 70%}
  ledger:
    kind: demand-driven
    stage: cpu
    targets: [kubernetes, ecs]
    replicas: 1..4
    containers: {ledger: {image: "registry.example.com/ledger:1.0.0", cpu: 500m, memory: 1Gi, ports: {grpc: 9000}}}
    signals: {cpu: 65%, latency: {p95: 2s, source: {cloudwatch: {namespace: Shop, metric: LedgerLatency, statistic: p95}}}}
  renderer:
    kind: demand-driven
    replicas: 1..4
    serviceAccount: {role: {aws: "arn:aws:iam::123456789012:role/renderer"}, annotations: {example.com/owner: render}, automountToken: true}
    imagePullSecrets: [{secret: registry, arn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry-AbCdEf"}]
    fsGroup: 2000
    podLabels: {tier: render}
    podAnnotations: {example.com/scrape: "true"}
    scheduling:
      nodeSelector: {disk: ssd}
      tolerations: [{key: dedicated, operator: Equal, value: render, effect: NoExecute, seconds: 5m}]
      affinity:
        nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 10, preference: {matchExpressions: [{key: disk, operator: Exists}]}}]}
        podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 10, podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: cache}}}}]}
        podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {tier: render}}}]}
      topologySpread: [{topologyKey: topology.kubernetes.io/zone, maxSkew: 2, whenUnsatisfiable: DoNotSchedule, minDomains: 2, nodeAffinityPolicy: Honor, nodeTaintsPolicy: Honor, matchLabelKeys: [pod-template-hash]}]
      priorityClass: high
    volumes:
      scratch: {emptyDir: {medium: Memory, sizeLimit: 1Gi}}
      spool: {emptyDir: {}}
      settings: {configMap: {name: renderer, items: {app.yaml: conf/app.yaml}, optional: true, mode: "0440"}}
      keys: {secret: {name: renderer, items: {tls.key: tls.key}, optional: false, mode: "0400"}}
      models: {persistentVolumeClaim: {claim: models, readOnly: true}}
      share: {persistentVolumeClaim: {claim: share}, efs: {fileSystem: fs-0123456789abcdef0, rootDirectory: /renderer, iam: true}}
      host: {hostPath: {path: /var/log/renderer, type: Directory}}
      vault: {csi: {driver: secrets-store.csi.k8s.io, readOnly: true, fsType: ext4, attributes: {secretProviderClass: renderer}, secret: vault-login}}
      tokens: {projected: {sources: [{serviceAccountToken: {path: token, expirationSeconds: 3600}}], mode: "0440"}}
    initContainers:
      fetch:
        image: registry.example.com/fetch:1.0.0
        imagePullPolicy: Always
        cpu: {request: 100m, limit: 200m}
        memory: {request: 64Mi, limit: 128Mi}
        ephemeralStorage: {request: 1Gi, limit: 2Gi}
        env: {STEP: fetch}
        envFrom: [{configMap: fetch, prefix: FETCH_, optional: true, s3: "arn:aws:s3:::settings/fetch.env"}]
        secrets: {TOKEN: {secret: fetch-login, key: token, arn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:fetch-AbCdEf"}}
        command: ["/bin/fetch"]
        args: ["--once"]
        user: 1000
        group: 1000
        readOnlyRootFilesystem: true
        capabilities: {drop: [NET_RAW]}
        mounts: {/scratch: {volume: scratch, readOnly: false}}
      agent: {image: registry.example.com/agent:1.0.0, cpu: 100m, memory: 64Mi, restartPolicy: Always}
    patch:
      Deployment: {spec: {template: {spec: {dnsPolicy: Default, containers: [{name: renderer, stdin: true}]}}}}
      Service: {spec: {sessionAffinity: ClientIP}}
    rollout: {strategy: RollingUpdate, maxSurge: 1, maxUnavailable: 0, minReady: 10s, revisionHistoryLimit: 3}
    containers:
      renderer:
        image: registry.example.com/renderer:1.0.0
        imagePullPolicy: IfNotPresent
        cpu: 500m
        memory: 1Gi
        ephemeralStorage: {request: 25Gi, limit: 30Gi}
        ports: {http: 8080, metrics: 9090}
        user: 1000
        group: 1000
        env: {LEVEL: info, POD_IP: {field: status.podIP}, THREADS: {resource: limits.cpu, divisor: "1"}, MODE: {configMap: renderer, key: mode, optional: true}}
        envFrom: [{configMap: renderer, prefix: APP_, optional: true}, {secret: renderer, optional: false}, {s3: "arn:aws:s3:::settings/renderer.env"}]
        capabilities: {add: [SYS_PTRACE], drop: [ALL]}
        mounts: {/dev/shm: {volume: scratch, readOnly: false}, /models: {volume: models, subPath: small}, /spool: spool, /share: share, /settings: settings, /keys: keys, /host: host, /vault: vault, /tokens: tokens}
        lifecycle: {postStart: {command: ["/bin/warm"]}, preStop: {sleep: 5s}}
        probes:
          readiness: {http: /ready, port: http, scheme: HTTP, headers: {X-Probe: "yes"}, initialDelay: 5s, successes: 2}
    signals: {cpu: 70%}
  counted:
    kind: demand-driven
    replicas: {min: 2, fixed: 2}
    containers: {counted: {image: "registry.example.com/counted:1.0.0", cpu: 250m, memory: 512Mi}}
`;
