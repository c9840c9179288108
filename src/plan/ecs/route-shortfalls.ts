import { without } from '../capabilities.ts';
import type { Shortfall } from '../capabilities.ts';
import type { Origin } from '../../model/sourced.ts';
import { owned } from './workload-shortfalls.ts';
import { countingRequests } from './target-group.ts';
import type { EcsContext } from './signal-shortfalls.ts';

/** What of the way to a pool ECS does not have. */

/** Ports that no load balancer, no Service Connect and no record leads to: on Kubernetes a Service does. */
export function unrouted({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined || service.connect !== undefined) return [];
  const { routes, registry } = service;
  // Who has an address by an A record may call any port of it.
  if (registry !== undefined && registry.target === undefined) return [];
  const reached = [...routes.map(({ port }) => port), registry?.target?.number].map(port => port?.plain);
  const lacks =
    registry !== undefined
      ? 'the records of `serviceRegistry` say another port'
      : routes.length === 0
        ? 'the pool has no `loadBalancer`'
        : routes.length === 1
          ? 'the load balancer of the pool uses another port'
          : 'the load balancers of the pool use other ports';
  const instead = `Nothing on ECS sends requests to it: ${lacks}, and \`targets.ecs.serviceConnect\` is not set.`;
  return pool.containers.flatMap(container =>
    container.ports
      .filter(({ number }) => !reached.includes(number.plain))
      .map(({ name }) => {
        const path = ['containers', container.name.plain, 'ports', name.plain];
        return { what: path.join('.'), path, at: name.origin, instead };
      }),
  );
}

/** Of a service that exists, only which load balancer counts its requests is read. */
export function balancedElsewhere({ neutral: { pool }, read: { readings } }: EcsContext): readonly Shortfall[] {
  if (pool.existing === undefined) return [];
  const isRead = readings.some(({ predefined }) => predefined?.label !== undefined);
  const counting = isRead ? countingRequests(pool)[0] : undefined;
  return pool.loadBalancers.flatMap(balancer => {
    const { at, path, port, gracePeriod } = balancer;
    const what = path.join('.');
    const parts: readonly (readonly [string, Origin | undefined])[] =
      balancer === counting
        ? [
            [`${what}.port`, port?.origin],
            [`${what}.gracePeriod`, gracePeriod.origin],
          ]
        : [[what, at]];
    return parts.flatMap(([part, origin]) => owned(pool, part, origin));
  });
}

/** Which load balancer counts matters only to a signal that follows the count. */
export function countsInVain({ neutral: { pool }, read: { readings } }: EcsContext): readonly Shortfall[] {
  if (readings.some(({ predefined }) => predefined?.label !== undefined)) return [];
  return pool.loadBalancers.flatMap(({ path, countsRequests }) => {
    const what = [...path, 'countsRequests'].join('.');
    return without(what, countsRequests?.origin, 'no signal follows the requests that it counts', countsRequests);
  });
}

export function notConnected({ target, neutral: { pool } }: EcsContext): readonly Shortfall[] {
  const at = pool.serviceConnect[0]?.port.origin;
  if (pool.existing !== undefined) return owned(pool, 'serviceConnect', at);
  return target.serviceConnect === undefined
    ? without('serviceConnect', at, '`targets.ecs.serviceConnect` is not set')
    : [];
}
