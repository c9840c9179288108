import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { COMMAND_NAMES } from '../../src/cli/options.ts';
import { isConfiguration } from '../../src/lsp/configurations.ts';
import { FIX_ALL } from '../../src/lsp/quick-fixes.ts';

const guide = readFileSync(new URL('../../docs/guides/editor.md', import.meta.url), 'utf8');

test('the guide names the command and the action as they are', () => {
  expect(COMMAND_NAMES).toContain('lsp');
  for (const start of [
    '"glspc.server.commandArguments": ["lsp"]',
    "cmd = { 'pipestream-scaling', 'lsp' }",
    'args = ["lsp"]',
    `"${FIX_ALL}": "explicit"`,
  ])
    expect(guide).toContain(start);
});

test('the lines that name a schema in the guide make a file a configuration', () => {
  const lines = guide.match(/^# yaml-language-server: .*$/gm) ?? [];
  expect(lines).toHaveLength(2);
  for (const line of lines)
    expect(isConfiguration(TextDocument.create('file:///shop.yaml', 'yaml', 1, `${line}\nversion: 1\n`))).toBe(true);
});

test.each([
  ['file:///srv/pipestream-scaling.yaml', true],
  ['file:///srv/shop.pipestream-scaling.yml', true],
  ['file:///srv/out/production/kubernetes/kustomization.yaml', false],
  ['file:///srv/not-pipestream-scaling.yaml', false],
])('%s is a configuration: %s', (uri, expected) => {
  expect(isConfiguration(TextDocument.create(uri, 'yaml', 1, 'version: 1\n'))).toBe(expected);
});
