import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema } from '../../../src/config/schema/json-schema.ts';
import { publishedSchema } from '../../../src/config/schema/published.ts';
import { SCALER_TYPES } from '../../../src/model/keda-scalers.ts';
import { scalerSchema } from '../../../src/model/scaler-schema.ts';

const published = publishedSchema();
interface Pool {
  readonly signals: { readonly custom?: object };
}

interface Metadata {
  readonly properties: Readonly<Record<string, { readonly description: string }>>;
}

interface Branch {
  readonly if: { readonly properties: { readonly type: { readonly const: string } } };
  readonly then: { readonly properties: { readonly metadata: Metadata } };
}

test('the published schema names the parameters of each scaler, of the newest KEDA, beside its type', () => {
  const { allOf } = JSON.parse(JSON.stringify(published)).definitions.scalers;
  const of = new Map<string, Metadata>(
    allOf.map((one: Branch) => [one.if.properties.type.const, one.then.properties.metadata]),
  );
  expect([...of.keys()]).toEqual(SCALER_TYPES);
  const properties = of.get('temporal')?.properties ?? {};
  const known = Object.entries(scalerSchema('2.20', 'temporal')?.parameters ?? {});
  expect(Object.keys(properties)).toEqual(
    known.filter(([, { in: places }]) => places.includes('metadata')).map(([name]) => name),
  );
  expect(properties.targetQueueSize).toEqual({ description: 'A whole number; by default 5' });
});

test('triggers of the base and of an overlay have them, and nothing else changed', () => {
  const text = JSON.stringify(published);
  expect(text.match(/"allOf":\[\{"\$ref":"#\/definitions\/scalers"\}\]/g)).toHaveLength(2);
  const { definitions: _added, ...rest } = JSON.parse(text.replaceAll(/,"allOf":\[\{"\$ref":[^}]*\}\]/g, ''));
  expect(rest).toEqual(JSON.parse(JSON.stringify(jsonSchema())));
});

test('it takes a parameter of another KEDA: only lint knows the version', () => {
  const { properties, definitions } = JSON.parse(JSON.stringify(published));
  const { custom } = properties.pools.additionalProperties.properties.signals.properties;
  const validate = new Ajv({ strict: false }).compile({ ...custom, definitions });
  const example = readFileSync(join(import.meta.dirname, '../../../docs/configuration/examples/custom.yaml'), 'utf8');
  const signals = Object.values<Pool>(parse(example).pools).flatMap(pool => pool.signals.custom ?? []);
  for (const signal of signals) expect(validate(signal) || validate.errors).toBe(true);
  const metadata = { taskQueue: 'orders', neverHeardOf: 1 };
  expect(validate({ orders: { type: 'temporal', metadata } }) || validate.errors).toBe(true);
  expect(validate({ orders: { type: 'no' } })).toBe(false);
});
