import * as z from 'zod/mini';
import {
  Count,
  CpuRange,
  Cpu,
  Duration,
  LabelKey,
  LabelValue,
  MemoryRange,
  Name,
  Percentage,
  PositiveCount,
  PositiveDuration,
  PollingInterval,
  PositivePercentage,
  RoleArn,
  Text,
  TimeOfDay,
  Timezone,
  VariableName,
  Word,
} from './scalars.ts';
import { ofAlternative, ofMainKey, ofSeveralKeys } from './short-form.ts';
import { readEnds } from '../units.ts';
import { Signals, Wake } from './signals.ts';
import { TARGET_NAMES } from '../../model/targets.ts';
import { ColdStart } from './targets.ts';

export const PriorityName = z.enum(['low-cost', 'balanced', 'low-latency']);
export const StageName = z.enum(['fixed', 'observe', 'cpu', 'full']);

const PortNumber = z.int().check(z.minimum(1), z.maximum(65_535));
/** IANA service name: what a container port may be called. */
const PortName = z
  .string()
  .check(
    z.regex(
      /^(?=.*[a-z])[a-z0-9](?:-?[a-z0-9])*$/,
      'expected a port name of lower-case letters, digits and single hyphens',
    ),
    z.maxLength(15),
  );

const ImageReference = z
  .string()
  .check(
    z.regex(
      /^[a-zA-Z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
      'expected an image, such as registry.example.com/team/app:1.4.2',
    ),
    z.maxLength(512),
  );
const Image = ofAlternative(
  z.pipe(
    ImageReference,
    z.transform((reference): { reference: string; parameter?: never; name?: never } => ({ reference })),
  ),
  z.strictObject({
    parameter: z.literal(true),
    name: z.optional(ImageReference),
  }),
);

const UrlPath = z.string().check(z.regex(/^\/[^\s]*$/, 'expected a path that begins with /'));
const ProbeCheck = {
  http: z.optional(UrlPath),
  grpc: z.optional(z.literal(true)),
  tcp: z.optional(z.literal(true)),
  command: z.optional(z.array(Text).check(z.minLength(1, 'expected a command'))),
};
const Probe = z
  .strictObject({
    ...ProbeCheck,
    port: z.optional(PortName),
    period: z.optional(PositiveDuration),
    timeout: z.optional(PositiveDuration),
    failures: z.optional(PositiveCount.check(z.maximum(1000))),
  })
  .check(
    z.refine(
      probe => [probe.http, probe.grpc, probe.tcp, probe.command].filter(check => check !== undefined).length === 1,
      {
        error: 'expected exactly one of http, grpc, tcp and command',
        params: { help: 'Keep the one that shows the container is well.' },
      },
    ),
  );

export const Container = z.strictObject({
  image: Image,
  cpu: z.optional(CpuRange),
  memory: z.optional(MemoryRange),
  ports: z.optional(z.record(PortName, PortNumber)),
  env: z.optional(z.record(VariableName, Text)),
  secrets: z.optional(
    z.record(
      VariableName,
      z
        .strictObject({
          secret: z.optional(Word),
          key: z.optional(Word),
          arn: z.optional(
            z
              .string()
              .check(
                z.regex(
                  /^arn:aws[a-z-]*:(?:secretsmanager|ssm):[^\s]+$/,
                  'expected an ARN in Secrets Manager or Parameter Store',
                ),
              ),
          ),
        })
        .check(
          z.refine(secret => secret.secret !== undefined || secret.arn !== undefined, {
            error: 'expected secret, arn or both',
            params: { help: 'Name where each platform keeps it.' },
          }),
        ),
    ),
  ),
  command: z.optional(z.array(Text)),
  args: z.optional(z.array(Text)),
  user: z.optional(z.int().check(z.minimum(0), z.maximum(2_147_483_647))),
  readOnlyRootFilesystem: z.optional(z.boolean()),
  probes: z.optional(
    z.strictObject({
      startup: z.optional(Probe),
      readiness: z.optional(Probe),
      liveness: z.optional(Probe),
    }),
  ),
  metrics: z.optional(
    ofMainKey(
      'path',
      UrlPath,
      z.strictObject({
        path: UrlPath,
        port: z.optional(PortName),
      }),
    ),
  ),
});

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

const Direction = z.strictObject({
  stabilizationWindow: z.optional(Duration),
  percent: z.optional(PositivePercentage),
  replicas: z.optional(PositiveCount.check(z.maximum(10_000))),
  every: z.optional(PositiveDuration),
  select: z.optional(z.enum(['max', 'min'])),
  tolerance: z.optional(Percentage),
  cooldown: z.optional(Duration),
});

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

/** The label that selects the pods of a pool on Kubernetes, and the tags that say whose a service is on ECS. */
const OWN_LABELS: ReadonlySet<string> = new Set([
  'app.kubernetes.io/name',
  ...['system', 'environment', 'pool', 'managed-by'],
]);
const FreeLabelKey = LabelKey.check(
  z.refine(key => !OWN_LABELS.has(key), 'expected a label that the compiler does not set itself'),
);

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
    workload: z.optional(
      z.strictObject({
        existing: z.strictObject({
          kind: z.optional(z.enum(['Deployment', 'StatefulSet'])),
          name: Name,
          container: z.optional(Name),
          cpu: z.optional(Cpu),
        }),
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
    rollout: z.optional(z.strictObject({ first: z.enum(['start', 'stop']) })),
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
  );
