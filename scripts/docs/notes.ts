/**
 * What a field does where no field of the output says so by its origin: it decides whether something is there at all,
 * or only findings.
 */
export interface Note {
  readonly kubernetes?: string;
  readonly ecs?: string;
  /** Instead of both. */
  readonly both?: string;
}

/** The watcher's configuration is one text. */
const SCALER = '`watcher function.json`: `Environment.Variables.SCALER`';
const CRON = 'the cron expression of a scheduled action: `schedules/*.json`: `Schedule`';

export const NOTES: Readonly<Record<string, Note>> = {
  priority: { both: 'the minimum of each kind of pool' },
  stage: { both: 'what acts; see [rungs](../guides/rungs.md)' },
  'metrics.runtime': {
    kubernetes: 'the names of the series that `requests` and `latency` are read from where they have no `source`',
  },
  'targets.kubernetes.provisioner': {
    kubernetes: 'the keys of `nodeSelector` and `affinity` in `deployment.yaml` of a GPU pool',
  },
  'targets.kubernetes.monitoring': {
    kubernetes: 'whether `pod-monitor.yaml`, `prometheus-rule.yaml` and `dashboard.yaml` are emitted',
  },
  'targets.kubernetes.gitops.destination.server': {
    kubernetes: '`gitops/application.yaml`: `spec.destination.server`',
  },
  'targets.ecs.logRetention': { ecs: '`RetentionInDays` of each log group in `ecs/stack.yaml`' },
  'targets.ecs.taskRoleArn': { ecs: '`task-definition.json`: `taskRoleArn`, unless the pool has its own' },
  'kafka.lagMetrics': {
    kubernetes: 'the name of the lag series in the queries of `scaled-object.yaml` and `prometheus-rule.yaml`',
    ecs: '`msk` reads `SumOffsetLag` of the cluster in `kafka.msk`; the others nothing',
  },
  'hardware.<profile>.sharing': { kubernetes: 'the name of the resource in `resources.limits` of `deployment.yaml`' },
  'hardware.<profile>.migProfile': { kubernetes: 'the name of the resource: `nvidia.com/mig-1g.5gb`' },
  'pools.<pool>.priority': { both: 'the minimum of this pool' },
  'pools.<pool>.stage': { both: 'what acts in this pool; see [rungs](../guides/rungs.md)' },
  'pools.<pool>.targets': { both: 'whether the pool has a folder there at all' },
  'pools.<pool>.hardware': {
    kubernetes: 'GPU limit, node selection and toleration of `deployment.yaml`',
    ecs: '`task-definition.json`: `containerDefinitions[].resourceRequirements`',
  },
  'pools.<pool>.replicas.fixed': {
    kubernetes: 'the count that the rungs *fixed* and *observe* hold',
    ecs: 'the desired count on the rungs *fixed* and *observe*',
  },
  'pools.<pool>.work.longest': { both: 'the default of `gracePeriod`, and findings where the platform waits less' },
  'pools.<pool>.service.headless': { kubernetes: 'whether `service-headless.yaml` is emitted' },
  'pools.<pool>.labels.<label>': {
    kubernetes: 'labels of every object of the pool, never in a selector',
    ecs: 'tags of the task definition, the service and the rest',
  },
  'pools.<pool>.wake.signal': {
    both: 'which of the declared signals may wake the pool; the others get an activation that they cannot reach',
  },
  'pools.<pool>.wake.activation': { ecs: SCALER },
  'pools.<pool>.schedule.windows.from': { ecs: CRON },
  'pools.<pool>.schedule.windows.to': { ecs: CRON },
  'pools.<pool>.schedule.windows.days': { both: 'the days in each cron expression' },
  'pools.<pool>.containers.<container>.image.parameter': {
    kubernetes: 'the name stands in `deployment.yaml`, for `images:` of a Kustomize overlay to replace',
    ecs: 'a parameter of `ecs/stack.yaml`',
  },
  'pools.<pool>.containers.<container>.probes.liveness.grpc': { kubernetes: '`deployment.yaml`: `livenessProbe.grpc`' },
  'pools.<pool>.containers.<container>.probes.liveness.tcp': {
    kubernetes: '`deployment.yaml`: `livenessProbe.tcpSocket`',
  },
  'pools.<pool>.signals.kafkaLag.leases.perReplica': {
    both: 'nothing of its own; policies count the topics that replicas can hold',
  },
  'pools.<pool>.signals.kafkaLag.activation': { ecs: `where the pool scales to zero, ${SCALER}` },
  'pools.<pool>.signals.queueBacklog.inFlight': {
    ecs: 'whether `ApproximateNumberOfMessagesNotVisible` is added in `policies/backlog.json`',
  },
};
