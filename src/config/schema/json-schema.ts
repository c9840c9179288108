import * as z from 'zod/mini';
import { described } from './described.ts';
import { CONFIG } from './descriptions/config.ts';
import type { Descriptions } from './descriptions/descriptions.ts';
import { ORGANISATION } from './descriptions/organisation.ts';
import { OrganisationPolicies } from './organisation.ts';
import { Config } from './root.ts';

type Schema = { readonly [key: string]: unknown };

/**
 * JSON Schema of the language, for editors. An environment is the same schema with nothing required and null allowed.
 */
export function jsonSchema(): Schema {
  const whole = environmentSchema();
  const properties = record(whole.properties);
  const { environments, version: _version, ...inherited } = properties;
  const overlay = {
    description: 'What this environment says differently',
    type: 'object',
    properties: {
      extends: { type: 'string', description: CONFIG['environments.*.extends'] },
      ...record(loosened(inherited)),
    },
    additionalProperties: false,
  };
  const { $schema, required, ...rest } = whole;
  const names = Array.isArray(required) ? required : [];
  return {
    $schema,
    title: 'pipestream-scaling',
    ...rest,
    // An overlay may bring what the base leaves out, so the base alone requires only the version.
    required: names.filter(name => name === 'version'),
    properties: { ...properties, environments: { ...record(environments), additionalProperties: overlay } },
  };
}

/** JSON Schema of one environment, and of the file where `environments` holds only what is its own. */
export function environmentSchema(): Schema {
  return written(Config, CONFIG);
}

/** JSON Schema of a file of the organisation's own policies, for editors. */
export function policyFileSchema(): Schema {
  const { $schema, ...rest } = written(OrganisationPolicies, ORGANISATION);
  return { $schema, title: 'pipestream-scaling: policies of an organisation', ...rest };
}

function written(schema: z.core.$ZodType, descriptions: Descriptions): Schema {
  return record(
    z.toJSONSchema(described(schema, descriptions), {
      io: 'input',
      target: 'draft-7',
      override: ({ jsonSchema: node }) => {
        // z.int() is bounded by what a double holds exactly, which tells the reader nothing.
        if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
        if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
      },
    }),
  );
}

/** Nothing required; every property may be null, which removes it. */
function loosened(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(loosened);
  if (typeof node !== 'object' || node === null) return node;
  const loose: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'required' && Array.isArray(value)) continue;
    if (key === 'properties')
      loose[key] = Object.fromEntries(
        Object.entries(record(value)).map(([name, child]) => [name, { anyOf: [loosened(child), { type: 'null' }] }]),
      );
    else loose[key] = loosened(value);
  }
  return loose;
}

function record(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
