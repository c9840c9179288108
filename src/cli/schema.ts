import { jsonSchema } from '../config/schema/json-schema.ts';
import { EXIT } from './streams.ts';
import type { ExitCode, Streams } from './streams.ts';

export function schema(streams: Streams): ExitCode {
  streams.out(`${JSON.stringify(jsonSchema(), undefined, 2)}\n`);
  return EXIT.clean;
}
