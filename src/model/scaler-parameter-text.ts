import type { ScalerParameter } from './scaler-schema.ts';

/** What KEDA's schema says of a parameter, for an editor: `A whole number; by default 5`. */
export function parameterText({
  type,
  required,
  default: fallback,
  values,
  in: places,
  deprecated,
}: ScalerParameter): string {
  const takes = values === undefined ? TYPES[type ?? 'text'] : values.join(', ');
  return [
    `${takes}${required === true ? '; required' : fallback === undefined ? '' : `; by default ${fallback}`}`,
    ...(places.includes('env') ? ['a variable of the container with the suffix FromEnv'] : []),
    ...(places.includes('authentication') ? ['a TriggerAuthentication may hold it'] : []),
    ...(deprecated === undefined ? [] : [deprecated]),
  ].join('; ');
}

const TYPES = { text: 'Text', integer: 'A whole number', number: 'A number', boolean: 'true or false' } as const;
