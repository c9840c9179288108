import * as z from 'zod/mini';
import {
  Count,
  Cpu,
  Duration,
  LabelKey,
  LabelValue,
  Line,
  Memory,
  Name,
  Percentage,
  PositiveCount,
  PositiveDuration,
  PollingInterval,
  PositivePercentage,
  RoleArn,
  TimeOfDay,
  Timezone,
  Word,
} from './scalars.ts';
import { Container } from './container.ts';
import { exactlyOne } from './exactly-one.ts';
import { POD_FIELDS } from './pod.ts';
import { ofMainKey, ofSeveralKeys } from './short-form.ts';
import { readEnds } from '../units.ts';
import { LoadBalancers } from './load-balancer.ts';
import { ServiceConnectAliases } from './service-connect.ts';
import { ServiceRegistry } from './service-registry.ts';
import { Signals, Wake } from './signals.ts';
import { NEVER_SCALED } from '../../model/never-scaled.ts';
import { TARGET_NAMES } from '../../model/targets.ts';
import { ColdStart } from './targets.ts';

export const PriorityName = z.enum(['low-cost', 'balanced', 'low-latency']);
export const StageName = z.enum(['fixed', 'observe', 'cpu', 'full']);

const rangeOfReplicas = (range: string): { min: number; max: number; fixed?: number } => {
  const [min, max] = readEnds(range);
  return { min: Number(min), max: Number(max) };
};
const Replicas = ofSeveralKeys(
  range => rangeOfReplicas(String(range)),
  z.pipe(
    z.string().check(z.regex(/^\d{1,6}\.\.\d{1,6}$/, 'expected a range of replicas, such as 2..10')),
    z.transform(rangeOfReplicas),
  ),
  z.strictObject({
    min: z.optional(Count),
    max: z.optional(Count),
    fixed: z.optional(Count),
  }),
);

const MostReplicas = PositiveCount.check(z.maximum(10_000));
const Limit = z
  .strictObject({
    percent: z.optional(PositivePercentage),
    replicas: z.optional(MostReplicas),
    every: PositiveDuration,
  })
  .check(exactlyOne(['percent', 'replicas'], 'Write an item for each limit.'));
const Direction = z
  .strictObject({
    stabilizationWindow: z.optional(Duration),
    percent: z.optional(PositivePercentage),
    replicas: z.optional(MostReplicas),
    every: z.optional(PositiveDuration),
    limits: z.optional(
      z
        .array(Limit)
        .check(z.minLength(1, 'expected at least one limit'), z.maxLength(10, 'expected 10 limits or fewer')),
    ),
    select: z.optional(z.enum(['max', 'min', 'disabled'])),
    tolerance: z.optional(Percentage),
    cooldown: z.optional(Duration),
  })
  .check(
    z.refine(
      ({ limits, percent, replicas, every }) =>
        limits === undefined || (percent === undefined && replicas === undefined && every === undefined),
      {
        error: 'expected limits, or percent, replicas and every, not both',
        params: { help: 'Write each of them as an item of `limits`.' },
      },
    ),
  );

const Provider = z.strictObject({
  base: z.optional(Count.check(z.maximum(100_000))),
  weight: z.optional(Count.check(z.maximum(1000))),
});
const NamedProvider = ofMainKey(
  'provider',
  Word,
  z.strictObject({
    provider: Word,
    base: z.optional(Count.check(z.maximum(100_000))),
    weight: z.optional(Count.check(z.maximum(1000))),
  }),
);

const Budget = z.union([
  z.int().check(z.minimum(0)),
  z.string().check(z.regex(/^(?:100|[1-9]?\d)%$/, 'expected a number of replicas or a percentage')),
]);

/** Percentages of the tasks that are wanted (ECS API reference, DeploymentConfiguration). */
const WholePercentage = (least: number, most: number) =>
  Percentage.check(
    z.refine(value => Number.isInteger(value) && value >= least && value <= most, {
      error: `expected a whole percentage from ${String(least)}% to ${String(most)}%`,
      params: { id: 'out-of-range' },
    }),
  );
const Rollout = z
  .strictObject({
    first: z.optional(z.enum(['start', 'stop'])),
    strategy: z.optional(z.enum(['RollingUpdate', 'Recreate'])),
    maxSurge: z.optional(Budget),
    maxUnavailable: z.optional(Budget),
    minReady: z.optional(Duration),
    revisionHistoryLimit: z.optional(Count),
    minimumHealthyPercent: z.optional(WholePercentage(0, 100)),
    maximumPercent: z.optional(WholePercentage(100, 1000)),
  })
  .check(
    z.refine(
      rollout =>
        rollout.strategy !== 'Recreate' || (rollout.maxSurge === undefined && rollout.maxUnavailable === undefined),
      {
        error: 'expected strategy: Recreate without maxSurge and maxUnavailable',
        params: { help: 'Recreate stops every replica before it starts one; remove the limits or the strategy.' },
      },
    ),
    z.refine(rollout => rollout.strategy !== 'Recreate' || rollout.first !== 'start', {
      error: 'expected strategy: Recreate without first: start',
      params: { help: 'Recreate stops first.' },
    }),
    z.refine(rollout => !(isNone(rollout.maxSurge) && isNone(rollout.maxUnavailable)), {
      error: 'expected maxSurge or maxUnavailable above zero',
      params: { help: 'With neither, a rollout can never replace a replica.' },
    }),
  );
const isNone = (budget: number | string | undefined) => budget === 0 || budget === '0%';

/** The label that selects the pods of a pool on Kubernetes, and the tags that say whose a service is on ECS. */
const OWN_LABELS: ReadonlySet<string> = new Set([
  'app.kubernetes.io/name',
  ...['system', 'environment', 'pool', 'managed-by'],
]);
const FreeLabelKey = LabelKey.check(
  z.refine(key => !OWN_LABELS.has(key), 'expected a label that the compiler does not set itself'),
);

/** Kinds of apps/v1, whose API need not be written. */
const USUAL_KINDS = ['Deployment', 'StatefulSet'] as const;

const Existing = z
  .strictObject({
    apiVersion: z.optional(
      z
        .string()
        .check(
          z.regex(
            /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?v[1-9]\d?(?:(?:alpha|beta)[1-9]\d?)?$/,
            'expected a version of an API, such as argoproj.io/v1alpha1',
          ),
          z.maxLength(253),
        ),
    ),
    kind: z.optional(
      z.union([
        z.enum(USUAL_KINDS),
        z.string().check(
          z.regex(/^[A-Z][A-Za-z0-9]{0,62}$/, 'expected a kind, such as Deployment, StatefulSet or Rollout'),
          z.refine(kind => !NEVER_SCALED.has(kind), {
            error: 'expected a kind with a scale subresource, such as Deployment, StatefulSet or Rollout',
            params: { help: 'An autoscaler cannot set how many replicas such a workload has.' },
          }),
        ),
      ]),
    ),
    name: Name,
    container: z.optional(Name),
    cpu: z.optional(Cpu),
    memory: z.optional(Memory),
    manifest: z.optional(Line),
  })
  .check(
    z.refine(
      ({ apiVersion, kind = 'Deployment' }) =>
        apiVersion !== undefined || USUAL_KINDS.some(usual => usual === kind) || NEVER_SCALED.has(kind),
      {
        error: 'expected apiVersion beside a kind other than Deployment and StatefulSet',
        params: { id: 'missing-key', help: 'Write the API of the kind, such as argoproj.io/v1alpha1 for a Rollout.' },
      },
    ),
  );

interface Balanced {
  readonly workload?: unknown;
  readonly loadBalancer?: z.output<typeof LoadBalancers> | undefined;
}

export const Pool = z
  .strictObject({
    name: z.optional(Name),
    kind: z.enum(['always-on', 'demand-driven', 'scale-to-zero']),
    priority: z.optional(PriorityName),
    stage: z.optional(StageName),
    targets: z.optional(z.array(z.enum(TARGET_NAMES)).check(z.minLength(1, 'expected at least one target'))),
    replicas: z.optional(Replicas),
    containers: z.optional(
      z
        .record(Name, Container)
        .check(z.refine(all => Object.keys(all).length > 0, { error: 'expected at least one container' })),
    ),
    ...POD_FIELDS,
    workload: z.optional(
      z.strictObject({
        existing: Existing,
      }),
    ),
    hardware: z.optional(z.string()),
    signals: z.optional(Signals),
    idle: z.optional(PositiveDuration),
    pollingInterval: z.optional(PollingInterval),
    coldStart: z.optional(ColdStart),
    wake: z.optional(Wake),
    schedule: z.optional(
      z.strictObject({
        timezone: Timezone,
        windows: z
          .array(
            z
              .strictObject({
                from: TimeOfDay,
                to: TimeOfDay,
                days: z.optional(
                  z
                    .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
                    .check(z.minLength(1, 'expected at least one day'), z.maxLength(7, 'expected each day once')),
                ),
                min: PositiveCount,
              })
              .check(z.refine(window => window.from !== window.to, { error: 'expected from and to to differ' })),
          )
          .check(
            z.minLength(1, 'expected at least one window'),
            // Application Auto Scaling takes 200 scheduled actions for a target, and a window has two.
            z.maxLength(100, 'expected 100 windows or fewer'),
          ),
      }),
    ),
    scaleUp: z.optional(Direction),
    scaleDown: z.optional(Direction),
    capacity: z.optional(
      z
        .strictObject({
          fargate: z.optional(Provider),
          fargateSpot: z.optional(Provider),
          managedInstances: z.optional(NamedProvider),
          ec2: z.optional(NamedProvider),
        })
        .check(
          z.refine(capacity => Object.values(capacity).some(provider => provider !== undefined), {
            error: 'expected at least one provider',
          }),
          z.refine(
            capacity =>
              Object.values(capacity).filter(
                provider => provider !== undefined && 'base' in provider && (provider.base ?? 0) > 0,
              ).length <= 1,
            {
              error: 'expected base on one provider only',
              params: { help: 'ECS takes a base on one capacity provider of a strategy.' },
            },
          ),
          z.refine(
            capacity =>
              [capacity.fargate ?? capacity.fargateSpot, capacity.managedInstances, capacity.ec2].filter(
                provider => provider !== undefined,
              ).length <= 1,
            {
              error: 'expected providers of one kind',
              params: { help: 'A strategy mixes Fargate with Fargate Spot, and nothing else.' },
            },
          ),
        ),
    ),
    work: z.optional(
      z.strictObject({
        longest: PositiveDuration,
      }),
    ),
    gracePeriod: z.optional(PositiveDuration),
    rollout: z.optional(Rollout),
    service: z.optional(
      z.strictObject({
        headless: z.boolean(),
      }),
    ),
    disruption: z.optional(
      z
        .strictObject({
          maxUnavailable: z.optional(Budget),
          minAvailable: z.optional(Budget),
        })
        .check(
          z.refine(budget => (budget.maxUnavailable === undefined) !== (budget.minAvailable === undefined), {
            error: 'expected maxUnavailable or minAvailable, not both',
          }),
        ),
    ),
    loadBalancer: z.optional(LoadBalancers),
    serviceConnect: z.optional(ServiceConnectAliases),
    serviceRegistry: z.optional(ServiceRegistry),
    architecture: z.optional(z.enum(['amd64', 'arm64'])),
    executeCommand: z.optional(z.boolean()),
    labels: z.optional(z.record(FreeLabelKey, LabelValue)),
    taskRoleArn: z.optional(RoleArn),
    fallback: z.optional(
      z.strictObject({ replicas: Count, failureThreshold: z.optional(PositiveCount.check(z.maximum(1000))) }),
    ),
  })
  .check(
    z.refine(pool => (pool.containers === undefined) !== (pool.workload === undefined), {
      error: 'expected containers or workload, and not both',
      params: { id: 'missing-key', help: 'Describe the containers, or name the workload that exists.' },
    }),
    ...[['loadBalancer', 'listener'], ['loadBalancer']].map((path, index) =>
      z.refine<Balanced>(
        ({ workload, loadBalancer = [] }) =>
          workload === undefined ||
          Array.isArray(loadBalancer) !== (index === 1) ||
          [loadBalancer].flat().every(({ listener }) => listener === undefined),
        {
          error:
            'expected loadBalancer.targetGroup beside workload: a target group that is made has no service to belong to',
          params: { help: 'Name the target group of the service that exists, and its load balancer as `arn`.' },
          path,
        },
      ),
    ),
  );
