import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EcsMadeGroup, EcsRoute } from '../../model/ecs-plan.ts';
import type { BalancedPort, MadeGroup } from '../../model/load-balancer.ts';
import type { Pool } from '../../model/pool.ts';
import { because, mapped } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { EcsTarget } from '../../model/targets.ts';
import { seconds } from '../../model/units.ts';
import { portOf, unknownPort } from './ports.ts';
import { groupNamesOf } from './target-group.ts';
import type { GroupNames } from './target-group.ts';

interface PlannedRoute {
  readonly value: EcsRoute | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** From a load balancer to a port of the service. */
export function planRoute(target: EcsTarget, pool: Pool): PlannedRoute {
  const { loadBalancer } = pool;
  // The service of a workload that exists has its target group already.
  if (loadBalancer === undefined || pool.existing !== undefined) return { value: undefined, diagnostics: [] };
  const { port, group } = loadBalancer;
  const serving = port && portOf(pool, port);
  if (serving === undefined) return { value: undefined, diagnostics: [noSuchPort(pool, port)] };
  const asked = group.kind === 'made' ? group.healthCheck.port : undefined;
  const checked = asked && portOf(pool, asked);
  const names = groupNamesOf(target, pool, loadBalancer);
  return {
    value: {
      container: serving.container,
      port: serving.number,
      groupArn: names.arn,
      gracePeriod: mapped(loadBalancer.gracePeriod, grace => seconds(Math.ceil(grace))),
      made:
        group.kind === 'made' && names.name !== undefined
          ? madeGroup(target, group, { ...names, name: names.name }, serving, checked)
          : undefined,
    },
    diagnostics: [
      ...(asked !== undefined && checked === undefined ? [noSuchPort(pool, asked, 'healthCheck')] : []),
      ...(group.kind === 'made' && target.vpc === undefined ? [noVpc(target, pool)] : []),
    ],
  };
}

function madeGroup(
  { vpc }: EcsTarget,
  group: MadeGroup,
  { name, fullName, arn }: GroupNames & { readonly name: Sourced<string> },
  serving: BalancedPort,
  checked: BalancedPort | undefined,
): EcsMadeGroup {
  const { protocol, healthCheck, deregistrationDelay, listener, priority, hosts, paths } = group;
  const { path, period, timeout, failures, successes, codes } = healthCheck;
  const grpc = protocol.plain === 'grpc';
  return {
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

function noSuchPort(pool: Pool, port: Sourced<string> | undefined, below?: 'healthCheck'): Diagnostic {
  const { key, loadBalancer } = pool;
  const place = {
    at: port?.origin ?? loadBalancer?.at,
    path: ['pools', key, 'loadBalancer', ...(below === undefined ? [] : [below]), 'port'],
  };
  return port === undefined
    ? compilerProblem('unknown-port', 'none', { ...place, data: { pool: key } })
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

function noVpc({ at }: EcsTarget, { key, loadBalancer }: Pool): Diagnostic {
  return compilerProblem('vpc-missing', 'group', {
    at: loadBalancer?.at ?? at,
    path: ['pools', key, 'loadBalancer', 'listener'],
    data: { pool: key },
  });
}
