import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The name of every folder of examples/, sorted: each has a configuration. */
export const EXAMPLES: readonly string[] = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** `examples/http-api/pipestream-scaling.yaml`, from the root of the repository */
export const EXAMPLE_FILES: readonly string[] = EXAMPLES.map(name => `examples/${name}/pipestream-scaling.yaml`);
