import { isScalerType } from '../model/keda-scalers.ts';
import { parameterText } from '../model/scaler-parameter-text.ts';
import { scalerSchema } from '../model/scaler-schema.ts';
import type { ScalerParameter } from '../model/scaler-schema.ts';
import type { Path } from '../model/sourced.ts';
import { matches, withoutOverlay } from './paths.ts';
import type { SchemaKey } from './schema.ts';

/** What a file has at a path; undefined where nothing is. */
export type ValueAt = (path: Path) => unknown;

/** Keys of the metadata of a custom trigger, and of its secrets, from KEDA's schema of the scaler that it names. */
export function parameterKeys(valueAt: ValueAt, path: Path): readonly SchemaKey[] {
  const from = PLACES.find(({ pattern }) => matches(withoutOverlay(path).path, pattern));
  if (from === undefined) return [];
  return parametersOf(valueAt, path)
    .filter(([, parameter]) => parameter.in.includes(from.place) && parameter.removed === undefined)
    .map(([key, parameter]) => ({
      key,
      description: parameterText(parameter),
      required: parameter.required === true && from.place === 'metadata',
      compound: from.place === 'authentication',
    }));
}

/** Values that a parameter may have, where they can be listed. */
export function parameterValues(valueAt: ValueAt, path: Path): readonly (string | boolean)[] {
  const parameter = parameterAt(valueAt, path);
  return parameter?.values ?? (parameter?.type === 'boolean' ? [true, false] : []);
}

/** What KEDA says of the parameter at a path; undefined for any other place. */
export function parameterDescription(valueAt: ValueAt, path: Path): string | undefined {
  const parameter = parameterAt(valueAt, path);
  return parameter && parameterText(parameter);
}

const PLACES = [
  { pattern: 'pools.*.signals.custom.*.metadata', place: 'metadata' },
  { pattern: 'pools.*.signals.custom.*.authentication.secrets', place: 'authentication' },
] as const;

function parameterAt(valueAt: ValueAt, path: Path): ScalerParameter | undefined {
  const { path: within } = withoutOverlay(path);
  if (!PLACES.some(({ pattern }) => matches(within, `${pattern}.*`))) return undefined;
  const key = String(path.at(-1));
  return parametersOf(valueAt, path.slice(0, -1)).find(([name]) => name === key)?.[1];
}

/** Steps from `pools` to the signal. */
const TO_THE_SIGNAL = 5;

/** Of the type beside it, which an overlay may leave to its base. */
function parametersOf(valueAt: ValueAt, path: Path): readonly (readonly [string, ScalerParameter])[] {
  const { path: within } = withoutOverlay(path);
  const overlay = path.length - within.length;
  const type =
    valueAt([...path.slice(0, overlay + TO_THE_SIGNAL), 'type']) ??
    valueAt([...within.slice(0, TO_THE_SIGNAL), 'type']);
  if (typeof type !== 'string' || !isScalerType(type)) return [];
  const keda = valueAt(['targets', 'kubernetes', 'keda']);
  return Object.entries(scalerSchema(typeof keda === 'string' ? keda : DEFAULT_KEDA, type)?.parameters ?? {});
}

/** As config/resolve/targets.ts chooses it. */
const DEFAULT_KEDA = '2.18';
