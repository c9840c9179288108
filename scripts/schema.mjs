// Writes schema/pipestream-scaling.schema.json, which editors use; a test holds it fresh.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
writeFileSync(join(root, 'schema/pipestream-scaling.schema.json'), execFileSync(process.execPath, [join(root, 'bin/pipestream-scaling.cjs'), 'schema']));
