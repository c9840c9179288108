import { CONTAINER, ENVIRONMENT, HARDWARE, POOL, SYSTEM } from './input-shape.ts';
import type { LeafKind, Shape } from './shape.ts';

type Schema = { readonly [key: string]: unknown };

const DEFINITIONS = {
  system: SYSTEM,
  environment: ENVIRONMENT,
  pool: POOL,
  container: CONTAINER,
  hardware: HARDWARE,
} as const;

/** JSON Schema of what an assertion may read, for people and editors; nothing is validated against it at run time. */
export function organisationInputSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'pipestream-scaling: what the policies of an organisation read',
    description:
      'Variables of assert, message and help: with scope system only system, with scope environment also environment, with scope pool also pool. Integers are CEL ints, other numbers are doubles, durations are CEL durations as in duration("5m"). A field that is not required is absent where nothing was declared: ask has(pool.hardware) before it is read. Beside standard CEL there are charAt, indexOf, lastIndexOf, lowerAscii, upperAscii, substring, split and trim of texts, and sum() of a list of numbers.',
    type: 'object',
    properties: {
      system: { $ref: '#/definitions/system' },
      environment: { $ref: '#/definitions/environment' },
      pool: { $ref: '#/definitions/pool' },
    },
    required: ['system'],
    additionalProperties: false,
    definitions: Object.fromEntries(Object.entries(DEFINITIONS).map(([name, shape]) => [name, written(shape)])),
  };
}

const LEAVES: Readonly<Record<LeafKind, Schema>> = {
  text: { type: 'string' },
  int: { type: 'integer' },
  double: { type: 'number' },
  bool: { type: 'boolean' },
  // As protobuf writes a duration in JSON.
  duration: { type: 'string', pattern: '^-?\\d+(?:\\.\\d+)?s$' },
};

function schemaOf(shape: Shape): Schema {
  const known = Object.entries(DEFINITIONS).find(
    ([, definition]) => definition === shape || ('members' in shape && definition.members === shape.members),
  );
  return known === undefined ? written(shape) : { $ref: `#/definitions/${known[0]}` };
}

function written(shape: Shape): Schema {
  const said =
    shape.describe === undefined
      ? {}
      : { description: shape.kind === 'duration' ? `${shape.describe}; a duration` : shape.describe };
  switch (shape.kind) {
    case 'list':
      return { ...said, type: 'array', items: schemaOf(shape.items) };
    case 'record':
      return { ...said, type: 'object', additionalProperties: schemaOf(shape.values) };
    case 'members':
      return {
        ...said,
        type: 'object',
        properties: Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, schemaOf(member)])),
        required: Object.entries(shape.members).flatMap(([name, member]) => (member.optional === true ? [] : [name])),
        additionalProperties: false,
      };
    case 'text':
    case 'int':
    case 'double':
    case 'bool':
    case 'duration':
      return { ...said, ...LEAVES[shape.kind], ...(shape.oneOf === undefined ? {} : { enum: shape.oneOf }) };
  }
}
