import type { Pool } from './pool.ts';

/** What a server speaks; its runtime counts each under a name of its own. */
export type Protocol = 'http' | 'grpc';

const BY_PREFIX: readonly (readonly [prefix: RegExp, protocol: Protocol])[] = [
  [/^grpc/, 'grpc'],
  [/^(?:http|web)/, 'http'],
];

/**
 * What the ports are called, as service meshes read their names too; gRPC where there are both, since a gRPC server has
 * an HTTP port for its probes and metrics. Undefined where the names say neither.
 */
export function protocolOf({ containers }: Pool): Protocol | undefined {
  const names = containers.flatMap(({ ports }) => ports.map(({ name }) => name.plain));
  return BY_PREFIX.find(([prefix]) => names.some(name => prefix.test(name)))?.[1];
}
