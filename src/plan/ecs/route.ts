import { compilerProblem } from '../../model/catalogue/compiler.ts';
import { configurationProblem } from '../../model/catalogue/configuration.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EcsMadeGroup, EcsRoute } from '../../model/ecs-plan.ts';
import type { BalancedPort, LoadBalancer, MadeGroup } from '../../model/load-balancer.ts';
import type { Pool } from '../../model/pool.ts';
import { because, derive, mapped, writtenPlaces } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { EcsTarget } from '../../model/targets.ts';
import { seconds } from '../../model/units.ts';
import type { Seconds } from '../../model/units.ts';
import { whole } from '../rounding.ts';
import { portOf, unknownPort } from './ports.ts';
import { countingRequests, groupNamesOf, suffixOf } from './target-group.ts';
import type { GroupNames } from './target-group.ts';

interface PlannedRoutes {
  readonly value: readonly EcsRoute[];
  readonly diagnostics: readonly Diagnostic[];
}

/** From each load balancer to a port of the service. */
export function planRoutes(target: EcsTarget, pool: Pool): PlannedRoutes {
  // The service of a workload that exists has its target groups already.
  if (pool.existing !== undefined) return { value: [], diagnostics: severalCount(pool) };
  const planned = pool.loadBalancers.map((balancer, index) => planRoute(target, pool, balancer, index));
  return {
    value: planned.flatMap(({ value }) => value ?? []),
    diagnostics: [...planned.flatMap(({ diagnostics }) => diagnostics), ...noVpc(target, pool), ...severalCount(pool)],
  };
}

interface PlannedRoute {
  readonly value: EcsRoute | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

function planRoute(target: EcsTarget, pool: Pool, balancer: LoadBalancer, index: number): PlannedRoute {
  const { port, group } = balancer;
  const serving = port && portOf(pool, port);
  if (serving === undefined) return { value: undefined, diagnostics: [noSuchPort(pool, balancer, port)] };
  const asked = group.kind === 'made' ? group.healthCheck.port : undefined;
  const checked = asked && portOf(pool, asked);
  const names = groupNamesOf(target, pool, balancer);
  return {
    value: {
      place: index,
      container: serving.container,
      port: serving.number,
      groupArn: names.arn,
      made:
        group.kind === 'made' && names.name !== undefined
          ? madeGroup(target, group, { ...names, name: names.name, suffix: suffixOf(index) }, serving, checked)
          : undefined,
    },
    diagnostics: asked !== undefined && checked === undefined ? [noSuchPort(pool, balancer, asked, 'healthCheck')] : [],
  };
}

/** A service has one time of grace, however many load balancers check its tasks. */
export function healthCheckGrace({ loadBalancers }: Pool): Sourced<Seconds> | undefined {
  const [first, ...others] = loadBalancers.map(({ gracePeriod }) => whole(gracePeriod, seconds));
  if (first === undefined || others.length === 0) return first;
  const each = Object.fromEntries([first, ...others].map((grace, index) => [`grace${String(index + 1)}`, grace]));
  return derive('the longest grace of the load balancers', each, graces => seconds(Math.max(...Object.values(graces))));
}

/** `requests` has one target, and of several load balancers nothing says which one it is of. */
function severalCount(pool: Pool): readonly Diagnostic[] {
  const { requests } = pool.signals;
  if (requests === undefined || requests.source?.cloudwatch !== undefined) return [];
  const [first, ...others] = countingRequests(pool);
  if (first === undefined || others.length === 0) return [];
  return [
    configurationProblem('missing-key', 'needed', {
      at: first.at,
      path: ['pools', pool.key, ...first.path],
      related: writtenPlaces(requests.at).map(({ span }) => ({ message: 'the signal', span })),
      data: {
        map: `"pools.${pool.key}.loadBalancer"`,
        key: 'countsRequests',
        why: `several load balancers count requests of pool "${pool.key}", and \`requests\` follows one of them`,
        expected: 'true, at the load balancer whose requests the pool scales by',
      },
    }),
  ];
}

function madeGroup(
  { vpc }: EcsTarget,
  group: MadeGroup,
  { name, fullName, arn, suffix }: GroupNames & { readonly name: Sourced<string>; readonly suffix: string },
  serving: BalancedPort,
  checked: BalancedPort | undefined,
): EcsMadeGroup {
  const { protocol, healthCheck, deregistrationDelay, listener, priority, hosts, paths } = group;
  const { path, period, timeout, failures, successes, codes } = healthCheck;
  const grpc = protocol.plain === 'grpc';
  return {
    suffix,
    name,
    fullName,
    arn,
    vpc: vpc ?? because('no VPC was written', '', listener.origin),
    port: serving.number,
    protocolVersion: mapped(protocol, spoken => VERSIONS[spoken]),
    check: {
      path,
      port:
        checked === undefined
          ? because('the port that takes the requests', 'traffic-port', listener.origin)
          : mapped(checked.number, String),
      interval: period,
      timeout,
      failures,
      successes,
      httpCodes: grpc ? undefined : codes,
      grpcCodes: grpc ? codes : undefined,
    },
    deregistrationDelay: mapped(deregistrationDelay, delay => String(Math.ceil(delay))),
    listener,
    priority,
    conditions: [
      ...(hosts.length === 0
        ? []
        : [{ field: because('hosts were written', 'host-header' as const, listener.origin), hosts, paths: [] }]),
      ...(paths.length === 0
        ? []
        : [{ field: because('paths were written', 'path-pattern' as const, listener.origin), hosts: [], paths }]),
    ],
  };
}

const VERSIONS = { http: 'HTTP1', http2: 'HTTP2', grpc: 'GRPC' } as const satisfies Record<
  MadeGroup['protocol']['plain'],
  EcsMadeGroup['protocolVersion']['plain']
>;

function noSuchPort(
  pool: Pool,
  balancer: LoadBalancer,
  port: Sourced<string> | undefined,
  below?: 'healthCheck',
): Diagnostic {
  const place = {
    at: port?.origin ?? balancer.at,
    path: ['pools', pool.key, ...balancer.path, ...(below === undefined ? [] : [below]), 'port'],
  };
  return port === undefined
    ? compilerProblem('unknown-port', 'none', { ...place, data: { pool: pool.key } })
    : unknownPort('the load balancer', port, pool, place);
}

/** Aliases of ports that no container has. */
export function unknownAliases(pool: Pool): readonly Diagnostic[] {
  const known = pool.containers.flatMap(({ ports }) => ports.map(({ name }) => name.plain));
  return pool.serviceConnect
    .filter(({ port }) => !known.includes(port.plain))
    .map(({ port }) =>
      unknownPort('Service Connect', port, pool, {
        at: port.origin,
        path: ['pools', pool.key, 'serviceConnect', port.plain],
      }),
    );
}

/** Said once, however many target groups of the pool are made in it. */
function noVpc({ vpc }: EcsTarget, { key, loadBalancers }: Pool): readonly Diagnostic[] {
  const made = loadBalancers.find(({ group }) => group.kind === 'made');
  if (vpc !== undefined || made === undefined) return [];
  const path = ['pools', key, ...made.path, 'listener'];
  return [compilerProblem('vpc-missing', 'group', { at: made.at, path, data: { pool: key } })];
}
