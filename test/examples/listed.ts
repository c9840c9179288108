import { join } from 'node:path';
import { examplesIn, fileOfExample } from './in-folder.ts';

/** The name of every folder of examples/, sorted: each has a configuration. */
export const EXAMPLES: readonly string[] = examplesIn(join(import.meta.dirname, '../..'));

/** `examples/http-api/pipestream-scaling.yaml`, from the root of the repository */
export const EXAMPLE_FILES: readonly string[] = EXAMPLES.map(fileOfExample);
