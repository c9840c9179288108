import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleFindings } from '../../../src/analysis/example-findings.ts';
import { CATALOGUES } from '../../../src/model/catalogue/catalogues.ts';
import { defineDiagnostics } from '../../../src/model/define-diagnostics.ts';
import { POLICIES } from '../../../policies/index.ts';

const ENTRIES = CATALOGUES.flatMap(({ specs }) => Object.entries(specs));

test('an id is declared once, and is not that of a policy', () => {
  const ids = [...POLICIES.map(({ id }) => id), ...ENTRIES.map(([id]) => id)];
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.filter(id => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test('every file of the catalogue is in it', () => {
  const folder = join(import.meta.dirname, '../../../src/model/catalogue');
  expect(readdirSync(folder).length - 1).toBe(CATALOGUES.length);
});

test('every sentence that is declared is said somewhere', () => {
  const sources = sourcesUnder(join(import.meta.dirname, '../../../src')).join('\n');
  const unsaid = ENTRIES.flatMap(([id, { messages }]) =>
    Object.keys(messages)
      .filter(messageId => !new RegExp(`(['"\`])${messageId}\\1`).test(sources))
      .map(messageId => `${id} ${messageId}`),
  );
  // These are chosen by the code of the system: `known` of FAILURE_CODES, and by the name of a scope.
  expect(unsaid.filter(said => !/^output-un(?:writable|readable) E[A-Z]+$/.test(said))).toEqual(
    ['policy-unknown-name pool', 'policy-unknown-name environment'].filter(said => unsaid.includes(said)),
  );
});

describe.each(ENTRIES)('%s', (id, { summary, why, messages, examples }) => {
  test('is a rule with a reason, in sentences that are built like the others', () => {
    expect(summary).toMatch(/^(?:Reports |[A-Z].* must (?:not )?).*\.$/);
    expect(why).not.toMatch(/[.\n]$/);
    for (const { text, help = '' } of Object.values(messages)) {
      expect(text).not.toMatch(/[.\n]$/);
      expect(help).not.toMatch(/\.$/);
    }
  });

  const shown = examples?.() ?? [];
  test.runIf(shown.length > 0).each(shown)('is found in its example: $title', example => {
    const own = exampleFindings(example).filter(found => found.id === id);
    expect(own.map(({ messageId }) => messageId)).toContain(example.message);
    expect(own.filter(({ message, help = '' }) => /\{\w+\}/.test(message + help))).toEqual([]);
    expect(own.filter(({ span }) => span === undefined)).toEqual([]);
  });
});

test('a sentence that is not declared is a bug, whatever the types were told', () => {
  const problem = defineDiagnostics('Test', {
    'a-rule': { summary: 'A rule must hold.', severity: 'error', why: 'w', messages: { found: { text: 'f' } } },
  });
  // @ts-expect-error: there is no such message
  expect(() => problem('a-rule', 'lost', {})).toThrow('a-rule has no message lost');
  // @ts-expect-error: there is no such rule
  expect(() => problem('no-rule', 'found', {})).toThrow('no-rule has no message found');
});

test('a hole is typed: what fills it must be given, and nothing else is taken for one', () => {
  const problem = defineDiagnostics('Test', {
    'a-rule': {
      summary: 'A rule must hold.',
      severity: 'warning',
      why: 'w',
      messages: {
        holes: { text: '{pool} has {count}', help: 'Write {gauge: …} or {name}' },
        none: { text: '"}" and "{" are text', severity: 'error' },
      },
    },
  });
  expect(problem('a-rule', 'holes', { data: { pool: '{count}', count: 2, name: '$1' } })).toEqual({
    id: 'a-rule',
    messageId: 'holes',
    severity: 'warning',
    message: '{count} has 2',
    why: 'w',
    help: 'Write {gauge: …} or $1',
    link: 'https://github.com/ai-pipestream/pipestream-scaling/blob/main/docs/diagnostics/a-rule.md',
  });
  expect(problem('a-rule', 'none', {})).toMatchObject({ severity: 'error', message: '"}" and "{" are text' });
  // @ts-expect-error: count and name are missing
  problem('a-rule', 'holes', { data: { pool: 'a' } });
  // @ts-expect-error: there is no data at all
  problem('a-rule', 'holes', {});
});

/** Texts of the program but for the catalogue itself. */
function sourcesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('catalogue'))
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
