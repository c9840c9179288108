import type { EcsServiceConnect } from '../../model/ecs-plan.ts';
import type { Pool } from '../../model/pool.ts';
import { because } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { EcsTarget } from '../../model/targets.ts';
import { shortName } from './short-name.ts';

/** Longest name of a service in a namespace. */
const LONGEST = 64;

/**
 * Every port of a pool by the name and the number that its Service has on Kubernetes, so that clients call the same on
 * both. A pool without ports only calls.
 */
export function planServiceConnect({ serviceConnect }: EcsTarget, pool: Pool): EcsServiceConnect | undefined {
  if (serviceConnect === undefined) return undefined;
  const ports = pool.containers.flatMap(container => container.ports);
  return {
    namespace: serviceConnect,
    services: ports.map(({ name, number }) => {
      const alias = pool.serviceConnect.find(({ port }) => port.plain === name.plain);
      return {
        port: name,
        discoveryName: shortName(
          'name of the pool and the port',
          { pool: pool.name, port: name },
          { whole: `${pool.name.plain}-${name.plain}`, longest: LONGEST, allowed: /[^a-z0-9-]/g },
        ),
        alias: alias?.name ?? pool.name,
        number: alias?.number ?? number,
      };
    }),
  };
}

/** What the name of a port says that it speaks, as service meshes read it; undefined for any other TCP. */
export function appProtocol(port: Sourced<string>): Sourced<'http' | 'grpc'> | undefined {
  const why = 'the name of the port says so';
  if (port.plain.startsWith('grpc')) return because(why, 'grpc', port.origin);
  return /^(?:http|web)/.test(port.plain) ? because(why, 'http', port.origin) : undefined;
}
