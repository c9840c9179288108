import type { Container } from './container.ts';
import type { Pool } from './pool.ts';

/** A container with the key that it is written under. */
export interface PlacedContainer {
  readonly under: 'containers' | 'initContainers';
  readonly container: Container;
}

/** Those that run for as long as the replica; of a workload that somebody else deploys, its sidecars are not known. */
export function runningOf({ existing, containers, initContainers }: Pool): readonly PlacedContainer[] {
  return [
    ...containers.map((container): PlacedContainer => ({ under: 'containers', container })),
    ...(existing === undefined ? initContainers.filter(isSidecar) : []).map(
      (container): PlacedContainer => ({ under: 'initContainers', container }),
    ),
  ];
}

/** Started in its turn among the init containers, it runs beside the containers (KEP-753). */
export function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy !== undefined;
}

/** What is there when an init container is started. */
export interface Start {
  readonly container: Container;
  /** The one before it that must have ended well. */
  readonly ended: Container | undefined;
  /** The sidecars before it, which run beside it. */
  readonly beside: readonly Container[];
}

/** The starts of a replica in their order, up to that of the containers, which is `last`. */
export function startsOf({ initContainers }: Pool): {
  readonly each: readonly Start[];
  readonly last: Omit<Start, 'container'>;
} {
  const before = (count: number) => {
    const earlier = initContainers.slice(0, count);
    return { ended: earlier.findLast(one => !isSidecar(one)), beside: earlier.filter(isSidecar) };
  };
  return {
    each: initContainers.map((container, index) => ({ container, ...before(index) })),
    last: before(initContainers.length),
  };
}
