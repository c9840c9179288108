import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { MACHINE } from '../../../src/report/formats.ts';
import { logText } from '../../../src/report/log-text.ts';
import { pretty } from '../../../src/report/pretty.ts';
import { screenText } from '../../../src/report/screen-text.ts';
import { sourceText } from '../../../src/source/source-text.ts';

/** What actions/runner, Azure Pipelines and TeamCity take for a command. */
const COMMAND = /^\s*::|##\[|##vso\[|##teamcity\[/m;

test.each([
  ['::error::x', '\\u{3a}:error::x'],
  ['a\n \t::error::x', 'a\n \t\\u{3a}:error::x'],
  ['a ::error::x', 'a ::error::x'],
  ['a ##[error]x ##vso[task] # #[', 'a #\\u{23}[error]x #\\u{23}vso[task] # #['],
  ['\u001b]8;;https://evil.example\u0007a', '\\u{1b}]8;;https://evil.example\\u{7}a'],
  ['\u009b31m\u202ea\r', '\\u{9b}31m\\u{202e}a\\u{d}'],
])('%j goes into a log as %j', (text, expected) => {
  expect(logText(text)).toBe(expected);
});

test('colours stay where there are colours, and a command behind one is none', () => {
  expect(logText('\u001b[1;31merror\u001b[0m \u001b[2J', true)).toBe('\u001b[1;31merror\u001b[0m \\u{1b}[2J');
  expect(logText('\u001b[1m::error::x\u001b[0m', true)).toBe('\u001b[1m\\u{3a}:error::x\u001b[0m');
});

test('marks without a width are shown, and joiners stay between letters that they join', () => {
  expect(screenText('a\u200bb\u00adc\u{e0041}d\u200de')).toBe('a\\u{200b}b\\u{ad}c\\u{e0041}d\\u{200d}e');
  expect(screenText('👩‍💻 می‌خواهم')).toBe('👩‍💻 می‌خواهم');
});

/** Everything that a user may name, in every place of a finding. */
const HOSTILE = '::error::x ##[error]y \u001b[2J\u202ez\u200b ::add-mask::w';
const source = sourceText(`${HOSTILE}.yaml`, `a: ::error::x ##[error]y\n::warning::b\n`);
const span = { source, start: 27, end: 30 };
const finding: Diagnostic = {
  id: 'a-rule',
  messageId: 'm',
  severity: 'error',
  message: `${'x'.repeat(70)} ${HOSTILE}`,
  span,
  path: ['pools', HOSTILE],
  why: `${'x'.repeat(70)} ${HOSTILE}`,
  help: HOSTILE,
  steps: [{ does: HOSTILE, command: HOSTILE }],
  related: [{ message: HOSTILE, span }],
  environments: [HOSTILE],
};
const CONTEXT = { version: '1', rules: [], catalogue: [], files: [source.name] };

test('no line of a report is a command to the runner, nor moves its cursor', () => {
  const reports = {
    pretty: logText(pretty([finding], { colour: false, width: 80 })),
    json: MACHINE.json([finding], CONTEXT),
    sarif: MACHINE.sarif([finding], CONTEXT),
    junit: MACHINE.junit([finding], CONTEXT),
    markdown: MACHINE.markdown([finding], CONTEXT),
  };
  for (const [format, text] of Object.entries(reports)) expect([format, COMMAND.exec(text)]).toEqual([format, null]);
  for (const format of ['pretty', 'junit', 'markdown'] as const)
    expect(reports[format]).not.toMatch(/[\u001b\u202e\u200b]/);
  // What a program reads is what was written.
  expect(JSON.stringify(JSON.parse(reports.json))).toContain('##[error]y');
});

test('the format of workflow commands has its own, and no other', () => {
  const lines = MACHINE.github([finding], CONTEXT).trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^::error file=/);
  expect(lines[0]).not.toMatch(/##\[|[\u001b\u202e\u200b]/);
});
