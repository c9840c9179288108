import type { Diagnostic } from '../../model/diagnostic.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { writtenAt } from '../../model/sourced.ts';
import type { Origin, Path, Sourced } from '../../model/sourced.ts';
import type { Container } from '../../model/container.ts';

/** Probes and scrapes name a port of their container; one that is not there is asked for ever. */
export function unknownPorts({ pool }: NeutralPool): readonly Diagnostic[] {
  return pool.containers.flatMap(container =>
    portsAsked(container)
      .filter(({ port }) => !container.ports.some(({ name }) => name.plain === port.plain))
      .map(({ what, at, port, keys }): Diagnostic => {
        const span = (writtenAt(port.origin) ?? writtenAt(at))?.span;
        const names = container.ports.map(({ name }) => name.plain);
        return {
          id: 'unknown-port',
          severity: 'error',
          message: `${what} of container "${container.name.plain}" of pool "${pool.key}" asks the port "${port.plain}", which the container does not have`,
          help:
            names.length === 0
              ? 'Declare it under ports'
              : `Name one of ${names.join(', ')}, or declare it under ports`,
          path: ['pools', pool.key, 'containers', container.name.plain, ...keys],
          ...(span === undefined ? {} : { span }),
        };
      }),
  );
}

interface Asked {
  readonly what: string;
  readonly at: Origin;
  readonly port: Sourced<string>;
  /** Below the container. */
  readonly keys: Path;
}

function portsAsked({ probes, metrics }: Container): readonly Asked[] {
  return [
    ...Object.entries(probes).flatMap(([kind, { at, check }]): Asked[] =>
      check.kind === 'command' ? [] : [{ what: `the ${kind} probe`, at, port: check.port, keys: ['probes', kind] }],
    ),
    ...(metrics === undefined
      ? []
      : [{ what: 'the scrape', at: metrics.path.origin, port: metrics.port, keys: ['metrics'] }]),
  ];
}
