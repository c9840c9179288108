import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The name of every folder of examples/ of a repository, sorted: each has a configuration. */
export function examplesIn(root: string): readonly string[] {
  return readdirSync(join(root, 'examples'), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** `examples/http-api/pipestream-scaling.yaml` */
export function fileOfExample(name: string): string {
  return `examples/${name}/pipestream-scaling.yaml`;
}
