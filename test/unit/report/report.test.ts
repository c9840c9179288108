import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { wantsColour } from '../../../src/report/colour.ts';
import { pretty } from '../../../src/report/pretty.ts';
import { summaryLine } from '../../../src/report/summary.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const source = sourceText('pipestream-scaling.yaml', 'pools:\n  parser:\n    replicas: {min: 5, max: 2}\n');
const policy = sourceText('policies/organisation.yaml', '- id: ceiling\n');
const at = (text: string) => {
  const start = source.text.indexOf(text);
  return { source, start, end: start + text.length };
};

const inverted: Diagnostic = {
  id: 'bounds-inverted',
  messageId: 'found',
  severity: 'error',
  message: 'the minimum 5 is above the maximum 2',
  span: at('min: 5'),
  path: ['pools', 'parser', 'replicas', 'min'],
  related: [{ message: 'the maximum', span: at('max: 2') }],
  why: 'an autoscaler refuses such bounds, and the pool would keep whatever size it had on the day that somebody applied them',
  help: 'swap the two',
  fixes: [{ title: 'write "max: 5"', safety: 'unsafe', edits: [{ span: at('max: 2'), text: 'max: 5' }] }],
  environments: ['production', 'staging'],
};
const ceiling: Diagnostic = {
  id: 'ceiling',
  messageId: 'found',
  severity: 'warning',
  message: 'the pool is \u001b[31mlarge',
  span: at('parser'),
  related: [{ message: 'the policy', span: { source: policy, start: 6, end: 13 } }],
};
const unreadable: Diagnostic = {
  id: 'unreadable-file',
  messageId: 'found',
  severity: 'error',
  message: '"x.yaml" cannot be read: there is no such file',
  help: 'check the path',
};

describe('the report for people', () => {
  const report = `error  "x.yaml" cannot be read: there is no such file  [unreadable-file]
  = help: check the path

pipestream-scaling.yaml:2:3 warning  the pool is \\u{1b}[31mlarge  [ceiling]
  1 | pools:
> 2 |   parser:
    |   ^^^^^^
  3 |     replicas: {min: 5, max: 2}
  = see: policies/organisation.yaml:1:7 the policy
> 1 | - id: ceiling
    |       ^^^^^^^

pipestream-scaling.yaml:3:16 error  the minimum 5 is above the maximum 2  [bounds-inverted]
  1 | pools:
  2 |   parser:
> 3 |     replicas: {min: 5, max: 2}
    |                ^^^^^^
    |                        ^^^^^^ the maximum
  = why: an autoscaler refuses such bounds, and the pool would keep whatever
         size it had on the day that somebody applied them
  = help: swap the two
  = fix: write "max: 5" (--fix-unsafe)
  = in: production, staging

2 errors, 1 warning; 1 fixable with --fix-unsafe
`;

  it('shows place, frame, other places, why, help, fix and environments', () => {
    expect(pretty([unreadable, ceiling, inverted], { colour: false, width: 80 })).toBe(report);
  });

  it('does not depend on the order of finding', () => {
    expect(pretty([inverted, unreadable, ceiling], { colour: false, width: 80 })).toBe(report);
  });

  it('says the same in colour', () => {
    const coloured = pretty([unreadable, ceiling, inverted], { colour: true, width: 80 });
    expect(coloured).toContain('\u001b[1;31merror\u001b[0m');

    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(report);
  });

  it('says when there is nothing', () => {
    expect(pretty([], { colour: false, width: 80 })).toBe('no problems\n');
  });

  it.each([
    [[unreadable], '1 error'],
    [[unreadable, inverted], '2 errors; 1 fixable with --fix-unsafe'],
    [[ceiling, { ...ceiling, severity: 'information' as const }], '1 warning, 1 note'],
  ])('counts', (diagnostics, line) => {
    expect(summaryLine(diagnostics)).toBe(line);
  });
});

describe('colour', () => {
  it.each([
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR, which counts as unset', true, { NO_COLOR: '' }, true],
    ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0 on a terminal', true, { FORCE_COLOR: '0' }, false],
    ['NO_COLOR against FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('with %s', (_what, isTTY, env, expected) => {
    expect(wantsColour({ isTTY, env })).toBe(expected);
  });
});
