import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainedPages } from '../../scripts/policy-docs.mjs';
import { CATALOGUES } from '../../src/model/catalogue/catalogues.ts';
import { POLICIES } from '../../policies/index.ts';

const docs = join(import.meta.dirname, '../../docs');
const pages: ReadonlyMap<string, string> = explainedPages();
const DIAGNOSTICS = CATALOGUES.flatMap(({ specs }) => Object.entries(specs));

test.each([
  ['policies', POLICIES.map(({ id }) => id)],
  ['diagnostics', DIAGNOSTICS.map(([id]) => id)],
])('docs/%s is what `npm run docs` writes, a page for each and the index', (folder, ids) => {
  const files = ['README.md', ...ids.map(id => `${id}.md`)].sort();
  expect(readdirSync(join(docs, folder)).sort()).toEqual(files);
  for (const file of files)
    expect(readFileSync(join(docs, folder, file), 'utf8'), file).toBe(pages.get(`${folder}/${file}`));
});

test('every bad example is shown with the frame that the terminal shows', () => {
  for (const { id, examples } of POLICIES) expectFrames(`policies/${id}.md`, id, examples().bad.length);
  for (const [id, { examples = () => [] }] of DIAGNOSTICS) expectFrames(`diagnostics/${id}.md`, id, examples().length);
});

function expectFrames(page: string, id: string, count: number): void {
  const text = pages.get(page) ?? '';
  expect(text.match(/^```text$/gm) ?? [], id).toHaveLength(count);
  expect(text.match(new RegExp(`\\[${id}\\]$`, 'gm'))?.length ?? 0, id).toBeGreaterThanOrEqual(count);
}
