/**
 * The effect of a field that no origin in the output shows: it decides whether something is generated at all, or it
 * affects only findings.
 */
export interface Note {
  readonly kubernetes?: string;
  readonly ecs?: string;
  /** Instead of both. */
  readonly both?: string;
}

/** A load balancer asks the readiness probe, or else the liveness probe. */
const BALANCED = '`target-group.json`, where a load balancer that is made for the pool asks this probe';
/** The configuration of the watcher is one string. */
const SCALER = '`watcher function.json`: `Environment.Variables.SCALER`';
const CRON = 'the cron expression of a scheduled action, `Schedule` in `schedules/*.json`';

export const NOTES: Readonly<Record<string, Note>> = {
  priority: { both: 'the minimum of each kind of pool' },
  stage: { both: 'which signals scale; see [stages](../guides/stages.md)' },
  'metrics.runtime': {
    kubernetes: 'the series names for `requests` and `latency` without a `source`',
  },
  'targets.kubernetes.version': {
    kubernetes: 'from 1.35 on, with KEDA 2.18, `tolerance` 0 in `scaled-object.yaml` of a pool with a schedule',
  },
  'targets.kubernetes.keda': {
    kubernetes: 'from 2.18 on, `behavior` of `fallback` in `scaled-object.yaml`',
  },
  'targets.kubernetes.provisioner': {
    kubernetes:
      'the labels in `nodeSelector` and `affinity` of a GPU pool in `deployment.yaml`; with `cluster-autoscaler`, the annotation `safe-to-evict` of pods with a grace period over 10 minutes',
  },
  'targets.kubernetes.monitoring': {
    kubernetes: 'whether `pod-monitor.yaml`, `prometheus-rule.yaml` and `dashboard.yaml` are generated',
  },
  'targets.kubernetes.gitops.destination.server': {
    kubernetes: '`gitops/application.yaml`: `spec.destination.server`',
  },
  'targets.ecs.logRetention': { ecs: '`RetentionInDays` of each log group in `ecs/stack.yaml`' },
  'targets.ecs.taskRoleArn': { ecs: '`task-definition.json`: `taskRoleArn`, unless the pool sets its own' },
  'targets.kubernetes.gitops.sync.createNamespace': {
    kubernetes: '`gitops/application.yaml`: `CreateNamespace=true` in `spec.syncPolicy.syncOptions`',
  },
  'kafka.lagMetrics': {
    kubernetes: 'the series name of the lag in the queries of `scaled-object.yaml` and `prometheus-rule.yaml`',
    ecs: '`msk` reads `SumOffsetLag` of the cluster in `kafka.msk`; the other values read nothing',
  },
  'kafka.lagLabels': {
    kubernetes:
      'matchers of the lag in the queries of `scaled-object.yaml`, `prometheus-rule.yaml` and `dashboard.yaml`',
  },
  'pools.<pool>.scaleUp.select': {
    ecs: '`disabled` is `DynamicScalingOutSuspended` of `scalable-target.json`; steps and target tracking have no choice between limits',
  },
  'pools.<pool>.scaleDown.select': {
    ecs: '`disabled` is `DynamicScalingInSuspended` of `scalable-target.json`; steps and target tracking have no choice between limits',
  },
  'hardware.<profile>.sharing': { kubernetes: 'the resource name in `resources.limits` of `deployment.yaml`' },
  'hardware.<profile>.migProfile': { kubernetes: 'the resource name, such as `nvidia.com/mig-1g.5gb`' },
  'pools.<pool>.priority': { both: 'the minimum of this pool' },
  'pools.<pool>.stage': { both: 'which signals scale this pool; see [stages](../guides/stages.md)' },
  'pools.<pool>.targets': { both: 'whether the pool is generated for this target' },
  'pools.<pool>.hardware': {
    kubernetes: 'GPU limit, node selector and toleration in `deployment.yaml`',
    ecs: '`task-definition.json`: `containerDefinitions[].resourceRequirements`',
  },
  'pools.<pool>.replicas.fixed': {
    kubernetes: 'the replica count in stages `fixed` and `observe`',
    ecs: 'the desired count in stages `fixed` and `observe`',
  },
  'pools.<pool>.imagePullSecrets.secret': {
    ecs: 'no effect; a Secret exists only on Kubernetes; ECS uses the ARN',
  },
  'pools.<pool>.imagePullSecrets.arn': {
    kubernetes: 'no effect; on Kubernetes, images are pulled with the Secret',
  },
  'pools.<pool>.containers.<container>.envFrom.configMap': { ecs: 'no effect; a ConfigMap exists only on Kubernetes' },
  'pools.<pool>.containers.<container>.envFrom.secret': { ecs: 'no effect; a Secret exists only on Kubernetes' },
  'pools.<pool>.containers.<container>.envFrom.s3': {
    kubernetes: 'no effect; pods take the ConfigMap or Secret beside it',
  },
  'pools.<pool>.containers.<container>.envFrom.prefix': {
    ecs: 'no effect; the file in S3 has the whole names of the variables',
  },
  'pools.<pool>.containers.<container>.envFrom.optional': {
    ecs: 'no effect; no task starts without the file in S3',
  },
  'pools.<pool>.patch.Deployment': { kubernetes: 'over `deployment.yaml`' },
  'pools.<pool>.patch.Service': { kubernetes: 'over `service.yaml`' },
  'pools.<pool>.patch.ServiceAccount': { kubernetes: 'over `service-account.yaml`' },
  'pools.<pool>.patch.PodDisruptionBudget': { kubernetes: 'over `pod-disruption-budget.yaml`' },
  'pools.<pool>.patch.HorizontalPodAutoscaler': { kubernetes: 'over `hpa.yaml`' },
  'pools.<pool>.patch.ScaledObject': { kubernetes: 'over `scaled-object.yaml`' },
  'pools.<pool>.patch.PodMonitor': { kubernetes: 'over `pod-monitor.yaml`' },
  'pools.<pool>.scheduling.affinity.nodeAffinity': {
    kubernetes: '`deployment.yaml`: `spec.template.spec.affinity.nodeAffinity`',
  },
  'pools.<pool>.scheduling.affinity.podAffinity': {
    kubernetes: '`deployment.yaml`: `spec.template.spec.affinity.podAffinity`',
  },
  'pools.<pool>.scheduling.affinity.podAntiAffinity': {
    kubernetes: '`deployment.yaml`: `spec.template.spec.affinity.podAntiAffinity`',
  },
  'pools.<pool>.volumes.<volume>.projected.sources': {
    kubernetes: '`deployment.yaml`: `spec.template.spec.volumes[].projected.sources`',
  },
  'pools.<pool>.containers.<container>.ephemeralStorage.request': {
    ecs: 'without a limit, `task-definition.json`: `ephemeralStorage.sizeInGiB`, where it is more than 20 GiB on Fargate',
  },
  'pools.<pool>.rollout.strategy': { ecs: 'with `Recreate`, 0 as `minimumHealthyPercent` and 100 as `maximumPercent`' },
  'pools.<pool>.work.longest': { both: 'the default of `gracePeriod`, and findings if the platform waits for less' },
  'pools.<pool>.service.headless': { kubernetes: 'whether `service-headless.yaml` is generated' },
  'pools.<pool>.loadBalancer.countsRequests': {
    ecs: 'of several load balancers, the one that `ResourceLabel` of `policies/requests.json` names',
  },
  'pools.<pool>.serviceConnect': {
    ecs: '`service.create.json`: `serviceConnectConfiguration.services[].clientAliases`',
  },
  'pools.<pool>.labels.<label>': {
    kubernetes: 'labels of every object of the pool, never in a selector',
    ecs: 'tags of the task definition, the service and all other resources',
  },
  'pools.<pool>.wake.signal': {
    both: 'which of the declared signals can wake the pool; the others get an activation that is out of reach, unless they count waiting work',
  },
  'pools.<pool>.wake.activation': { ecs: SCALER },
  'pools.<pool>.schedule.windows.from': { ecs: CRON },
  'pools.<pool>.schedule.windows.to': { ecs: CRON },
  'pools.<pool>.schedule.windows.days': { both: 'the days in each cron expression' },
  'pools.<pool>.containers.<container>.image.parameter': {
    kubernetes: '`deployment.yaml` has only the name, which `images:` of a Kustomize overlay replaces',
    ecs: 'a parameter of `ecs/stack.yaml`',
  },
  'pools.<pool>.containers.<container>.probes.liveness.http': {
    kubernetes: '`deployment.yaml`: `livenessProbe.httpGet.path`',
    ecs: `${BALANCED}: \`HealthCheckPath\``,
  },
  'pools.<pool>.containers.<container>.probes.liveness.grpc': {
    kubernetes: '`deployment.yaml`: `livenessProbe.grpc`',
    ecs: `${BALANCED}: the health service in \`HealthCheckPath\``,
  },
  'pools.<pool>.containers.<container>.probes.liveness.port': {
    kubernetes: '`deployment.yaml`: `livenessProbe.httpGet.port`',
    ecs: `${BALANCED}: \`HealthCheckPort\``,
  },
  'pools.<pool>.containers.<container>.probes.liveness.tcp': {
    kubernetes: '`deployment.yaml`: `livenessProbe.tcpSocket`',
  },
  'pools.<pool>.signals.kafkaLag.leases.perReplica': {
    both: 'no effect on the output; policies count the topics that replicas can hold',
  },
  'pools.<pool>.signals.kafkaLag.activation': { ecs: `for a pool that scales to zero, ${SCALER}` },
  'pools.<pool>.signals.custom.<signal>.type': {
    ecs: 'the default of the target and of `inFlight`',
  },
  'pools.<pool>.signals.custom.<signal>.metadata.<parameter>': {
    kubernetes: '`scaled-object.yaml`: `spec.triggers[].metadata`, as text',
    ecs: 'the target of the policy, where the parameter is the target; the activation of the watcher, where it is that',
  },
  ...Object.fromEntries(
    ['pods.averageValue', 'object.averageValue', 'object.value', 'external.averageValue', 'external.value'].map(
      (value): readonly [string, Note] => [
        `pools.<pool>.signals.custom.<signal>.${value}`,
        { ecs: 'the target of the policy, beside `cloudwatch`' },
      ],
    ),
  ),
  'pools.<pool>.signals.custom.<signal>.counts': {
    kubernetes: 'the default of `metricType`, and whether the trigger can wake the pool',
    ecs: 'whether the number is tracked or stepped, and whether it can wake the service',
  },
  'pools.<pool>.signals.custom.<signal>.total': {
    kubernetes: 'the default of `metricType`',
    ecs: 'whether the number is divided by the running tasks',
  },
  'pools.<pool>.signals.custom.<signal>.own': {
    both: 'whether the number can wake the pool; one that it cannot wake by gets an activation that is out of reach',
  },
  'pools.<pool>.signals.custom.<signal>.inFlight': {
    both: 'whether a pool that sleeps waits for `work.longest` first',
  },
  'pools.<pool>.signals.queueBacklog.inFlight': {
    ecs: 'whether `policies/backlog.json` adds `ApproximateNumberOfMessagesNotVisible`',
  },
};
