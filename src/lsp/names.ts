import type { Document } from 'yaml';
import type { Path } from '../model/sourced.ts';
import { keysAt } from './cursor.ts';
import { matches, withoutOverlay } from './paths.ts';

/** Where a value names something that is described elsewhere in the configuration. */
const REFERENCES: Readonly<Record<string, (path: Path) => Path>> = {
  'pools.*.hardware': () => ['hardware'],
  'pools.*.signals.cpu.container': path => [...path.slice(0, 2), 'containers'],
  'pools.*.signals.memory.container': path => [...path.slice(0, 2), 'containers'],
  'pools.*.containers.*.metrics.port': path => [...path.slice(0, 4), 'ports'],
  'pools.*.containers.*.lifecycle.*.port': path => [...path.slice(0, 4), 'ports'],
  'pools.*.containers.*.mounts.*.volume': path => [...path.slice(0, 2), 'volumes'],
  'pools.*.containers.*.mounts.*': path => [...path.slice(0, 2), 'volumes'],
  'pools.*.initContainers.*.mounts.*.volume': path => [...path.slice(0, 2), 'volumes'],
  'pools.*.initContainers.*.mounts.*': path => [...path.slice(0, 2), 'volumes'],
  'pools.*.patch.Deployment.spec.template.spec.containers.*.name': path => [...path.slice(0, 2), 'containers'],
  'pools.*.patch.Deployment.spec.template.spec.initContainers.*.name': path => [...path.slice(0, 2), 'initContainers'],
  'pools.*.containers.*.probes.*.port': path => [...path.slice(0, 4), 'ports'],
};

/** Names that a value may take. */
export function namesFor(document: Document, path: Path): readonly string[] {
  if (matches(path, 'environments.*.extends'))
    return keysAt(document, ['environments']).filter(name => name !== path[1]);
  const { environment, path: within } = withoutOverlay(path);
  const [, where] = Object.entries(REFERENCES).find(([pattern]) => matches(within, pattern)) ?? [];
  return where === undefined ? [] : keysOfBoth(document, environment, where(within));
}

/** Maps whose keys an overlay takes from the base: there a new name is the exception. */
const NAMED = ['pools', 'hardware', 'pools.*.containers'];

/** Keys that a map of an overlay probably means. */
export function namesIn(document: Document, path: Path): readonly string[] {
  const { environment, path: within } = withoutOverlay(path);
  return environment !== undefined && NAMED.some(pattern => matches(within, pattern)) ? keysAt(document, within) : [];
}

function keysOfBoth(document: Document, environment: string | undefined, path: Path): readonly string[] {
  const overlaid = environment === undefined ? [] : keysAt(document, ['environments', environment, ...path]);
  return [...new Set([...keysAt(document, path), ...overlaid])];
}
