import type { Origin, Sourced } from '../../src/model/sourced.ts';
import type { Pool } from '../../src/model/pool.ts';
import type { ScalingDirection } from '../../src/model/scaling.ts';
import type { System } from '../../src/model/system.ts';
import { formatDuration, formatPercent, formatRate, percent, perSecond, seconds } from '../../src/model/units.ts';

/** A default as the reference prints it. */
export interface Default {
  /** `5m`; absent where it is worked out of other fields. */
  readonly is?: string;
  readonly why: string;
}

/** The default of each field, as the compiler resolves a file that leaves it out, by the path of the field. */
export function defaults(bare: System): ReadonlyMap<string, Default> {
  return new Map(Object.entries(READ).map(([path, { read, unit }]) => [path, said(path, read(bare), unit)]));
}

/** The same in words where a default is no single value. */
export const DEFAULT_IN_WORDS: Readonly<Record<string, string>> = {
  'pools.<pool>.priority': 'that of the system',
  'pools.<pool>.stage': 'that of the system',
  'pools.<pool>.targets': 'every configured target',
  'pools.<pool>.containers.<container>.image.name': 'the pool and the container, `shop-api-cache`',
  'pools.<pool>.containers.<container>.probes.startup':
    'on Kubernetes, the liveness check with a budget for the cold start',
  'pools.<pool>.containers.<container>.metrics.port': 'the first port',
  'pools.<pool>.containers.<container>.probes.liveness.port': 'the first port',
  'pools.<pool>.signals.kafkaLag.topics': '`all`',
  'pools.<pool>.taskRoleArn': 'that of `targets.ecs`',
  'pools.<pool>.wake.signal': 'every declared signal that can wake the pool',
  'pools.<pool>.wake.retryBudget':
    '6s under `preset: pipestream`, where the engine tries three times; otherwise unknown, which is a finding of its own for a pool at zero',
  'pools.<pool>.schedule.windows.days': 'every day',
  'pools.<pool>.fallback': 'the count is frozen while a metric cannot be read',
  'targets.kubernetes.gitops': 'no objects of Argo CD or Flux',
};

/** A `copy` is whatever another field says, so only the reason is worth telling. */
type Unit = 'time' | 'share' | 'rate' | 'plain' | 'copy';
interface Reading {
  readonly read: (system: System) => Sourced<string | number | boolean> | undefined;
  readonly unit: Unit;
}

const from = (read: Reading['read'], unit: Unit = 'plain'): Reading => ({ read, unit });
const copy = (read: Reading['read']): Reading => from(read, 'copy');
const time = (read: Reading['read']): Reading => from(read, 'time');

const pool = (system: System, key: string): Pool | undefined => system.pools.find(one => one.key === key);
const api = (system: System) => pool(system, 'api');
const serving = (system: System) => api(system)?.containers[0];
const lag = (system: System) => pool(system, 'consumer')?.signals.kafkaLag;
const gitops = (system: System) => system.targets.kubernetes?.gitops;

const CONTAINER = 'pools.<pool>.containers.<container>';
const SIGNALS = 'pools.<pool>.signals';

const READ: Readonly<Record<string, Reading>> = {
  priority: from(({ priority }) => priority),
  stage: from(({ pools }) => pools[0]?.stage),
  'targets.kubernetes.keda': from(({ targets: { kubernetes } }) => kubernetes?.keda),
  'targets.kubernetes.provisioner': from(({ targets: { kubernetes } }) => kubernetes?.provisioner),
  'targets.kubernetes.prometheus.unsafeSsl': from(({ targets: { kubernetes } }) => kubernetes?.prometheus?.unsafeSsl),
  'targets.kubernetes.monitoring': from(({ targets: { kubernetes } }) => kubernetes?.monitoring),
  'targets.kubernetes.gitops.revision': from(system => gitops(system)?.revision),
  'targets.kubernetes.gitops.path': from(system => gitops(system)?.path),
  'targets.kubernetes.gitops.project': from(system => gitops(system)?.project),
  'targets.kubernetes.gitops.interval': time(system => gitops(system)?.interval),
  'targets.ecs.assignPublicIp': from(({ targets: { ecs } }) => ecs?.assignPublicIp),
  'targets.ecs.containerInsights': from(({ targets: { ecs } }) => ecs?.containerInsights),
  'targets.ecs.logRetention': from(({ targets: { ecs } }) => ecs?.logRetentionDays),
  'kafka.lagMetrics': from(({ kafka }) => kafka?.lagMetrics),
  'kafka.cloudwatch.groupDimension': from(({ kafka }) => kafka?.cloudwatch?.groupDimension),
  'kafka.cloudwatch.statistic': from(({ kafka }) => kafka?.cloudwatch?.statistic),
  'kafka.auth.sasl': from(({ kafka }) => kafka?.auth?.sasl),
  'kafka.auth.tls': from(({ kafka }) => kafka?.auth?.tls),
  metrics: from(({ metrics }) => metrics.runtime),
  'metrics.histograms': from(({ metrics }) => metrics.histograms),
  'metrics.scrapeInterval': time(({ metrics }) => metrics.scrapeInterval),
  'hardware.<profile>.count': from(({ hardware }) => hardware[0]?.count),
  'hardware.<profile>.coldStart': time(({ hardware }) => hardware[0]?.coldStart),
  'hardware.<profile>.sharing': from(({ hardware }) => hardware[0]?.sharing),
  'lint.level': from(({ lint }) => lint.level),
  'pools.<pool>.replicas.min': from(system => api(system)?.replicas.min),
  'pools.<pool>.replicas.max': from(system => pool(system, 'consumer')?.replicas.max),
  'pools.<pool>.replicas.fixed': from(system => api(system)?.replicas.fixed),
  'pools.<pool>.idle': time(system => api(system)?.idle),
  'pools.<pool>.coldStart': time(system => api(system)?.coldStart),
  'pools.<pool>.gracePeriod': time(system => api(system)?.gracePeriod),
  'pools.<pool>.service.headless': from(system => api(system)?.headlessService),
  'pools.<pool>.disruption.maxUnavailable': from(system => {
    const budget = api(system)?.disruption;
    return budget !== undefined && 'maxUnavailable' in budget ? budget.maxUnavailable : undefined;
  }),
  'pools.<pool>.workload.existing.kind': from(system => pool(system, 'search')?.existing?.kind),
  'pools.<pool>.capacity': from(system => api(system)?.capacity.providers[0]?.name),
  'pools.<pool>.wake.activation': from(system => pool(system, 'encoder')?.wake?.activation),
  'pools.<pool>.wake.holdsRequests': from(system => pool(system, 'encoder')?.wake?.holdsRequests),
  [`${CONTAINER}.readOnlyRootFilesystem`]: from(system => serving(system)?.readOnlyRootFilesystem),
  [`${CONTAINER}.secrets.<variable>.key`]: copy(system => serving(system)?.secrets[0]?.kubernetes?.key),
  [`${CONTAINER}.probes.liveness.period`]: time(system => serving(system)?.probes.liveness?.period),
  [`${CONTAINER}.probes.liveness.timeout`]: time(system => serving(system)?.probes.liveness?.timeout),
  [`${CONTAINER}.probes.liveness.failures`]: from(system => serving(system)?.probes.liveness?.failures),
  [`${SIGNALS}.cpu.container`]: copy(system => api(system)?.signals.cpu?.container),
  [`${SIGNALS}.memory.container`]: copy(system => api(system)?.signals.memory?.container),
  [`${SIGNALS}.kafkaLag.consumerGroup`]: copy(system => lag(system)?.consumerGroup),
  [`${SIGNALS}.kafkaLag.leases.handBack`]: from(system => lag(system)?.leases?.handBack),
  [`${SIGNALS}.kafkaLag.growth.perReplica`]: from(system => lag(system)?.growth?.perReplica, 'rate'),
  [`${SIGNALS}.kafkaLag.activation`]: from(system => lag(system)?.activation),
  [`${SIGNALS}.queueBacklog.inFlight`]: from(system => pool(system, 'encoder')?.signals.queueBacklog?.inFlight),
  [`${SIGNALS}.queueBacklog.activation`]: from(system => pool(system, 'encoder')?.signals.queueBacklog?.activation),
  [`${SIGNALS}.requestQueue.activation`]: from(system => api(system)?.signals.requests?.activation),
  [`${SIGNALS}.requests.activation`]: from(system => api(system)?.signals.requests?.activation),
  [`${SIGNALS}.requests.over`]: time(system => api(system)?.signals.requests?.over),
  [`${SIGNALS}.latency.over`]: time(system => api(system)?.signals.latency?.over),
  [`${SIGNALS}.requestQueue.source.cloudwatch.statistic`]: from(
    system => api(system)?.signals.latency?.source?.cloudwatch?.statistic,
  ),
  [`${SIGNALS}.requestQueue.source.cloudwatch.heartbeat.statistic`]: from(
    system => api(system)?.signals.latency?.source?.cloudwatch?.statistic,
  ),
  ...direction('scaleUp', system => api(system)?.scaleUp),
  ...direction('scaleDown', system => api(system)?.scaleDown),
  ...shares('fargate'),
  ...shares('fargateSpot'),
  ...shares('managedInstances'),
  ...shares('ec2'),
};

function direction(
  name: string,
  read: (system: System) => ScalingDirection | undefined,
): Readonly<Record<string, Reading>> {
  const at = `pools.<pool>.${name}`;
  return {
    [`${at}.stabilizationWindow`]: time(system => read(system)?.stabilizationWindow),
    [`${at}.percent`]: from(system => read(system)?.percent, 'share'),
    [`${at}.replicas`]: from(system => read(system)?.replicas),
    [`${at}.every`]: time(system => read(system)?.every),
    [`${at}.select`]: from(system => read(system)?.select),
    [`${at}.cooldown`]: time(system => read(system)?.cooldown),
  };
}

function shares(provider: string): Readonly<Record<string, Reading>> {
  return {
    [`pools.<pool>.capacity.${provider}.base`]: from(system => pool(system, 'encoder')?.capacity.providers[0]?.base),
    [`pools.<pool>.capacity.${provider}.weight`]: from(
      system => pool(system, 'encoder')?.capacity.providers[0]?.weight,
    ),
  };
}

function said(path: string, value: Sourced<string | number | boolean> | undefined, unit: Unit): Default {
  if (value === undefined) throw new Error(`${path} has no default in the bare example`);
  const { origin } = value;
  if (origin.kind === 'derived') return { why: origin.how };
  const why = whyOf(path, origin);
  return unit === 'copy' ? { why } : { is: formatted(value.plain, unit), why };
}

function whyOf(path: string, origin: Origin): string {
  if (origin.kind !== 'chosen') throw new Error(`${path} was not left out of the bare example`);
  return origin.why;
}

function formatted(plain: string | number | boolean, unit: Unit): string {
  if (typeof plain !== 'number') return String(plain);
  const units: Readonly<Record<Unit, (amount: number) => string>> = {
    time: amount => formatDuration(seconds(amount)),
    share: amount => formatPercent(percent(amount)),
    rate: amount => formatRate(perSecond(amount)),
    plain: String,
    copy: String,
  };
  return units[unit](plain);
}
