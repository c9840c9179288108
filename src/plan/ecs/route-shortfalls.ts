import { without } from '../capabilities.ts';
import type { Shortfall } from '../capabilities.ts';
import type { Origin } from '../../model/sourced.ts';
import { owned } from './workload-shortfalls.ts';
import type { EcsContext } from './signal-shortfalls.ts';

/** What of the way to a pool ECS does not have. */

/** Ports that no load balancer, no Service Connect and no record leads to: on Kubernetes a Service does. */
export function unrouted({ neutral: { pool }, service }: EcsContext): readonly Shortfall[] {
  if (service === undefined || service.connect !== undefined) return [];
  const { route, registry } = service;
  // Who has an address by an A record may call any port of it.
  if (registry !== undefined && registry.target === undefined) return [];
  const reached = [route?.port, registry?.target?.number].map(port => port?.plain);
  const lacks =
    registry !== undefined
      ? 'the records of `serviceRegistry` say another port'
      : route === undefined
        ? 'the pool has no `loadBalancer`'
        : 'the load balancer of the pool uses another port';
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
  const { loadBalancer, existing } = pool;
  if (loadBalancer === undefined || existing === undefined) return [];
  const isRead = readings.some(({ predefined }) => predefined?.label !== undefined);
  const { port, gracePeriod } = loadBalancer;
  const parts: readonly (readonly [string, Origin | undefined])[] = isRead
    ? [
        ['loadBalancer.port', port?.origin],
        ['loadBalancer.gracePeriod', gracePeriod.origin],
      ]
    : [['loadBalancer', loadBalancer.at]];
  return parts.flatMap(([what, at]) => owned(pool, what, at));
}

export function notConnected({ target, neutral: { pool } }: EcsContext): readonly Shortfall[] {
  const at = pool.serviceConnect[0]?.port.origin;
  if (pool.existing !== undefined) return owned(pool, 'serviceConnect', at);
  return target.serviceConnect === undefined
    ? without('serviceConnect', at, '`targets.ecs.serviceConnect` is not set')
    : [];
}
