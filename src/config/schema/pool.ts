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
  PositivePercentage,
  RoleArn,
  Text,
  TimeOfDay,
  Timezone,
  VariableName,
  Word,
} from './scalars.ts';
import { Signals, Wake } from './signals.ts';
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
const Image = z.union([
  z.pipe(
    ImageReference,
    z.transform((reference): { reference: string; parameter?: never; name?: never } => ({ reference })),
  ),
  z.strictObject({
    parameter: z.literal(true).check(z.describe('Leave the image to a Kustomize overlay or a stack parameter')),
    name: z.optional(ImageReference.check(z.describe('Name that stands in for it; by default pool-container'))),
  }),
]);

const ProbeCheck = {
  http: z.optional(
    z
      .string()
      .check(z.regex(/^\/[^\s]*$/, 'expected a path that begins with /'))
      .check(z.describe('Path that answers 200')),
  ),
  grpc: z.optional(z.literal(true).check(z.describe('Ask the gRPC health service'))),
  tcp: z.optional(z.literal(true).check(z.describe('The port accepts connections'))),
  command: z.optional(
    z
      .array(Text)
      .check(z.minLength(1, 'expected a command'))
      .check(z.describe('Command that exits 0; the only probe that ECS can run')),
  ),
};
const Probe = z
  .strictObject({
    ...ProbeCheck,
    port: z.optional(PortName.check(z.describe('Name of the port; by default the first'))),
    period: z.optional(PositiveDuration.check(z.describe('Time between two checks; by default 10s'))),
    timeout: z.optional(PositiveDuration.check(z.describe('Time after which a check has failed; by default 5s'))),
    failures: z.optional(
      PositiveCount.check(z.maximum(1000)).check(z.describe('Failures in a row that count; by default 3')),
    ),
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
  image: Image.check(z.describe('Image with its tag or digest, or {parameter: true} to leave it to an overlay')),
  cpu: z.optional(CpuRange.check(z.describe('CPU: request and limit; 1, 500m, 1..2 or {request, limit}'))),
  memory: z.optional(MemoryRange.check(z.describe('Memory: request and limit; 2Gi, 2Gi..4Gi or {request, limit}'))),
  ports: z.optional(z.record(PortName, PortNumber).check(z.describe('Ports, name to number'))),
  env: z.optional(z.record(VariableName, Text).check(z.describe('Environment variables, name to value; no secrets'))),
  secrets: z.optional(
    z
      .record(
        VariableName,
        z
          .strictObject({
            secret: z.optional(Word.check(z.describe('Kubernetes Secret'))),
            key: z.optional(Word.check(z.describe('Key in that Secret; by default the variable'))),
            arn: z.optional(
              z
                .string()
                .check(
                  z.regex(
                    /^arn:aws[a-z-]*:(?:secretsmanager|ssm):[^\s]+$/,
                    'expected an ARN in Secrets Manager or Parameter Store',
                  ),
                )
                .check(z.describe('ARN that ECS reads it from')),
            ),
          })
          .check(
            z.refine(secret => secret.secret !== undefined || secret.arn !== undefined, {
              error: 'expected secret, arn or both',
              params: { help: 'Name where each platform keeps it.' },
            }),
          ),
      )
      .check(z.describe('Environment variables that are secrets, by reference')),
  ),
  command: z.optional(z.array(Text).check(z.describe("Entry point, instead of the image's"))),
  args: z.optional(z.array(Text).check(z.describe('Arguments of the entry point'))),
  user: z.optional(z.int().check(z.minimum(0), z.maximum(2_147_483_647)).check(z.describe('User id that it runs as'))),
  readOnlyRootFilesystem: z.optional(
    z.boolean().check(z.describe('Whether the root file system is read-only; by default false')),
  ),
  probes: z.optional(
    z
      .strictObject({
        startup: z.optional(
          Probe.check(
            z.describe(
              'Until it passes the others wait; by default the liveness check with a budget for the cold start',
            ),
          ),
        ),
        readiness: z.optional(Probe.check(z.describe('Takes requests while it passes'))),
        liveness: z.optional(Probe.check(z.describe('Restarted when it fails'))),
      })
      .check(z.describe('How to see that it is well')),
  ),
  metrics: z.optional(
    z
      .union([
        z.pipe(
          z.string().check(z.regex(/^\/[^\s]*$/, 'expected a path that begins with /')),
          z.transform((path): { path: string; port?: string } => ({ path })),
        ),
        z.strictObject({
          path: z
            .string()
            .check(z.regex(/^\/[^\s]*$/, 'expected a path that begins with /'))
            .check(z.describe('Path of the metrics')),
          port: z.optional(PortName.check(z.describe('Name of the port; by default the first'))),
        }),
      ])
      .check(z.describe('Where Prometheus scrapes it')),
  ),
});

const Replicas = z.union([
  z.pipe(
    z.string().check(z.regex(/^\d{1,6}\.\.\d{1,6}$/, 'expected a range of replicas, such as 2..10')),
    z.transform(range => {
      const [min, max] = range.split('..').map(Number);
      return { min: min ?? 0, max: max ?? 0 } satisfies { min: number; max: number; fixed?: number };
    }),
  ),
  z.strictObject({
    min: z.optional(Count.check(z.describe('Fewest replicas; by default what the priority says for the kind of pool'))),
    max: z.optional(Count.check(z.describe('Most replicas; by default min, or 1'))),
    fixed: z.optional(
      Count.check(z.describe('Replicas on the rungs fixed and observe; by default the minimum, and at least 1')),
    ),
  }),
]);

const Direction = z.strictObject({
  stabilizationWindow: z.optional(
    Duration.check(
      z.describe('Time over which the most cautious proposal counts: the lowest going up, the highest going down'),
    ),
  ),
  percent: z.optional(
    PositivePercentage.check(z.describe('Most of the current replicas to add or remove in one period')),
  ),
  replicas: z.optional(
    PositiveCount.check(z.maximum(10_000)).check(z.describe('Most replicas to add or remove in one period')),
  ),
  every: z.optional(PositiveDuration.check(z.describe('Length of the period that percent and replicas are limits of'))),
  select: z.optional(
    z.enum(['max', 'min']).check(z.describe('Which of percent and replicas rules where they differ; by default max')),
  ),
  tolerance: z.optional(
    Percentage.check(z.describe('Deviation from the target that is left alone; Kubernetes 1.35 and later')),
  ),
  cooldown: z.optional(Duration.check(z.describe('Pause after a step; ECS only'))),
});

const Provider = z.strictObject({
  base: z.optional(Count.check(z.maximum(100_000)).check(z.describe('Tasks that run here first'))),
  weight: z.optional(Count.check(z.maximum(1000)).check(z.describe('Share of the tasks beyond base; by default 1'))),
});
const NamedProvider = z.union([
  z.pipe(
    Word,
    z.transform((provider): { provider: string; base?: number; weight?: number } => ({ provider })),
  ),
  z.strictObject({
    provider: Word.check(z.describe('Name of the capacity provider')),
    base: z.optional(Count.check(z.maximum(100_000)).check(z.describe('Tasks that run here first'))),
    weight: z.optional(Count.check(z.maximum(1000)).check(z.describe('Share of the tasks beyond base; by default 1'))),
  }),
]);

const Budget = z.union([
  z.int().check(z.minimum(0)),
  z.string().check(z.regex(/^(?:100|[1-9]?\d)%$/, 'expected a number of replicas or a percentage')),
]);

export const Pool = z
  .strictObject({
    name: z.optional(
      Name.check(z.describe('Name of what is emitted; by default the key. Keep it when the key changes')),
    ),
    kind: z
      .enum(['always-on', 'demand-driven', 'scale-to-zero'])
      .check(z.describe('always-on never stops; demand-driven follows load; scale-to-zero sleeps when idle')),
    priority: z.optional(
      PriorityName.check(z.describe("Priority of this pool, which decides its minimum; by default the system's")),
    ),
    stage: z.optional(StageName.check(z.describe("Rung of this pool; by default the system's"))),
    targets: z.optional(
      z
        .array(z.enum(['kubernetes', 'ecs']))
        .check(z.minLength(1, 'expected at least one target'))
        .check(z.describe('Where it runs; by default every configured target')),
    ),
    replicas: z.optional(Replicas.check(z.describe('Bounds: 2..10 or {min, max, fixed}'))),
    containers: z.optional(
      z
        .record(Name, Container)
        .check(z.refine(all => Object.keys(all).length > 0, { error: 'expected at least one container' }))
        .check(z.describe('Containers of one replica; the first is the one that serves')),
    ),
    workload: z.optional(
      z
        .strictObject({
          existing: z
            .strictObject({
              kind: z.optional(
                z.enum(['Deployment', 'StatefulSet']).check(z.describe('Kind of the workload; by default Deployment')),
              ),
              name: Name.check(z.describe('Its name; on ECS the name of the service')),
              container: z.optional(
                Name.check(z.describe('Container that is measured; by default the name of the workload')),
              ),
              cpu: z.optional(Cpu.check(z.describe('CPU request of that container, which a CPU signal needs'))),
            })
            .check(z.describe('A workload that somebody else deploys')),
        })
        .check(z.describe('A workload that exists: only its autoscaler and its alerts are emitted')),
    ),
    hardware: z.optional(z.string().check(z.describe('A profile of hardware: the GPU that it needs'))),
    signals: z.optional(Signals.check(z.describe('What it scales on'))),
    idle: z.optional(PositiveDuration.check(z.describe('Time without work after which it scales in; by default 5m'))),
    coldStart: z.optional(
      ColdStart.check(z.describe('Time until a new replica takes work; by default that of the hardware, or 1m')),
    ),
    wake: z.optional(Wake.check(z.describe('What wakes it from zero'))),
    schedule: z.optional(
      z
        .strictObject({
          timezone: Timezone.check(z.describe('IANA time zone, such as Europe/Berlin')),
          windows: z
            .array(
              z
                .strictObject({
                  from: TimeOfDay.check(z.describe('Time at which the window begins, such as "06:00"')),
                  to: TimeOfDay.check(z.describe('Time at which it ends; one before from is on the next day')),
                  days: z.optional(
                    z
                      .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
                      .check(z.minLength(1, 'expected at least one day'))
                      .check(z.describe('Days on which it begins; by default every day')),
                  ),
                  min: PositiveCount.check(z.describe('Fewest replicas in the window')),
                })
                .check(z.refine(window => window.from !== window.to, { error: 'expected from and to to differ' })),
            )
            .check(z.minLength(1, 'expected at least one window'))
            .check(z.describe('When the minimum is higher')),
        })
        .check(z.describe('Raise the minimum at set times')),
    ),
    scaleUp: z.optional(
      Direction.check(z.describe('How fast it grows; by default at once, the larger of 100% and 4 replicas every 15s')),
    ),
    scaleDown: z.optional(
      Direction.check(
        z.describe('How fast it shrinks; by default after 5m, at most the larger of 10% and 1 replica every 60s'),
      ),
    ),
    capacity: z.optional(
      z
        .strictObject({
          fargate: z.optional(Provider.check(z.describe('Fargate: no instances to look after, and no GPU'))),
          fargateSpot: z.optional(Provider.check(z.describe('Fargate Spot: cheaper, and may be taken away'))),
          managedInstances: z.optional(NamedProvider.check(z.describe('ECS Managed Instances; carries GPUs'))),
          ec2: z.optional(
            NamedProvider.check(z.describe('A capacity provider of an Auto Scaling group; carries GPUs')),
          ),
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
        )
        .check(z.describe('What ECS tasks run on; by default Fargate')),
    ),
    work: z.optional(
      z
        .strictObject({
          longest: PositiveDuration.check(z.describe('Longest piece of work, which scaling in must not cut off')),
        })
        .check(z.describe('What is known of the work')),
    ),
    gracePeriod: z.optional(
      PositiveDuration.check(z.describe('Time between the signal to stop and the end; by default 30s')),
    ),
    service: z.optional(
      z
        .strictObject({
          headless: z
            .boolean()
            .check(z.describe('Emit a second, headless Service, for gRPC clients that balance themselves')),
        })
        .check(z.describe('How it is reached on Kubernetes')),
    ),
    disruption: z.optional(
      z
        .strictObject({
          maxUnavailable: z.optional(
            Budget.check(z.describe('Most replicas that a drain may take at once; by default 1')),
          ),
          minAvailable: z.optional(Budget.check(z.describe('Fewest replicas that a drain must leave'))),
        })
        .check(
          z.refine(budget => (budget.maxUnavailable === undefined) !== (budget.minAvailable === undefined), {
            error: 'expected maxUnavailable or minAvailable, not both',
          }),
        )
        .check(z.describe('Budget for drains of nodes')),
    ),
    labels: z.optional(z.record(LabelKey, LabelValue).check(z.describe('Labels on Kubernetes, tags on ECS'))),
    taskRoleArn: z.optional(RoleArn.check(z.describe("Role of the application on ECS, instead of the target's"))),
    fallback: z.optional(
      z
        .strictObject({ replicas: Count.check(z.describe('Replicas to hold while a metric cannot be read')) })
        .check(z.describe('What KEDA does when a metric fails; by default the count is frozen')),
    ),
  })
  .check(
    z.refine(pool => (pool.containers === undefined) !== (pool.workload === undefined), {
      error: 'expected containers or workload, and not both',
      params: { id: 'missing-key', help: 'Describe the containers, or name the workload that exists.' },
    }),
  );
