import type { Diagnostic } from '../model/diagnostic.ts';
import type { FieldWithoutEffect, Loss, NeutralPool } from '../model/plan.ts';
import type { Origin, Sourced } from '../model/sourced.ts';
import type { TargetName } from '../model/targets.ts';

/**
 * Fields that some target has no use for, or not always, with all that is under them; `*` stands for any key.
 * Each target answers for each of them in one table, which the losses, the policy `signal-without-effect` and the
 * configuration reference are rows of. A test changes every field and compares the output with these tables.
 */
export type LimitedField =
  | 'version'
  | 'requires'
  | 'preset'
  | 'lint'
  | 'policies'
  | 'targets.ecs'
  | `targets.ecs.${'assignPublicIp' | 'vpc'}`
  | `targets.kubernetes.${'version' | 'keda' | 'namespace' | 'provisioner' | 'prometheus' | 'monitoring' | 'runbooks'}`
  | `targets.kubernetes.gitops.${'tool' | 'repoURL' | 'revision' | 'namespace' | 'project' | 'destination' | 'interval' | 'sync'}`
  | `kafka.${'bootstrapServers' | 'lagLabels' | 'auth' | 'msk' | 'cloudwatch'}`
  | 'metrics.histograms'
  | 'metrics'
  | `hardware.*.${'gpu' | 'sharing' | 'migProfile' | 'nodeSelector' | 'instanceTypes'}`
  | `pools.*.${PoolField}`;

type PoolField =
  | `containers.*.${ContainerField}`
  | `initContainers.*.${RunField}`
  | 'initContainers.*.restartPolicy'
  | 'initContainers'
  | `volumes.*.emptyDir.${'medium' | 'sizeLimit'}`
  | `volumes.*.${'configMap' | 'secret' | 'persistentVolumeClaim' | 'hostPath' | 'csi' | 'projected' | 'efs'}`
  | 'serviceAccount'
  | `imagePullSecrets.*.${'secret' | 'arn'}`
  | 'scheduling'
  | 'fsGroup'
  | 'podLabels'
  | 'podAnnotations'
  | 'patch'
  | `workload.existing.${'apiVersion' | 'kind' | 'container' | 'cpu' | 'memory' | 'manifest'}`
  | `signals.${'cpu' | 'memory'}.${'container' | 'for'}`
  | `signals.kafkaLag.${'partitions' | 'leases.handBack' | 'offsetReset' | 'growth' | 'growth.perReplica' | 'topics'}`
  | `signals.queueBacklog.rabbitmq.${'url' | 'secret' | 'broker'}`
  | `signals.queueBacklog.${'sqs' | 'rabbitmq'}.authentication`
  | `signals.queueBacklog.redis.${RedisField}`
  | `signals.custom.*.${CustomField}`
  | `signals.${'requests' | 'latency'}.over`
  | `signals.*.${'source.prometheus' | 'source.cloudwatch' | 'activation'}`
  | 'signals.*'
  | `wake.${'source.prometheus' | 'source.cloudwatch' | 'holdsRequests' | 'retryBudget' | 'activation'}`
  | 'wake'
  | `${'scaleUp' | 'scaleDown'}.${'stabilizationWindow' | 'percent' | 'replicas' | 'every' | 'limits' | 'select' | 'tolerance' | 'cooldown'}`
  | 'replicas.fixed'
  | 'schedule.windows.*.min'
  | 'idle'
  | 'pollingInterval'
  | 'gracePeriod'
  | 'rollout'
  | `rollout.${'maxSurge' | 'maxUnavailable' | 'minReady' | 'revisionHistoryLimit'}`
  | `rollout.${'minimumHealthyPercent' | 'maximumPercent'}`
  | 'work.longest'
  | 'capacity'
  | 'taskRoleArn'
  | 'loadBalancer'
  | 'serviceConnect'
  | 'serviceRegistry'
  | 'architecture'
  | 'executeCommand'
  | 'service'
  | 'disruption'
  | 'fallback';

type RedisField =
  | 'address'
  | 'mode'
  | 'master'
  | 'list'
  | 'stream'
  | 'consumerGroup'
  | 'database'
  | 'tls'
  | 'authentication'
  | 'cloudwatch';

type CustomField =
  | 'metadata'
  | 'metricType'
  | 'authentication'
  | 'cloudwatch'
  | `${'pods' | 'object' | 'external'}.${'metric' | 'selector'}`
  | `object.${'apiVersion' | 'kind' | 'name'}`;

type ContainerField =
  | RunField
  | 'ports'
  | 'cpu'
  | 'secrets'
  | 'ephemeralStorage'
  | 'lifecycle'
  | `probes.*.${'initialDelay' | 'scheme' | 'headers' | 'successes'}`
  | 'probes.startup'
  | `probes.*.${'http' | 'grpc' | 'tcp' | 'port'}`
  | 'probes.*'
  | 'metrics';

/** Fields of every container, whether it serves or runs to its end before the others. */
type RunField =
  | 'imagePullPolicy'
  | 'cpu.limit'
  | `secrets.*.${'secret' | 'key' | 'arn'}`
  | `env.*.${'configMap' | 'key' | 'optional' | 'field' | 'resource' | 'divisor'}`
  | `envFrom.*.${'configMap' | 'secret' | 's3' | 'prefix' | 'optional'}`
  | 'group'
  | 'capabilities'
  | 'mounts'
  | 'mounts.*.subPath';

/** What a target makes of a field; neither where it always has its effect. */
export interface Capability<C> {
  /** Why nothing that is emitted for the target depends on it, whatever else is written. */
  readonly never?: string;
  /** What of it falls short on a pool as it is planned. */
  readonly here?: (context: C) => readonly Shortfall[];
}

export type Capabilities<C> = Readonly<Record<LimitedField, Capability<C>>>;

/** A field that has its effect on a target. */
export const WORKS: Capability<unknown> = {};

/** Something that was written and that does less on a target than it says. */
export interface Shortfall {
  /** As it is called in the report: `signals.cpu.for`. */
  readonly what: string;
  /** Below the pool; by default the steps of `what`. */
  readonly path?: readonly string[];
  readonly at: Origin;
  /** Where taking it away leaves a map that is still one. */
  readonly removable?: Sourced<unknown> | undefined;
  /** What happens instead, for the report: one sentence with a full stop. */
  readonly instead?: string;
  /** The loss is a diagnostic too. */
  readonly dangerous?: boolean;
  /** Why nothing that is emitted depends on it, where that is so. */
  readonly inert?: string | undefined;
}

/** What planning a pool for a target gives: the decisions, what falls short there, and what is wrong. */
export interface TargetPlanned<P> {
  readonly value: P;
  readonly shortfalls: readonly TargetShortfall[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A shortfall on a target. */
export interface TargetShortfall extends Shortfall {
  readonly target: TargetName;
}

/**
 * What tells everything of a pool that falls short on a target, in the order of its table. Every pool comes by there
 * for each of its targets, and few of the hundred fields fall short.
 */
export function shortfallsOn<C>(
  target: TargetName,
  capabilities: Capabilities<C>,
): (context: C) => readonly TargetShortfall[] {
  const asked = Object.values<Capability<C>>(capabilities).flatMap(({ here }) => here ?? []);
  return context => {
    const found: TargetShortfall[] = [];
    for (const here of asked) for (const shortfall of here(context)) found.push({ target, ...shortfall });
    return found;
  };
}

/** Those that the report lists. */
export function lossesAmong({ pool }: NeutralPool, shortfalls: readonly TargetShortfall[]): readonly Loss[] {
  return shortfalls.flatMap(({ target, what, at, instead, dangerous = false }) =>
    instead === undefined ? [] : [{ pool: pool.key, target, what, instead, at, dangerous }],
  );
}

/** What was written of a pool and changes nothing on any of these targets. */
export function withoutEffect(
  targets: readonly TargetName[],
  shortfalls: readonly TargetShortfall[],
): readonly FieldWithoutEffect[] {
  const fields = new Map<string, TargetShortfall[]>();
  for (const shortfall of shortfalls) {
    if (shortfall.inert === undefined || shortfall.at.kind !== 'written') continue;
    const key = pathOf(shortfall).join('\0');
    fields.set(key, [...(fields.get(key) ?? []), shortfall]);
  }
  return [...fields.values()].flatMap((found): readonly FieldWithoutEffect[] => {
    const [first] = found;
    const reasons = targets.map(target => found.find(one => one.target === target)?.inert);
    if (first === undefined || reasons.includes(undefined)) return [];
    const why = targets.map((target, index) => ({ target, reason: reasons[index] ?? '' }));
    return [{ path: pathOf(first), at: first.at, why, removable: first.removable }];
  });
}

function pathOf({ what, path }: Shortfall): readonly string[] {
  return path ?? what.split('.');
}

/** What the user wrote, as a shortfall that the report lists; a default is nobody's wish. */
export function lost(what: string, value: Sourced<unknown> | undefined, instead: string): readonly Shortfall[] {
  return value?.origin.kind === 'written' ? [{ what, at: value.origin, instead }] : [];
}

/** What the user wrote, where nothing depends on it; nothing for `undefined`, which says that something does. */
export function without(
  what: string,
  at: Origin | undefined,
  inert: string | undefined,
  removable?: Sourced<unknown>,
): readonly Shortfall[] {
  return at?.kind === 'written' && inert !== undefined ? [{ what, at, inert, removable }] : [];
}

/** A loss of the whole field: nothing that is emitted depends on it, for the same reason. */
export function dead(shortfalls: readonly Shortfall[], removable?: Sourced<unknown>): readonly Shortfall[] {
  return shortfalls.map(one => ({ ...one, removable, inert: one.instead?.replace(/\.$/, '') }));
}
