import { policyFileSchema } from '../config/schema/json-schema.ts';
import { publishedSchema } from '../config/schema/published.ts';
import { organisationInputSchema } from '../lint/organisation/json-schema.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

export function schema(streams: Streams): ExitCode {
  streams.out(`${JSON.stringify(publishedSchema(), undefined, 2)}\n`);
  return EXIT.clean;
}

/** Files of schema/ that are made of the program's own definitions, by name. */
export const SCHEMAS: Readonly<Record<string, () => unknown>> = {
  'pipestream-scaling': publishedSchema,
  'organisation-policies': policyFileSchema,
  'organisation-input': organisationInputSchema,
};
