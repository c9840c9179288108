import type { Loss, Plan, PlannedSignal, PoolPlan } from '../../model/plan.ts';
import type { Origin, Path, Sourced } from '../../model/sourced.ts';
import type { MetricSource } from '../../model/metric-source.ts';
import type { Pool } from '../../model/pool.ts';
import type { TargetName } from '../../model/targets.ts';

/** A field that was written and that changes nothing on any target of its pool. */
export interface FieldWithoutEffect {
  readonly pool: string;
  readonly path: Path;
  readonly at: Origin;
  /** For each target of the pool: `ECS: Target tracking always waits three minutes`. */
  readonly why: string;
  /** Where taking it away leaves a map that is still one. */
  readonly removable: Sourced<unknown> | undefined;
}

/**
 * Whatever the rung: a field that acts on another one has an effect. What is reported as a dangerous loss is not said
 * twice.
 */
export function fieldsWithoutEffect(plan: Plan): readonly FieldWithoutEffect[] {
  const lost = lossesByPool(plan);
  return plan.pools.flatMap(planned => {
    const targets = (['kubernetes', 'ecs'] as const).filter(target => planned.on[target] !== undefined);
    if (targets.length === 0) return [];
    const fields = fieldsOf(plan, planned, what => lost.get(`${planned.pool.key}\0${what}`));
    return fields
      .filter(({ at, inert }) => at?.kind === 'written' && targets.every(target => inert[target] !== undefined))
      .flatMap(({ keys, at, value, inert }) =>
        at === undefined
          ? []
          : [
              {
                pool: planned.pool.key,
                path: ['pools', planned.pool.key, ...keys],
                at,
                why: targets.map(target => `${NAMES[target]}: ${inert[target] ?? ''}`).join('; '),
                removable: value,
              },
            ],
      );
  });
}

const NAMES: Readonly<Record<TargetName, string>> = { kubernetes: 'Kubernetes', ecs: 'ECS' };

type Why = string | undefined;

interface Field {
  /** Below the pool. */
  readonly keys: readonly string[];
  readonly at: Origin | undefined;
  readonly value?: Sourced<unknown> | undefined;
  /** Why nothing on a target depends on it; undefined where something does. */
  readonly inert: Readonly<Record<TargetName, Why>>;
}

type Lost = (what: string) => Why;

/** What ECS cannot express, without the full stop. */
function lossesByPool({ losses }: Plan): ReadonlyMap<string, string> {
  return new Map(
    losses.filter(isWhole).map(({ pool, what, instead }) => [`${pool}\0${what}`, instead.replace(/\.$/, '')]),
  );
}

function isWhole({ target, dangerous }: Loss): boolean {
  return target === 'ecs' && !dangerous;
}

function fieldsOf(plan: Plan, planned: PoolPlan, lost: Lost): readonly Field[] {
  return [
    ...directionFields(planned, 'scaleUp', lost),
    ...directionFields(planned, 'scaleDown', lost),
    ...planned.signals.flatMap(signal => signalFields(planned, signal, lost)),
    ...wakeFields(planned),
    ...workloadFields(plan, planned, lost),
  ];
}

const NOTHING_SCALES = 'nothing scales the pool';

function directionFields(
  { pool, on: { kubernetes, ecs } }: PoolPlan,
  key: 'scaleUp' | 'scaleDown',
  lost: Lost,
): readonly Field[] {
  const direction = pool[key];
  const unscaled = kubernetes?.autoscaler.kind === 'none' ? NOTHING_SCALES : undefined;
  const longer =
    kubernetes !== undefined &&
    kubernetes.behavior[key].stabilizationWindowSeconds.plain > Math.ceil(direction.stabilizationWindow.plain)
      ? "the signal's `for` is longer, and rules"
      : undefined;
  const single =
    direction.percent === undefined || direction.replicas === undefined
      ? 'only one of percent and replicas is written'
      : undefined;
  // A step of growth takes the percentage even where the absolute lag is tracked.
  const stepped = ecs?.scaling?.policies.some(
    policy => policy.kind === 'step' && (policy.key === 'in') === (key === 'scaleDown'),
  );
  const rows: readonly (readonly [
    'stabilizationWindow' | 'percent' | 'replicas' | 'every' | 'select' | 'tolerance',
    Why,
    Why,
  ])[] = [
    ['stabilizationWindow', unscaled ?? longer, lost(`${key}.stabilizationWindow`)],
    ['percent', unscaled, stepped === true ? undefined : lost(`${key}.percent`)],
    ['replicas', unscaled, lost(`${key}.replicas`)],
    ['every', unscaled, lost(`${key}.every`)],
    ['select', unscaled ?? single, lost(`${key}.select`)],
    ['tolerance', unscaled, lost(`${key}.tolerance`)],
  ];
  const written = [...rows.map(([name]) => name), 'cooldown' as const].filter(
    name => direction[name]?.origin.kind === 'written',
  ).length;
  return rows.map(([name, onKubernetes, onEcs]) => ({
    keys: [key, name],
    at: direction[name]?.origin,
    value: written > 1 ? direction[name] : undefined,
    inert: { kubernetes: onKubernetes, ecs: onEcs },
  }));
}

const NEVER_AT_ZERO = 'the pool is never at zero';
const OF_A_MINUTE = 'CloudWatch is read by the minute';
const BY_ITSELF = 'what is read brings its own range, or needs none';

function signalFields({ pool }: PoolPlan, planned: PlannedSignal, lost: Lost): readonly Field[] {
  const { name } = planned;
  const field = (key: string, value: Sourced<unknown> | undefined, kubernetes: Why, ecs: Why): Field => ({
    keys: ['signals', name, key],
    at: value?.origin,
    value,
    inert: { kubernetes, ecs },
  });
  switch (planned.name) {
    case 'cpu':
    case 'memory': {
      const other = name === 'cpu' ? 'memory' : 'cpu';
      const longer =
        (pool.signals[other]?.for?.plain ?? 0) > (planned.signal.for?.plain ?? 0)
          ? `the window of scaling up is made of signals.${other}.for, which is longer`
          : undefined;
      return [
        field('container', planned.signal.container, undefined, lost(`signals.${name}.container`)),
        field('for', planned.signal.for, longer, lost(`signals.${name}.for`)),
      ];
    }
    // Topics, partitions, leases and where the consumer begins are facts of the consumer: policies judge by them,
    // whatever reads the lag.
    case 'kafkaLag':
      return [...activationField(pool, planned), ...sourceFields(['signals', name, 'source'], planned.signal.source)];
    case 'queueBacklog':
      return activationField(pool, planned);
    case 'requestQueue':
      return [...activationField(pool, planned), ...sourceFields(['signals', name, 'source'], planned.signal.source)];
    case 'requests':
    case 'latency': {
      const ranged = planned.prometheus?.kind === 'counter' || planned.prometheus?.kind === 'histogram';
      return [
        ...(planned.name === 'requests' ? activationField(pool, planned) : []),
        field('over', planned.signal.over, ranged ? undefined : BY_ITSELF, OF_A_MINUTE),
        ...sourceFields(['signals', name, 'source'], planned.signal.source),
      ];
    }
  }
}

function activationField(
  pool: Pool,
  { name, signal }: Extract<PlannedSignal, { signal: { activation: unknown } }>,
): readonly Field[] {
  const why = pool.replicas.min.plain > 0 ? NEVER_AT_ZERO : undefined;
  return [
    {
      keys: ['signals', name, 'activation'],
      at: signal.activation.origin,
      value: signal.activation,
      inert: { kubernetes: why, ecs: why },
    },
  ];
}

function sourceFields(keys: readonly string[], source: MetricSource | undefined): readonly Field[] {
  if (source === undefined) return [];
  const { prometheus, cloudwatch } = source;
  return [
    {
      keys: [...keys, 'prometheus'],
      at: prometheus?.kind === 'query' ? prometheus.query.origin : prometheus?.series.origin,
      inert: { kubernetes: undefined, ecs: 'Prometheus is not read' },
    },
    {
      keys: [...keys, 'cloudwatch'],
      at: cloudwatch?.at,
      inert: { kubernetes: 'CloudWatch is not read', ecs: undefined },
    },
  ];
}

function wakeFields({ pool, signals }: PoolPlan): readonly Field[] {
  const { wake } = pool;
  if (wake === undefined) return [];
  // Without any signal the wake source is what the ScaledObject is made of.
  const awake = pool.replicas.min.plain > 0 && signals.length > 0 ? `${NEVER_AT_ZERO}, so nothing wakes it` : undefined;
  if (awake !== undefined) return [{ keys: ['wake'], at: wake.at, inert: { kubernetes: awake, ecs: awake } }];
  const own = wake.source === undefined ? 'a signal wakes the pool, by its own activation' : undefined;
  return [
    { keys: ['wake', 'activation'], at: wake.activation.origin, inert: { kubernetes: own, ecs: own } },
    ...sourceFields(['wake', 'source'], wake.source),
  ];
}

function workloadFields({ system }: Plan, { pool, on: { kubernetes } }: PoolPlan, lost: Lost): readonly Field[] {
  const owned = pool.existing === undefined ? undefined : 'somebody else deploys the workload';
  const notKeda =
    kubernetes?.autoscaler.kind === 'scaled-object'
      ? undefined
      : 'only KEDA falls back, and it does not scale the pool';
  const unwatched =
    system.targets.kubernetes?.monitoring.plain === 'none' ? 'targets.kubernetes.monitoring is none' : undefined;
  const budget =
    'maxUnavailable' in pool.disruption
      ? { key: 'maxUnavailable', value: pool.disruption.maxUnavailable }
      : { key: 'minAvailable', value: pool.disruption.minAvailable };
  const onAws = 'it is of AWS';
  return [
    {
      keys: ['fallback', 'replicas'],
      at: pool.fallbackReplicas?.origin,
      inert: { kubernetes: notKeda, ecs: lost('fallback.replicas') },
    },
    {
      keys: ['disruption', budget.key],
      at: budget.value.origin,
      inert: { kubernetes: owned, ecs: owned ?? lost('disruption') },
    },
    {
      keys: ['service', 'headless'],
      at: pool.headlessService.plain ? pool.headlessService.origin : undefined,
      inert: { kubernetes: owned, ecs: owned ?? lost('service.headless') },
    },
    { keys: ['capacity'], at: pool.capacity.at, inert: { kubernetes: onAws, ecs: owned } },
    {
      keys: ['taskRoleArn'],
      at: pool.taskRoleArn?.origin,
      value: pool.taskRoleArn,
      inert: { kubernetes: onAws, ecs: owned },
    },
    ...pool.containers.flatMap((container): readonly Field[] => {
      const keys = ['containers', container.name.plain];
      return [
        ...Object.entries(container.probes).map(([kind, probe]) => ({
          keys: [...keys, 'probes', kind],
          at: probe.at,
          inert: { kubernetes: undefined, ecs: lost(`containers.${container.name.plain}.probes.${kind}`) },
        })),
        {
          keys: [...keys, 'metrics'],
          at: container.metrics?.path.origin,
          inert: { kubernetes: unwatched, ecs: 'Prometheus does not scrape it' },
        },
        ...container.secrets.flatMap(({ variable, kubernetes: named, arn }) => [
          {
            keys: [...keys, 'secrets', variable.plain, 'secret'],
            at: named?.name.origin,
            inert: { kubernetes: undefined, ecs: 'a secret is read by its ARN' },
          },
          {
            keys: [...keys, 'secrets', variable.plain, 'arn'],
            at: arn?.origin,
            inert: { kubernetes: 'a secret is read from the Secret', ecs: undefined },
          },
        ]),
      ];
    }),
  ];
}
