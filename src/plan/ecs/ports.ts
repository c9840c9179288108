import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { BalancedPort } from '../../model/load-balancer.ts';
import type { Pool } from '../../model/pool.ts';
import { derive } from '../../model/sourced.ts';
import type { Origin, Path, Sourced } from '../../model/sourced.ts';

/** The container port of this name; undefined where no container has it. */
export function portOf({ containers }: Pool, name: Sourced<string>): BalancedPort | undefined {
  for (const container of containers) {
    const found = container.ports.find(port => port.name.plain === name.plain);
    if (found === undefined) continue;
    const number = derive(`port ${name.plain} of the container`, { port: name, number: found.number }, v => v.number);
    return { container: container.name, number };
  }
  return undefined;
}

export function unknownPort(
  use: string,
  port: Sourced<string>,
  { key, containers }: Pool,
  place: { readonly at: Origin | undefined; readonly path: Path },
): Diagnostic {
  const known = containers.flatMap(({ ports }) => ports.map(({ name }) => name.plain)).join(', ');
  const data = { use, pool: key, port: port.plain };
  return known === ''
    ? compilerProblem('unknown-port', 'routedAlone', { ...place, data })
    : compilerProblem('unknown-port', 'routed', { ...place, data: { ...data, known } });
}
