import type * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { CONFIG } from '../../../src/config/schema/descriptions/config.ts';
import { ORGANISATION } from '../../../src/config/schema/descriptions/organisation.ts';
import { OrganisationPolicies } from '../../../src/config/schema/organisation.ts';
import { Config } from '../../../src/config/schema/root.ts';
import { keysOf, schemasAt } from '../../../src/config/schema-walk.ts';

describe.each([
  ['the configuration', Config, CONFIG, 'pools.*.schedule.windows.*.from'],
  ["an organisation's policies", OrganisationPolicies, ORGANISATION, 'policies.*.assert'],
])('of %s', (_, schema, descriptions, deep) => {
  const fields = fieldsUnder(schema, []);

  test('every field has a description', () => {
    expect(fields).toContain(deep);
    expect(fields.filter(field => !Object.hasOwn(descriptions, field))).toEqual([]);
  });

  test('every description is of a field', () => {
    expect(Object.keys(descriptions).filter(field => !fields.includes(field))).toEqual([]);
  });

  test('a description is one line and has no full stop', () => {
    expect(Object.values(descriptions).filter(text => text === '' || /[\n]|\.$/.test(text))).toEqual([]);
  });
});

/** Every key that the language knows, by its path; `*` is a key of the user's own, or an element of a list. */
function fieldsUnder(schema: z.core.$ZodType, path: readonly string[]): readonly string[] {
  const schemas = schemasAt(schema, path);
  if (schemas.length === 0) return [];
  const keys = keysOf(schemas);
  return [
    ...keys.map(key => [...path, key].join('.')),
    ...[...keys, '*'].flatMap(key => fieldsUnder(schema, [...path, key])),
  ];
}
