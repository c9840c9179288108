import { SCALER_TYPES } from '../../model/keda-scalers.ts';
import { parameterText } from '../../model/scaler-parameter-text.ts';
import { SCHEMA_MINORS, schemaFile } from '../../model/scaler-schema.ts';
import { jsonSchema } from './json-schema.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * JSON Schema of the language as it is published, for editors that have nothing else: with the names of each scaler's
 * parameters, of the newest KEDA. It refuses none, since lint checks them by the version of the cluster.
 */
export function publishedSchema(): Schema {
  return {
    ...Object.fromEntries(Object.entries(jsonSchema()).map(([key, member]) => [key, withParameters(member)])),
    definitions: { scalers: { allOf: scalers() } },
  };
}

const SCALERS = '#/definitions/scalers';

/** Each trigger, of the base and of an overlay, with the parameters of its type. */
function withParameters(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withParameters);
  if (!isMap(node)) return node;
  const below = Object.fromEntries(Object.entries(node).map(([key, member]) => [key, withParameters(member)]));
  const isTrigger = isMap(node.properties) && 'metadata' in node.properties && 'metricType' in node.properties;
  return isTrigger ? { ...below, allOf: [{ $ref: SCALERS }] } : below;
}

function scalers(): readonly Schema[] {
  const { scalers: known } = schemaFile(SCHEMA_MINORS[SCHEMA_MINORS.length - 1] ?? SCHEMA_MINORS[0]);
  return SCALER_TYPES.flatMap(type => {
    const parameters = Object.entries(known[type]?.parameters ?? {}).filter(
      ([, parameter]) => parameter.in.includes('metadata') && parameter.removed === undefined,
    );
    if (parameters.length === 0) return [];
    const properties = Object.fromEntries(
      parameters.map(([name, parameter]) => [name, { description: parameterText(parameter) }]),
    );
    return [
      {
        if: { properties: { type: { const: type } }, required: ['type'] },
        then: { properties: { metadata: { properties } } },
      },
    ];
  });
}

function isMap(node: unknown): node is Schema {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
