import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import { without, type Located, type LocatedMap } from '../source/located.ts';
import { nearest } from '../model/nearest.ts';
import { overlay } from './overlay.ts';

/** One environment's configuration, merged and not yet validated. */
export interface MergedEnvironment {
  readonly name: string;
  readonly located: LocatedMap;
}

/** The one environment of a file that names none. */
export const ONLY_ENVIRONMENT = 'default';

/** Lays each environment over the base, what it extends first. Maps merge, lists replace, null removes. */
export function mergeEnvironments(root: LocatedMap): Outcome<readonly MergedEnvironment[]> {
  const declared = root.entries.get('environments')?.value;
  // A wrong shape is left in place, for the schema to report.
  if (declared?.kind !== 'map' || [...declared.entries.values()].some(({ value }) => value.kind !== 'map')) {
    return { value: [{ name: ONLY_ENVIRONMENT, located: root }], diagnostics: [] };
  }
  if (declared.entries.size === 0)
    return { value: [{ name: ONLY_ENVIRONMENT, located: without(root, ['environments']) }], diagnostics: [] };
  const base = without(root, ['environments']);
  const diagnostics: Diagnostic[] = [];
  const environments = [...declared.entries.keys()].map(name => {
    let located: Located = base;
    for (const layer of layersOf(name, declared, diagnostics))
      located = overlay(located, without(layer.overlay, ['extends']), layer.name);
    return { name, located: located.kind === 'map' ? located : base };
  });
  const seen = new Set<string>();
  return {
    value: environments,
    diagnostics: diagnostics.filter(({ message }) => !seen.has(message) && seen.add(message)),
  };
}

interface Layer {
  readonly name: string;
  readonly overlay: LocatedMap;
}

function layersOf(name: string, declared: LocatedMap, diagnostics: Diagnostic[]): readonly Layer[] {
  const layers: Layer[] = [];
  const visited = new Set<string>();
  for (let next: string | undefined = name; next !== undefined; ) {
    const entry = declared.entries.get(next);
    if (entry?.value.kind !== 'map') return layers;
    visited.add(next);
    layers.unshift({ name: next, overlay: entry.value });
    const extended: Located | undefined = entry.value.entries.get('extends')?.value;
    if (extended === undefined) return layers;
    if (extended.kind !== 'scalar' || typeof extended.plain !== 'string') {
      diagnostics.push({
        id: 'wrong-type',
        severity: 'error',
        message: `environments.${next}.extends must be the name of an environment`,
        span: extended.at.span,
        path: ['environments', next, 'extends'],
        help: 'Write one name',
      });
      return layers;
    }
    const target = extended.plain;
    const fault = visited.has(target)
      ? 'circular-extends'
      : declared.entries.has(target)
        ? undefined
        : 'unknown-environment';
    if (fault !== undefined) {
      const near = nearest(target, declared.entries.keys());
      diagnostics.push({
        id: fault,
        severity: 'error',
        message:
          fault === 'circular-extends'
            ? `environments.${next} extends "${target}", which extends it in turn`
            : `environments.${next} extends "${target}", which does not exist${near === undefined ? '' : `; did you mean "${near}"?`}`,
        span: extended.at.span,
        path: ['environments', next, 'extends'],
        help:
          fault === 'circular-extends'
            ? 'Let one of them begin from the base'
            : `Name one of ${[...declared.entries.keys()].join(', ')}`,
      });
      return layers;
    }
    next = target;
  }
  return layers;
}
