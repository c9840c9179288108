import * as z from 'zod/mini';
import { configurationProblem } from '../model/catalogue/configuration.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import { without, type Located, type LocatedMap } from '../source/located.ts';
import { nearest } from '../model/nearest.ts';
import { isDevice } from '../model/folder-name.ts';
import { withoutUnknownEntries } from './new-entries.ts';
import { overlay } from './overlay.ts';
import { EnvironmentName } from './schema/scalars.ts';
import { openShortForm } from './short-forms.ts';
import { validate } from './validate.ts';

/** One environment's configuration, merged and not yet validated. */
export interface MergedEnvironment {
  readonly name: string;
  readonly located: LocatedMap;
}

/** The one environment of a file that names none. */
export const ONLY_ENVIRONMENT = 'default';

/**
 * Lays each environment over the base, what it extends first. Maps merge, a short form with them, lists replace, null
 * removes.
 */
export function mergeEnvironments(root: LocatedMap): Outcome<readonly MergedEnvironment[]> {
  const declared = root.entries.get('environments')?.value;
  // A wrong shape is left in place, for the schema to report.
  if (declared?.kind !== 'map' || [...declared.entries.values()].some(({ value }) => value.kind !== 'map')) {
    return { value: [{ name: ONLY_ENVIRONMENT, located: root }], diagnostics: [] };
  }
  if (declared.entries.size === 0)
    return { value: [{ name: ONLY_ENVIRONMENT, located: without(root, ['environments']) }], diagnostics: [] };
  const base = without(root, ['environments']);
  const diagnostics: Diagnostic[] = [...namesOf(root, declared)];
  const environments = [...declared.entries.keys()].map(name => {
    let located: Located = base;
    for (const layer of layersOf(name, declared, diagnostics)) {
      const known = withoutUnknownEntries(located, without(layer.overlay, ['extends']), layer.name);
      diagnostics.push(...known.diagnostics);
      located = overlay(located, known.overlay, layer.name, openShortForm);
    }
    return { name, located: located.kind === 'map' ? located : base };
  });
  const seen = new Set<string>();
  return {
    value: environments,
    // A layer that several environments begin from is gone through for each of them.
    diagnostics: diagnostics.filter(({ message, span }) => {
      const key = `${String(span?.start)} ${message}`;
      return !seen.has(key) && seen.add(key);
    }),
  };
}

/** Overlays are validated when they are merged; this holds their names, which are lost by then. */
function namesOf(root: LocatedMap, declared: LocatedMap): readonly Diagnostic[] {
  const names = without(
    root,
    [...root.entries.keys()].filter(key => key !== 'environments'),
  );
  const devices = [...declared.entries].filter(([name]) => isDevice(name));
  return [
    ...validate(EnvironmentNames, names).diagnostics,
    ...devices.map(([name, { key }]) =>
      configurationProblem('reserved-name', 'environment', { data: { name }, at: key, path: ['environments', name] }),
    ),
  ];
}

const EnvironmentNames = z.strictObject({ environments: z.record(EnvironmentName, z.unknown()) });

interface Layer {
  readonly name: string;
  readonly overlay: LocatedMap;
}

function layersOf(name: string, declared: LocatedMap, diagnostics: Diagnostic[]): readonly Layer[] {
  const layers: Layer[] = [];
  const visited = new Set<string>();
  let next = name;
  for (;;) {
    const entry = declared.entries.get(next);
    if (entry?.value.kind !== 'map') return layers;
    visited.add(next);
    layers.unshift({ name: next, overlay: entry.value });
    const extended: Located | undefined = entry.value.entries.get('extends')?.value;
    if (extended === undefined) return layers;
    const place = { span: extended.at.span, path: ['environments', next, 'extends'] };
    if (extended.kind !== 'scalar' || typeof extended.plain !== 'string') {
      diagnostics.push(configurationProblem('wrong-type', 'extends', { data: { environment: next }, ...place }));
      return layers;
    }
    const target = extended.plain;
    if (visited.has(target)) {
      diagnostics.push(
        configurationProblem('circular-extends', 'circular', { data: { environment: next, target }, ...place }),
      );
      return layers;
    }
    if (!declared.entries.has(target)) {
      const data = { environment: next, target, known: [...declared.entries.keys()].join(', ') };
      const meant = nearest(target, declared.entries.keys());
      diagnostics.push(
        meant === undefined
          ? configurationProblem('unknown-environment', 'extends', { data, ...place })
          : configurationProblem('unknown-environment', 'extendsSimilar', { data: { ...data, meant }, ...place }),
      );
      return layers;
    }
    next = target;
  }
}
