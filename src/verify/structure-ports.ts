import type { Json, Path } from '../model/sourced.ts';
import { listAt, valueAt } from './json-path.ts';
import { containersOf } from './objects.ts';
import type { EmittedObject, Finding, Inventory } from './objects.ts';

/**
 * Ports are named once: the API server merges and refuses by their names and numbers, and containers of a pod share one
 * network.
 */
export function portFindings(inventory: Inventory): Finding[] {
  return [
    ...inventory
      .ofKind('Service')
      .flatMap(service =>
        ['name', 'port'].flatMap(member =>
          repeated(service, listAt(service.plain, 'spec', 'ports'), ['spec', 'ports'], member),
        ),
      ),
    ...inventory
      .ofKind('Deployment')
      .flatMap(deployment =>
        containersOf(deployment).flatMap(({ plain }, index) =>
          probePorts(deployment, plain, ['spec', 'template', 'spec', 'containers', index]),
        ),
      ),
  ];
}

function repeated({ file }: EmittedObject, ports: readonly Json[], path: Path, member: string): Finding[] {
  const seen = new Set<Json>();
  return ports.flatMap((port, index): Finding[] => {
    const value = valueAt(port, [member]);
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    if (seen.has(value))
      return [{ file, path: [...path, index, member], problem: `is ${String(value)}, as another port of it is` }];
    seen.add(value);
    return [];
  });
}

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/** A probe asks a port of its own container; a number needs no declaration. */
function probePorts({ file }: EmittedObject, container: Json, path: Path): Finding[] {
  const known = listAt(container, 'ports').map(port => valueAt(port, ['name']));
  return PROBES.flatMap(probe =>
    ['httpGet', 'tcpSocket', 'grpc'].flatMap((check): Finding[] => {
      const port = valueAt(container, [probe, check, 'port']);
      if (typeof port !== 'string' || known.includes(port)) return [];
      return [
        {
          file,
          path: [...path, probe, check, 'port'],
          problem: `names a port "${port}" that the container does not declare`,
        },
      ];
    }),
  );
}
