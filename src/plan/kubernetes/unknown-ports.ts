import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { writtenAt } from '../../model/sourced.ts';
import type { Origin, Path, Sourced } from '../../model/sourced.ts';
import type { Container } from '../../model/container.ts';

/** Probes and scrapes name a port of their container; one that is not there is asked for ever. */
export function unknownPorts({ pool }: NeutralPool): readonly Diagnostic[] {
  return pool.containers.flatMap(container => {
    const known = container.ports.map(({ name }) => name.plain);
    return portsAsked(container)
      .filter(({ port }) => !known.includes(port.plain))
      .map(({ what, at, port, keys }): Diagnostic => {
        const place = {
          at: writtenAt(port.origin) ?? at,
          path: ['pools', pool.key, 'containers', container.name.plain, ...keys],
        };
        const data = { use: what, container: container.name.plain, pool: pool.key, port: port.plain };
        return known.length === 0
          ? compilerProblem('unknown-port', 'undeclared', { ...place, data })
          : compilerProblem('unknown-port', 'unknown', { ...place, data: { ...data, known: known.join(', ') } });
      });
  });
}

interface Asked {
  readonly what: string;
  readonly at: Origin;
  readonly port: Sourced<string>;
  /** Below the container. */
  readonly keys: Path;
}

function portsAsked({ probes, metrics, lifecycle }: Container): readonly Asked[] {
  return [
    ...Object.entries(probes).flatMap(([kind, { at, check }]): Asked[] =>
      check.kind === 'command' ? [] : [{ what: `the ${kind} probe`, at, port: check.port, keys: ['probes', kind] }],
    ),
    ...Object.entries(lifecycle).flatMap(([kind, { at, run }]): Asked[] =>
      run.kind !== 'http' ? [] : [{ what: `the ${kind} hook`, at, port: run.port, keys: ['lifecycle', kind] }],
    ),
    ...(metrics === undefined
      ? []
      : [{ what: 'the scrape', at: metrics.path.origin, port: metrics.port, keys: ['metrics'] }]),
  ];
}
