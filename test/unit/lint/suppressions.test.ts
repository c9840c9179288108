import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/config/parse.ts';
import { suppress } from '../../../src/lint/engine/suppressions.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { fc } from '../../properties.ts';

const known = ['never-wakes', 'fallback-to-zero'];

/** Findings of never-wakes at each `HERE`. */
function left(text: string, today = '2026-11-24'): readonly string[] {
  const source = sourceText('scaling.yaml', text);
  const findings = [...text.matchAll(/HERE/g)].map(
    ({ index }): Diagnostic => ({
      id: 'never-wakes',
      messageId: 'found',
      severity: 'error',
      message: 'm',
      span: { source, start: index, end: index + 4 },
    }),
  );
  return suppress(findings, { today, known, judged: () => true, comments: parse(source).comments }).diagnostics.map(
    ({ id, span }) => `${id} ${String(source.positionAt(span?.start ?? 0).line)}`,
  );
}

describe('a suppression', () => {
  test.each([
    [
      'behind an entry hides its line',
      'a: HERE # pipestream-scaling-ignore never-wakes -- meant\nb: HERE\n',
      ['never-wakes 2'],
    ],
    [
      'before an entry hides it and all beneath',
      '# pipestream-scaling-ignore never-wakes -- meant\na:\n  b: HERE\n\n  # c\n  c: HERE\nd: HERE\n',
      ['never-wakes 7'],
    ],
    [
      'before another comment holds for the entry below both',
      '# pipestream-scaling-ignore never-wakes -- meant\n# more\na: HERE\n',
      [],
    ],
    ['holds on its date', 'a: HERE # pipestream-scaling-ignore never-wakes until 2026-11-24 -- meant\n', []],
    ['of CRLF lines', 'a: HERE # pipestream-scaling-ignore never-wakes -- meant\r\nb: 1\r\n', []],
    ['with a dash in its reason', 'a: HERE # pipestream-scaling-ignore never-wakes -- a -- b\n', []],
    [
      'past its date hides nothing and says so',
      'a: HERE # pipestream-scaling-ignore never-wakes until 2026-11-23 -- meant\n',
      ['never-wakes 1', 'expired-suppression 1'],
    ],
    [
      'without a reason hides nothing and says so',
      'a: HERE # pipestream-scaling-ignore never-wakes\n',
      ['never-wakes 1', 'suppression-without-reason 1'],
    ],
    [
      'with an empty reason',
      'a: HERE # pipestream-scaling-ignore never-wakes -- \n',
      ['never-wakes 1', 'suppression-without-reason 1'],
    ],
    [
      'of an unknown policy',
      'a: HERE # pipestream-scaling-ignore never-wake -- meant\n',
      ['never-wakes 1', 'unknown-policy 1'],
    ],
    ['of no policy', 'a: HERE # pipestream-scaling-ignore\n', ['never-wakes 1', 'suppression-without-policy 1']],
    [
      'with a date that is none',
      'a: HERE # pipestream-scaling-ignore never-wakes until 2026-02-30 -- meant\n',
      ['never-wakes 1', 'suppression-date 1'],
    ],
    [
      'with a word in place of until',
      'a: HERE # pipestream-scaling-ignore never-wakes for-now -- meant\n',
      ['never-wakes 1', 'suppression-date 1'],
    ],
    ['of nothing', 'a: 1 # pipestream-scaling-ignore never-wakes -- meant\n', ['unused-suppression 1']],
    [
      'of another policy',
      'a: HERE # pipestream-scaling-ignore fallback-to-zero -- meant\n',
      ['never-wakes 1', 'unused-suppression 1'],
    ],
    ['inside a quoted text is none', 'a: "HERE # pipestream-scaling-ignore never-wakes -- meant"\n', ['never-wakes 1']],
    [
      'inside a block text is none',
      'a: |\n  # pipestream-scaling-ignore never-wakes -- meant\n  HERE\n',
      ['never-wakes 3'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(left(text)).toEqual(expected);
  });

  test('of nothing is taken out by its fix, and every other byte stays', () => {
    const source = sourceText(
      'scaling.yaml',
      'a: 1   # pipestream-scaling-ignore never-wakes -- meant\r\n  # pipestream-scaling-ignore never-wakes -- meant\r\nb: 2\r\n',
    );
    const edits = suppress([], {
      today: '2026-11-24',
      known,
      judged: () => true,
      comments: parse(source).comments,
    })
      .diagnostics.flatMap(({ fixes = [] }) => fixes.flatMap(fix => fix.edits))
      .sort((a, b) => b.span.start - a.span.start);
    expect(
      edits.reduce((text, { span, text: by }) => text.slice(0, span.start) + by + text.slice(span.end), source.text),
    ).toBe('a: 1\r\nb: 2\r\n');
  });

  test('any text at all is read without a stack trace, and hides nothing of another id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, at) => {
        const source = sourceText('scaling.yaml', `${text}# pipestream-scaling-ignore ${text}`);
        const finding: Diagnostic = {
          id: 'wrong-type',
          messageId: 'found',
          severity: 'error',
          message: 'm',
          span: { source, start: at % source.text.length, end: source.text.length },
        };
        expect(
          suppress([finding], {
            today: '2026-11-24',
            known,
            judged: () => true,
            comments: parse(source).comments,
          }).diagnostics,
        ).toContain(finding);
      }),
    );
  });
});
