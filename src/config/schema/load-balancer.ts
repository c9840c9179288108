import * as z from 'zod/mini';
import { Duration, PortName, PositiveCount, PositiveDuration } from './scalars.ts';

const LOAD_BALANCING = 'arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\\d{12}';
const NAME = '[A-Za-z0-9-]{1,32}/[0-9a-f]{8,17}';

/** Of an Application Load Balancer, whose listeners have rules; a Network Load Balancer's do not. */
const ListenerArn = z
  .string()
  .check(
    z.regex(
      new RegExp(`^${LOAD_BALANCING}:listener/app/${NAME}/[0-9a-f]{8,17}$`),
      'expected the ARN of a listener of an Application Load Balancer, …:listener/app/name/id/id',
    ),
  );
const TargetGroupArn = z
  .string()
  .check(
    z.regex(
      new RegExp(`^${LOAD_BALANCING}:targetgroup/${NAME}$`),
      'expected the ARN of a target group, …:targetgroup/name/id',
    ),
  );
const LoadBalancerArn = z
  .string()
  .check(
    z.regex(
      new RegExp(`^${LOAD_BALANCING}:loadbalancer/(?:app|net)/${NAME}$`),
      'expected the ARN of a load balancer, …:loadbalancer/app/name/id',
    ),
  );

const HostPattern = z
  .string()
  .check(
    z.regex(/^[A-Za-z0-9*?][A-Za-z0-9.*?-]*$/, 'expected a host name, such as api.example.com or *.example.com'),
    z.maxLength(128),
  );
const PathPattern = z
  .string()
  .check(z.regex(/^[/*][A-Za-z0-9_\-.$/~"'@:+&*?]*$/, 'expected a pattern of paths, such as /api/*'), z.maxLength(128));
const CheckedPath = z.string().check(z.regex(/^\/[^\s]*$/, 'expected a path that begins with /'), z.maxLength(1024));

/** A listener's rule takes five values in all its conditions (Elastic Load Balancing, quotas). */
const MOST_VALUES = 5;

/** Seconds of a health check of a target group (API reference, CreateTargetGroup). */
const within = (least: number, most: number) =>
  z.refine<number>(value => Number.isInteger(value) && value >= least && value <= most, {
    error: `expected whole seconds from ${String(least)}s to ${String(most)}s`,
    params: { id: 'out-of-range' },
  });

const HealthCheck = z.strictObject({
  path: z.optional(CheckedPath),
  port: z.optional(PortName),
  codes: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^\d{1,3}(?:-\d{1,3})?(?:,\d{1,3}(?:-\d{1,3})?)*$/,
          'expected codes in quotes, such as "200", "200,202" or "200-299"',
        ),
      ),
  ),
  period: z.optional(PositiveDuration.check(within(5, 300))),
  timeout: z.optional(PositiveDuration.check(within(2, 120))),
  failures: z.optional(PositiveCount.check(z.minimum(2), z.maximum(10))),
  successes: z.optional(PositiveCount.check(z.minimum(2), z.maximum(10))),
});

/** Fields of a target group and a rule that are made; beside a group that exists they would be somebody else's. */
const OF_A_MADE_ONE = [
  'hosts',
  'paths',
  'priority',
  'protocol',
  'healthCheck',
  'deregistrationDelay',
] as const satisfies readonly (keyof z.output<typeof Fields>)[];

const Fields = z.strictObject({
  port: z.optional(PortName),
  targetGroup: z.optional(TargetGroupArn),
  arn: z.optional(LoadBalancerArn),
  listener: z.optional(ListenerArn),
  hosts: z.optional(z.array(HostPattern).check(z.minLength(1, 'expected at least one host'))),
  paths: z.optional(z.array(PathPattern).check(z.minLength(1, 'expected at least one path'))),
  priority: z.optional(z.int().check(z.minimum(1), z.maximum(50_000))),
  protocol: z.optional(z.enum(['http', 'http2', 'grpc'])),
  healthCheck: z.optional(HealthCheck),
  deregistrationDelay: z.optional(Duration.check(within(0, 3600))),
  gracePeriod: z.optional(Duration),
  countsRequests: z.optional(z.boolean()),
});

const LoadBalancer = Fields.check(
  z.refine(({ targetGroup, listener }) => (targetGroup === undefined) !== (listener === undefined), {
    error: 'expected listener or targetGroup, and not both',
    params: {
      id: 'missing-key',
      help: 'Name the listener that gets a rule and a target group, or a target group that exists.',
    },
  }),
  z.refine(({ targetGroup, arn }) => arn === undefined || targetGroup !== undefined, {
    error: 'expected arn beside targetGroup only: the ARN of a listener says which load balancer it is',
    params: { help: 'Remove `arn`.' },
    path: ['arn'],
  }),
  z.refine(
    made =>
      made.listener !== undefined ||
      made.targetGroup === undefined ||
      OF_A_MADE_ONE.every(key => made[key] === undefined),
    {
      error: `expected none of ${OF_A_MADE_ONE.join(', ')} beside targetGroup: they are of the group that exists`,
      params: { help: 'Remove them, or name a `listener`.' },
    },
  ),
  z.refine(({ listener, hosts, paths }) => listener === undefined || hosts !== undefined || paths !== undefined, {
    error: 'expected hosts, paths or both: a rule has at least one condition',
    params: { id: 'missing-key', help: 'Write the host names or the paths that this pool answers.' },
  }),
  z.refine(({ listener, priority }) => listener === undefined || priority !== undefined, {
    error: 'expected priority, which no other rule of the listener has',
    params: { id: 'missing-key', help: 'Write a number from 1 to 50000; the lowest that matches wins.' },
  }),
  z.refine(({ hosts = [], paths = [] }) => hosts.length + paths.length <= MOST_VALUES, {
    error: `expected ${String(MOST_VALUES)} hosts and paths together or fewer, as a rule takes no more`,
  }),
  z.refine(
    ({ countsRequests, listener, arn }) =>
      countsRequests !== true || listener !== undefined || arn?.includes(':loadbalancer/app/') === true,
    {
      error: 'expected countsRequests: true at an Application Load Balancer only: no other counts requests',
      params: { help: 'Name the load balancer of the target group as `arn`, or remove `countsRequests`.' },
      path: ['countsRequests'],
    },
  ),
  z.refine(
    ({ healthCheck }) =>
      healthCheck?.timeout === undefined ||
      healthCheck.period === undefined ||
      healthCheck.timeout < healthCheck.period,
    {
      error: 'expected a timeout that is shorter than the period',
      params: { id: 'out-of-range' },
      path: ['healthCheck', 'timeout'],
    },
  ),
);

/** Target groups of one service (ECS, "Register multiple target groups with a service"). */
const MOST_GROUPS = 5;

/** One, or a list of several. */
export const LoadBalancers = z.union([
  LoadBalancer,
  z.array(LoadBalancer).check(
    z.minLength(1, 'expected at least one load balancer'),
    z.maxLength(MOST_GROUPS, `expected ${String(MOST_GROUPS)} load balancers or fewer`),
    z.refine(all => all.filter(({ countsRequests }) => countsRequests === true).length <= 1, {
      error: 'expected countsRequests: true at one load balancer only',
      params: { help: 'Keep it where the requests that the pool scales by come in.' },
    }),
    z.refine(all => eachOnce(all.map(({ targetGroup }) => targetGroup)), {
      error: 'expected each targetGroup once',
    }),
    z.refine(all => eachOnce(all.map(({ listener, priority }) => listener && `${listener} ${String(priority)}`)), {
      error: 'expected another priority for each rule of one listener',
    }),
  ),
]);

function eachOnce(all: readonly (string | undefined)[]): boolean {
  const written = all.filter(one => one !== undefined);
  return new Set(written).size === written.length;
}
