// Writes the schemas that are made of the program's own definitions to schema/, which editors use; tests hold them
// fresh.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { SCHEMAS } = createRequire(import.meta.url)('../dist/schema.cjs');
for (const [name, schema] of Object.entries(SCHEMAS))
  writeFileSync(join(root, `schema/${name}.schema.json`), `${JSON.stringify(schema(), undefined, 2)}\n`);
