import { compilerProblem } from '../model/catalogue/compiler.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Origin } from '../model/sourced.ts';
import type { Pool } from '../model/pool.ts';

/** Containers of a replica share one network, on both platforms, and a Service tells its ports apart by their names. */
export function portsUsedTwice(pool: Pool): readonly Diagnostic[] {
  // Of a workload that another tool deploys the API server takes what it takes.
  if (pool.existing !== undefined) return [];
  const ports = pool.containers.flatMap(container =>
    container.ports.map(({ name, number }) => ({ container: container.name.plain, name, number })),
  );
  return ports.flatMap(({ container, name, number }, index): readonly Diagnostic[] => {
    const before = ports.slice(0, index);
    const [named, numbered] = [
      before.find(other => other.name.plain === name.plain),
      before.find(other => other.number.plain === number.plain),
    ];
    const place = (at: Origin) => ({ at, path: ['pools', pool.key, 'containers', container, 'ports', name.plain] });
    const shared = { container, pool: pool.key };
    return [
      ...(named === undefined
        ? []
        : [
            compilerProblem('duplicate-port', 'name', {
              ...place(name.origin),
              data: { ...shared, name: name.plain, other: named.container },
            }),
          ]),
      ...(numbered === undefined
        ? []
        : [
            compilerProblem('duplicate-port', 'number', {
              ...place(number.origin),
              data: { ...shared, number: number.plain, other: numbered.container },
            }),
          ]),
    ];
  });
}
