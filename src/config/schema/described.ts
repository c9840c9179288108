import * as z from 'zod/mini';
import { known } from '../schema-walk.ts';
import type { Descriptions } from './descriptions/descriptions.ts';

/**
 * A copy of the schema whose fields carry their descriptions, as zod's JSON Schema prints them. A copy, because one
 * schema is the type of many fields.
 */
export function described(schema: z.core.$ZodType, descriptions: Descriptions, path = ''): z.core.$ZodType {
  const { def } = known(schema)._zod;
  if (def.type === 'optional')
    return copied(schema, { ...def, innerType: described(def.innerType, descriptions, path) });
  const copy = withDescribedFields(schema, descriptions, path);
  const description = descriptions[path];
  if (description !== undefined) z.globalRegistry.add(copy, { description });
  return copy;
}

function withDescribedFields(schema: z.core.$ZodType, descriptions: Descriptions, path: string): z.core.$ZodType {
  const below = (inner: z.core.$ZodType, step: string) =>
    described(inner, descriptions, path === '' ? step : `${path}.${step}`);
  const { def } = known(schema)._zod;
  switch (def.type) {
    case 'object': {
      const shape = Object.fromEntries(Object.entries(def.shape).map(([key, member]) => [key, below(member, key)]));
      return copied(schema, { ...def, shape });
    }
    case 'record':
      return copied(schema, { ...def, valueType: below(def.valueType, '*') });
    case 'array':
      return copied(schema, { ...def, element: below(def.element, '*') });
    case 'union':
      return copied(schema, {
        ...def,
        options: def.options.map(option => withDescribedFields(option, descriptions, path)),
      });
    default:
      return z.clone(schema);
  }
}

function copied(schema: z.core.$ZodType, def: z.core.$ZodTypeDef & Readonly<Record<string, unknown>>): z.core.$ZodType {
  return z.clone(schema, def);
}
