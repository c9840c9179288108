import type { Diagnostic } from '../model/diagnostic.ts';
import { writtenAt } from '../model/sourced.ts';
import type { Sourced } from '../model/sourced.ts';
import type { Pool } from '../model/pool.ts';

/** Containers of a replica share one network, on both platforms, and a Service tells its ports apart by their names. */
export function portsUsedTwice(pool: Pool): readonly Diagnostic[] {
  const ports = pool.containers.flatMap(container =>
    container.ports.map(({ name, number }) => ({ container: container.name.plain, name, number })),
  );
  return ports.flatMap(({ container, name, number }, index): readonly Diagnostic[] => {
    const before = ports.slice(0, index);
    const [named, numbered] = [
      before.find(other => other.name.plain === name.plain),
      before.find(other => other.number.plain === number.plain),
    ];
    const twice = (value: Sourced<string | number>, what: string, other: string): Diagnostic => {
      const span = writtenAt(value.origin)?.span;
      return {
        id: 'duplicate-port',
        severity: 'error',
        message: `container "${container}" of pool "${pool.key}" has ${what}, which container "${other}" has already`,
        help: 'Give it another one: containers of a replica share one network',
        path: ['pools', pool.key, 'containers', container, 'ports', name.plain],
        ...(span === undefined ? {} : { span }),
      };
    };
    return [
      ...(named === undefined ? [] : [twice(name, `a port called "${name.plain}"`, named.container)]),
      ...(numbered === undefined ? [] : [twice(number, `the port ${String(number.plain)}`, numbered.container)]),
    ];
  });
}
