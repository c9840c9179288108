import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { planSource } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { EXAMPLES } from './listed.ts';

const ROW =
  /^\| \[(?<name>[^\]]+)\]\((?<link>[^)]+)\) \| (?<system>[^|]+) \| (?<signals>[^|]+) \| (?<platforms>[^|]+) \|$/gm;
const PLATFORMS = { kubernetes: 'Kubernetes', ecs: 'ECS' } as const;
const rows = [...text('README.md').matchAll(ROW)].map(({ groups }) => groups ?? {});

test('the index has one line for each folder, in order', () => {
  expect(rows.map(({ name }) => name)).toEqual(EXAMPLES);
});

describe.each(rows)('$name', ({ name, link, platforms }) => {
  test('links to the configuration, and names the platforms of its pools', () => {
    expect(link).toBe(`${String(name)}/pipestream-scaling.yaml`);
    const pools = planSource(sourceText('any.yaml', text(String(link)))).value.flatMap(({ plan }) => plan.pools);
    const used = (['kubernetes', 'ecs'] as const).filter(target => pools.some(({ on }) => on[target] !== undefined));
    expect(platforms).toBe(used.map(target => PLATFORMS[target]).join(', '));
  });
});

function text(file: string): string {
  return readFileSync(new URL(`../../examples/${file}`, import.meta.url), 'utf8');
}
