import type { Trigger } from '../model/kubernetes-plan.ts';
import type { Plan, PoolPlan } from '../model/plan.ts';
import type { Proof } from '../model/proof.ts';
import { TARGET_NAMES } from '../model/targets.ts';
import type { TargetName } from '../model/targets.ts';
import { formatDuration, seconds } from '../model/units.ts';
import { proofsOf } from '../proof/prove.ts';

/** One platform of an environment, as the scaling document compares them; each cell is a fact of this system. */
export interface PlatformFacts {
  readonly name: string;
  readonly cells: Readonly<Record<ComparedAspect, string>>;
}

/** The rows, in their order. */
export const COMPARED = {
  pools: 'Pools',
  scaleToZero: 'Scale to zero',
  wakes: 'First replica, at the latest',
  returns: 'Back at zero, at the latest',
  kafkaLag: 'Kafka lag',
  gpus: 'GPUs',
  coldStart: 'Cold start, as declared',
  unsupported: 'Not supported',
  operators: 'Who operates it',
} as const;

type ComparedAspect = keyof typeof COMPARED;

/** What a set-up is made of. */
interface Setup {
  readonly plan: Plan;
  readonly target: TargetName;
  readonly pools: readonly { readonly pool: PoolPlan; readonly proof: Proof }[];
}

export function platformComparison(plan: Plan): readonly PlatformFacts[] {
  return TARGET_NAMES.flatMap(target => {
    const pools = plan.pools.flatMap(pool =>
      proofsOf(plan, pool)
        .filter(proof => proof.target === target)
        .map(proof => ({ pool, proof })),
    );
    return pools.length === 0 ? [] : [factsOf({ plan, target, pools })];
  });
}

function factsOf(setup: Setup): PlatformFacts {
  const { name, cells } = BY_TARGET[setup.target];
  return {
    name: name(setup),
    cells: {
      pools: String(setup.pools.length),
      wakes: latest(
        setup,
        ({ wake }) =>
          wake && [...wake.paths, ...(wake.scheduled ? [wake.scheduled] : [])].map(({ longest }) => longest.plain),
      ),
      returns: latest(setup, ({ wake, back }) => wake && [back?.after?.plain ?? Infinity]),
      coldStart: coldStarts(setup),
      unsupported: unsupported(setup),
      ...cells(setup),
    },
  };
}

type OwnAspect = 'scaleToZero' | 'kafkaLag' | 'gpus' | 'operators';

const BY_TARGET: {
  readonly [T in TargetName]: {
    readonly name: (setup: Setup) => string;
    readonly cells: (setup: Setup) => Readonly<Record<OwnAspect, string>>;
  };
} = {
  kubernetes: {
    name: ({ plan, pools }) => {
      const { version, keda } = plan.system.targets.kubernetes ?? {};
      const scaled = pools.some(({ pool }) => pool.on.kubernetes?.autoscaler.kind === 'scaled-object');
      return `Kubernetes ${version?.plain ?? ''}${scaled ? ` with KEDA ${keda?.plain ?? ''}` : ''}`;
    },
    cells: setup => ({
      scaleToZero: zeroBy(setup, ({ proof: { wake } }) => wake !== undefined, 'KEDA, every 15 s'),
      kafkaLag: by(triggersFor(setup, 'kafkaLag').map(({ scaler }) => LAG_SCALERS[scaler] ?? `the ${scaler} scaler`)),
      gpus: gpus(setup, () => `nodes by ${setup.plan.system.targets.kubernetes?.provisioner.plain ?? 'hand'}`),
      operators: `you: ${by([
        'the cluster and its nodes',
        ...(setup.pools.some(({ pool }) => pool.on.kubernetes?.autoscaler.kind === 'scaled-object') ? ['KEDA'] : []),
        ...(setup.pools.some(({ pool }) => asksPrometheus(pool)) ? ['Prometheus'] : []),
      ])}`,
    }),
  },
  ecs: {
    name: ({ pools }) => {
      const kinds = pools.flatMap(({ pool }) => pool.on.ecs?.service?.compute ?? []);
      return kinds.length === 0 ? 'ECS' : `ECS on ${by(kinds.map(compute => COMPUTE[compute]))}`;
    },
    cells: setup => ({
      scaleToZero: zeroBy(
        setup,
        ({ pool }) => pool.on.ecs?.watcher?.enabled.plain === true || pool.mayBeAtZero,
        setup.pools.some(({ pool }) => pool.on.ecs?.watcher?.enabled.plain === true)
          ? 'a Lambda function, every minute'
          : 'scheduled actions',
      ),
      kafkaLag: by(
        setup.pools.flatMap(({ pool }) =>
          (pool.on.ecs?.widgets ?? []).flatMap(({ of, queries }) =>
            of === 'kafkaLag' ? queries.flatMap(({ series }) => (series === undefined ? [] : lagMetric(series))) : [],
          ),
        ),
      ),
      gpus: gpus(setup, ({ on: { ecs } }) => by((ecs?.service?.strategy ?? []).map(({ provider }) => provider.plain))),
      operators: [
        'AWS: ECS and Application Auto Scaling',
        ...(setup.pools.some(({ pool }) => pool.on.ecs?.watcher !== undefined) ? ['you: the watcher functions'] : []),
        ...(setup.pools.some(({ pool }) => pool.on.ecs?.service?.compute === 'EC2')
          ? ['you: the instances of the capacity providers']
          : []),
      ].join('; '),
    }),
  },
};

const COMPUTE = { FARGATE: 'Fargate', MANAGED_INSTANCES: 'Managed Instances', EC2: 'EC2' } as const;

const LAG_SCALERS: { readonly [S in Trigger['scaler']]?: string } = {
  kafka: "KEDA's Kafka scaler",
  prometheus: 'a query of Prometheus',
};

function triggersFor({ pools }: Setup, purpose: Trigger['for']): readonly Trigger[] {
  return pools.flatMap(({ pool: { on } }) =>
    on.kubernetes?.autoscaler.kind === 'scaled-object'
      ? on.kubernetes.autoscaler.triggers.filter(trigger => trigger.for === purpose)
      : [],
  );
}

function asksPrometheus({ on: { kubernetes } }: PoolPlan): boolean {
  return (
    kubernetes?.autoscaler.kind === 'scaled-object' &&
    kubernetes.autoscaler.triggers.some(({ scaler }) => scaler === 'prometheus')
  );
}

function lagMetric({
  namespace,
  metric,
}: {
  readonly namespace: { readonly plain: string };
  readonly metric: { readonly plain: string };
}): readonly string[] {
  const isTaskCount = namespace.plain === 'AWS/ECS' || namespace.plain === 'ECS/ContainerInsights';
  return isTaskCount ? [] : [`CloudWatch, ${namespace.plain} ${metric.plain}`];
}

function zeroBy({ pools }: Setup, isAsleep: (one: Setup['pools'][number]) => boolean, who: string): string {
  const count = pools.filter(one => one.pool.mayBeAtZero && isAsleep(one)).length;
  return count === 0 ? 'no pool' : `${String(count)} ${count === 1 ? 'pool' : 'pools'}, by ${who}`;
}

/** The slowest of the pools that may be at zero. */
function latest({ pools }: Setup, times: (proof: Proof) => readonly number[] | undefined): string {
  const all = pools.flatMap(({ proof }) => times(proof) ?? []);
  if (all.length === 0) return 'no pool is at zero';
  const most = Math.max(...all);
  return Number.isFinite(most) ? formatDuration(seconds(most)) : 'never';
}

function gpus({ pools }: Setup, from: (pool: PoolPlan) => string): string {
  const with_ = pools.flatMap(({ pool }) => {
    const { hardware, name } = pool.pool;
    if (hardware === undefined) return [];
    const where = from(pool);
    return [
      `${name.plain}: ${String(hardware.count.plain)} × ${hardware.gpu.plain}${where === '' ? '' : `, ${where}`}`,
    ];
  });
  return with_.length === 0 ? 'none asked for' : with_.join('; ');
}

function coldStarts({ pools }: Setup): string {
  const all = pools.map(({ pool }) => pool.pool.coldStart.plain);
  const [least, most] = [Math.min(...all), Math.max(...all)].map(time => formatDuration(seconds(time)));
  return least === most ? String(least) : `${String(least)} to ${String(most)}`;
}

function unsupported({ plan, target }: Setup): string {
  const lost = plan.losses.filter(loss => loss.target === target);
  if (lost.length === 0) return 'all is supported';
  const dangerous = lost.filter(loss => loss.dangerous).length;
  const many = `${String(lost.length)} ${lost.length === 1 ? 'field' : 'fields'}, below`;
  return dangerous === 0 ? many : `${many}; ${String(dangerous)} dangerous`;
}

function by(all: readonly string[]): string {
  return all.length === 0 ? 'not read' : [...new Set(all)].join(', ');
}
