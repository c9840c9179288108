import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { policyPages } from '../../scripts/policy-docs.mjs';
import { POLICIES } from '../../policies/index.ts';

const folder = join(import.meta.dirname, '../../docs/policies');
const pages: ReadonlyMap<string, string> = policyPages();

test('docs/policies is what `npm run docs` writes, a page for each policy and the index', () => {
  expect([...pages.keys()].sort()).toEqual(['README.md', ...POLICIES.map(({ id }) => `${id}.md`)].sort());
  expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  for (const [file, text] of pages) expect(readFileSync(join(folder, file), 'utf8'), file).toBe(text);
});

test('every bad example is shown with the frame that the terminal shows', () => {
  for (const { id, examples } of POLICIES) {
    const page = pages.get(`${id}.md`) ?? '';
    expect(page.match(/^```text$/gm), id).toHaveLength(examples().bad.length);
    expect(page.match(new RegExp(`\\[${id}\\]$`, 'gm'))?.length ?? 0, id).toBeGreaterThanOrEqual(examples().bad.length);
  }
});
