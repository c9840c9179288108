import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVERYTHING } from '../matrix/everything.ts';
import { set, text, without } from '../matrix/objects.ts';

const root = join(import.meta.dirname, '../..');
const PRIORITIES = ['low-cost', 'balanced', 'low-latency'];
const STAGES = ['fixed', 'observe', 'cpu', 'full'];
const PLATFORMS = ['kubernetes', 'ecs', 'both'] as const;
const EXAMPLE = readFileSync(join(root, 'pipestream-scaling.yaml'), 'utf8');

/** The example of the root and a system that uses everything: every priority, on every stage, on every platform. */
export const MATRIX: readonly string[] = [EXAMPLE, EVERYTHING].flatMap(system =>
  PRIORITIES.flatMap(priority => STAGES.flatMap(stage => PLATFORMS.map(on => varied(system, priority, stage, on)))),
);

/** What pools and overlays say of stage and priority goes, so that every pool has both in turn. */
function varied(system: string, priority: string, stage: string, on: (typeof PLATFORMS)[number]): string {
  return text(system, config => {
    const asked = set(set(config, ['priority'], priority), ['stage'], stage);
    if (on === 'both') return asked;
    return without(asked, on === 'ecs' ? 'kubernetes' : 'ecs');
  });
}

/** The example of the root, those of examples/, and the clean systems. */
export const SYSTEMS: readonly string[] = [
  EXAMPLE,
  ...readdirSync(join(root, 'examples')).map(name =>
    readFileSync(join(root, 'examples', name, 'pipestream-scaling.yaml'), 'utf8'),
  ),
  ...readdirSync(join(root, 'test/fixtures/clean'))
    .filter(name => name.endsWith('.yaml'))
    .map(name => readFileSync(join(root, 'test/fixtures/clean', name), 'utf8')),
];
