import type { Container, Probe } from '../../model/container.ts';
import type { LoadBalancer, MadeGroup, TargetGroup } from '../../model/load-balancer.ts';
import { because, derive, mapped, Sourced } from '../../model/sourced.ts';
import type { Origin, Path } from '../../model/sourced.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import type { Config } from '../schema/root.ts';
import type { Section } from '../zip.ts';

type OneOrMore = Section<Config['pools'][string]>['loadBalancer'];
type Written = Exclude<NonNullable<OneOrMore>, Sourced<unknown>>;

/** What the pool says of itself, on which the defaults rest. */
interface Balanced {
  readonly containers: readonly Container[];
  readonly coldStart: Sourced<Seconds>;
  readonly longestWork: Sourced<Seconds> | undefined;
}

export function loadBalancersOf(written: OneOrMore, pool: Balanced): readonly LoadBalancer[] {
  if (written === undefined) return [];
  return written instanceof Sourced
    ? written.plain.map((one, index) => loadBalancerOf(one, pool, ['loadBalancer', index]))
    : [loadBalancerOf(written, pool, ['loadBalancer'])];
}

function loadBalancerOf(written: Written, pool: Balanced, path: Path): LoadBalancer {
  const port = written.port ?? firstPort(pool.containers);
  return {
    at: written.$key ?? written.$at,
    path,
    port,
    group: groupOf(written, port, pool),
    gracePeriod:
      written.gracePeriod ??
      derive('a new task is left alone for its cold start', { coldStart: pool.coldStart }, v =>
        seconds(Math.ceil(v.coldStart)),
      ),
    countsRequests: written.countsRequests,
  };
}

function firstPort(containers: readonly Container[]): Sourced<string> | undefined {
  const name = containers.flatMap(({ ports }) => ports)[0]?.name;
  return name && because('the first port is the one that serves', name.plain, name.origin);
}

function groupOf(written: Written, port: Sourced<string> | undefined, pool: Balanced): TargetGroup {
  const { listener, targetGroup, arn, $at } = written;
  if (listener === undefined)
    return {
      kind: 'existing',
      arn: targetGroup ?? because('no target group was written', '', $at),
      balancer: arn && mapped(arn, text => text.slice(text.indexOf('loadbalancer/') + 'loadbalancer/'.length)),
    };
  const protocol = written.protocol ?? protocolOf(port, $at);
  return {
    kind: 'made',
    listener,
    balancer: mapped(listener, text => text.split('/').slice(1, 4).join('/')),
    priority: written.priority ?? because('no priority was written', 1, $at),
    hosts: written.hosts?.plain ?? [],
    paths: written.paths?.plain ?? [],
    protocol,
    healthCheck: healthCheckOf(written, port, protocol, pool.containers),
    deregistrationDelay: written.deregistrationDelay ?? deregistrationOf(pool.longestWork, $at),
  };
}

function protocolOf(port: Sourced<string> | undefined, near: Origin): MadeGroup['protocol'] {
  const grpc = port?.plain.startsWith('grpc') === true;
  return because(
    grpc ? 'the name of the port says gRPC' : 'HTTP/1.1 is what every server speaks',
    grpc ? 'grpc' : 'http',
    port?.origin ?? near,
  );
}

/** AWS waits 300 s, which makes each rollout and each scale-in as slow. */
const USUAL_DELAY = 30;
const LONGEST_DELAY = 3600;

function deregistrationOf(longest: Sourced<Seconds> | undefined, near: Origin): Sourced<Seconds> {
  return longest === undefined || longest.plain <= USUAL_DELAY
    ? because('requests end within half a minute unless work.longest says more', seconds(USUAL_DELAY), near)
    : derive('requests may take as long as the longest piece of work', { longest }, v =>
        seconds(Math.min(LONGEST_DELAY, Math.ceil(v.longest))),
      );
}

type HealthCheck = MadeGroup['healthCheck'];

/** What Kubernetes asks a container is what the load balancer asks it too. */
function healthCheckOf(
  { healthCheck: written, $at }: Written,
  port: Sourced<string> | undefined,
  protocol: MadeGroup['protocol'],
  containers: readonly Container[],
): HealthCheck {
  const near = written?.$key ?? written?.$at ?? $at;
  const probe = probeOf(containers, port, protocol.plain);
  const period = written?.period ?? periodOf(probe, written?.timeout, near);
  return {
    probe: written?.path === undefined ? probe : undefined,
    path: written?.path ?? pathOf(probe, protocol, near),
    port: written?.port ?? portOf(probe, port),
    codes: written?.codes ?? codesOf(probe, protocol, near),
    period,
    timeout: written?.timeout ?? timeoutOf(probe, period, near),
    failures:
      written?.failures ??
      (probe === undefined
        ? because('three failures in a row, as on Kubernetes', 3, near)
        : derive('failures of the probe, from 2 to 10', { failures: probe.failures }, v =>
            Math.min(10, Math.max(2, v.failures)),
          )),
    successes:
      written?.successes ?? because('the fewest that a target group takes, so that a target is soon back', 2, near),
  };
}

/** The readiness probe, or else the liveness probe, where the load balancer can ask the same. */
function probeOf(
  containers: readonly Container[],
  port: Sourced<string> | undefined,
  protocol: MadeGroup['protocol']['plain'],
): Probe | undefined {
  const serving = containers.find(({ ports }) => ports.some(({ name }) => name.plain === port?.plain));
  const kind = protocol === 'grpc' ? 'grpc' : 'http';
  return [serving?.probes.readiness, serving?.probes.liveness].find(probe => probe?.check.kind === kind);
}

function pathOf(probe: Probe | undefined, protocol: MadeGroup['protocol'], near: Origin): Sourced<string> {
  if (probe?.check.kind === 'http') return probe.check.path;
  if (probe?.check.kind === 'grpc') return because('the gRPC health service', '/grpc.health.v1.Health/Check', probe.at);
  return protocol.plain === 'grpc'
    ? because('what a load balancer asks a gRPC server that has no probe', '/AWS.ALB/healthcheck', near)
    : because('no HTTP probe says a path', '/', near);
}

function portOf(probe: Probe | undefined, port: Sourced<string> | undefined): Sourced<string> | undefined {
  if (probe === undefined || probe.check.kind === 'command') return undefined;
  return probe.check.port.plain === port?.plain ? undefined : probe.check.port;
}

function codesOf(probe: Probe | undefined, protocol: MadeGroup['protocol'], near: Origin): Sourced<string> {
  if (protocol.plain !== 'grpc') return because('codes that a probe on Kubernetes takes for well', '200-399', near);
  return probe === undefined
    ? because('a server without the method answers UNIMPLEMENTED, and is there', '12', near)
    : because('the health service answers OK', '0', probe.at);
}

const [SHORTEST_PERIOD, LONGEST_PERIOD] = [5, 300];
const USUAL_PERIOD = 10;
const USUAL_TIMEOUT = 5;

/** Longer than the timeout, as a target group asks for. */
function periodOf(probe: Probe | undefined, timeout: Sourced<Seconds> | undefined, near: Origin): Sourced<Seconds> {
  const wanted = probe?.period ?? because('as often as Kubernetes checks', seconds(USUAL_PERIOD), near);
  return derive(
    'period of the probe, from 5 s to 300 s, and longer than the timeout',
    { wanted, ...(timeout === undefined ? {} : { timeout }) },
    v =>
      seconds(
        Math.min(LONGEST_PERIOD, Math.max(SHORTEST_PERIOD, Math.ceil(v.wanted), Math.floor(timeout?.plain ?? 0) + 1)),
      ),
  );
}

function timeoutOf(probe: Probe | undefined, period: Sourced<Seconds>, near: Origin): Sourced<Seconds> {
  const wanted = probe?.timeout ?? because('a busy process answers within 5 s', seconds(USUAL_TIMEOUT), near);
  return derive('timeout of the probe, from 2 s, and shorter than the period', { wanted, period }, v =>
    seconds(Math.max(2, Math.min(120, Math.ceil(v.wanted), v.period - 1))),
  );
}
