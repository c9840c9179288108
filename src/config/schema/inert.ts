import type { TargetName } from '../../model/targets.ts';

/** Why a field changes nothing that is emitted for a target. */
export type Inert = Readonly<Partial<Record<TargetName, string>>>;

const both = (reason: string): Inert => ({ kubernetes: reason, ecs: reason });
const POLICIES_ONLY = 'policies read it, and nothing that is emitted says it';
const OTHER_PLATFORM = 'it describes the other platform';
const NO_PROMETHEUS = 'ECS reads CloudWatch and no Prometheus';
const NO_BROKER = 'nothing on ECS speaks to the brokers: lag is read from CloudWatch';
const STEPS =
  'a step takes a percentage and one task at least, then waits for its cooldown; target tracking decides by itself';

/**
 * Fields that a target has no use for, with all that is under them; `*` stands for any key.
 * A test changes every field and holds what is emitted against this table.
 */
export const INERT: Readonly<Record<string, Inert>> = {
  version: both('there is one version of the language'),
  preset: both(POLICIES_ONLY),
  lint: both('it is about findings, and not about output'),
  policies: both('they are about findings, and not about output'),

  'targets.ecs': { kubernetes: OTHER_PLATFORM },
  'targets.kubernetes.version': both(
    'what is emitted is the same for every version; the embedded check takes the schemas of this one',
  ),
  'targets.kubernetes.keda': both(
    'what is emitted is understood by every release since 2.14; policies know what each does with it',
  ),
  'targets.kubernetes.namespace': { ecs: OTHER_PLATFORM },
  'targets.kubernetes.provisioner': { ecs: OTHER_PLATFORM },
  'targets.kubernetes.prometheus': { ecs: NO_PROMETHEUS },
  'targets.kubernetes.monitoring': { ecs: OTHER_PLATFORM },
  'targets.kubernetes.gitops.tool': { ecs: OTHER_PLATFORM },
  'targets.kubernetes.gitops.repoURL': { ecs: OTHER_PLATFORM },
  'targets.kubernetes.gitops.revision': { ecs: OTHER_PLATFORM },
  'targets.kubernetes.gitops.namespace': { ecs: OTHER_PLATFORM },
  'targets.kubernetes.gitops.project': { ecs: OTHER_PLATFORM },
  'targets.kubernetes.gitops.destination': { ecs: OTHER_PLATFORM },
  'targets.kubernetes.gitops.interval': { ecs: OTHER_PLATFORM },

  'kafka.bootstrapServers': { ecs: NO_BROKER },
  'kafka.auth': { ecs: NO_BROKER },
  'kafka.msk': { kubernetes: 'KEDA asks the brokers themselves' },
  'kafka.cloudwatch': { kubernetes: 'KEDA asks the brokers themselves' },
  'metrics.histograms': both(POLICIES_ONLY),
  metrics: { ecs: NO_PROMETHEUS },

  'hardware.*.gpu': { ecs: 'the capacity provider says which GPU its instances carry' },
  'hardware.*.sharing': { ecs: 'a task on ECS holds whole GPUs' },
  'hardware.*.migProfile': { ecs: 'a task on ECS holds whole GPUs' },
  'hardware.*.nodeSelector': { ecs: 'labels of nodes are of Kubernetes' },

  'pools.*.containers.*.cpu.limit': { ecs: 'a container on ECS may use what the task has left' },
  'pools.*.containers.*.secrets.*.secret': { ecs: 'a Secret is of Kubernetes; ECS takes the arn' },
  'pools.*.containers.*.secrets.*.key': { ecs: 'a Secret is of Kubernetes; ECS takes the arn' },
  'pools.*.containers.*.secrets.*.arn': { kubernetes: 'Kubernetes takes the secret and its key' },
  'pools.*.containers.*.probes.startup': { ecs: 'ECS has one health check, which begins after the cold start' },
  'pools.*.containers.*.probes.*.http': { ecs: 'ECS checks by a command only' },
  'pools.*.containers.*.probes.*.grpc': { ecs: 'ECS checks by a command only' },
  'pools.*.containers.*.probes.*.tcp': { ecs: 'ECS checks by a command only' },
  'pools.*.containers.*.probes.*.port': { ecs: 'ECS checks by a command only' },
  'pools.*.containers.*.metrics': { ecs: NO_PROMETHEUS },
  'pools.*.workload.existing.kind': { ecs: 'a service of ECS has no kind' },
  'pools.*.workload.existing.container': { ecs: 'ECS measures the whole task' },
  'pools.*.workload.existing.cpu': both(POLICIES_ONLY),

  'pools.*.signals.cpu.container': { ecs: 'ECS measures the whole task' },
  'pools.*.signals.memory.container': { ecs: 'ECS measures the whole task' },
  'pools.*.signals.kafkaLag.partitions': both(POLICIES_ONLY),
  'pools.*.signals.kafkaLag.leases.handBack': both(POLICIES_ONLY),
  'pools.*.signals.kafkaLag.offsetReset': { ecs: NO_BROKER },
  'pools.*.signals.requests.over': { ecs: 'CloudWatch has one value a minute' },
  'pools.*.signals.latency.over': { ecs: 'CloudWatch has one value a minute' },
  'pools.*.signals.*.source.prometheus': { ecs: NO_PROMETHEUS },
  'pools.*.signals.*.source.cloudwatch': { kubernetes: 'Kubernetes reads Prometheus and no CloudWatch' },
  'pools.*.wake.source.prometheus': { ecs: NO_PROMETHEUS },
  'pools.*.wake.source.cloudwatch': { kubernetes: 'Kubernetes reads Prometheus and no CloudWatch' },
  'pools.*.wake.holdsRequests': both(POLICIES_ONLY),
  'pools.*.wake.retryBudget': both(POLICIES_ONLY),

  'pools.*.scaleUp.cooldown': { kubernetes: 'an HPA has windows and periods, and no cooldown' },
  'pools.*.scaleDown.cooldown': { kubernetes: 'an HPA has windows and periods, and no cooldown' },
  'pools.*.scaleUp.replicas': { ecs: STEPS },
  'pools.*.scaleUp.stabilizationWindow': { ecs: STEPS },
  'pools.*.scaleUp.every': { ecs: STEPS },
  'pools.*.scaleUp.select': { ecs: STEPS },
  'pools.*.scaleUp.tolerance': { ecs: 'target tracking scales in a tenth below the target; that is not adjustable' },
  'pools.*.scaleDown.stabilizationWindow': { ecs: STEPS },
  'pools.*.scaleDown.every': { ecs: STEPS },
  'pools.*.scaleDown.select': { ecs: STEPS },
  'pools.*.scaleDown.tolerance': { ecs: 'target tracking scales in a tenth below the target; that is not adjustable' },

  'pools.*.capacity': { kubernetes: 'it says what ECS tasks run on' },
  'pools.*.taskRoleArn': { kubernetes: 'a pod has its role from its service account' },
  'pools.*.service': { ecs: 'tasks are not registered for discovery' },
  'pools.*.disruption': { ecs: 'nothing limits what a drain takes' },
  'pools.*.fallback': { ecs: 'without metrics the count stays as it is' },
};

/** The reason why a field changes nothing for a target; undefined for one that does. */
export function inertReason(field: string, target: TargetName): string | undefined {
  const steps = field.split('.');
  const found = Object.entries(INERT).find(
    ([path, reasons]) =>
      reasons[target] !== undefined && path.split('.').every((step, index) => step === '*' || step === steps[index]),
  );
  return found?.[1][target];
}
