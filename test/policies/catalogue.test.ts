import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { completeExample } from '../../src/lint/engine/example.ts';
import { pathText } from '../../src/model/path.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { applyEdits } from '../../src/source/text-edits.ts';
import { POLICIES } from '../../policies/index.ts';
import { GROUPS } from '../../src/lint/engine/define-policy.ts';
import { lintExample } from './lint.ts';

test('every file under policies/ is in the index, in its group, once', () => {
  const files = GROUPS.flatMap(group =>
    readdirSync(new URL(`../../policies/${group}`, import.meta.url)).map(
      file => `${group}/${file.replace(/\.ts$/, '')}`,
    ),
  );
  expect(POLICIES.map(({ group, id }) => `${group}/${id}`)).toEqual(files);
});

test('policies explain only others that there are, and none itself by way of those', () => {
  const explained = new Map(POLICIES.map(({ id, explains = [] }) => [id, explains]));
  const reached = (id: string, seen: readonly string[]): readonly string[] =>
    (explained.get(id) ?? []).flatMap(other =>
      seen.includes(other) ? [other] : [other, ...reached(other, [...seen, other])],
    );
  for (const [id, explains] of explained) {
    expect(
      explains.filter(other => !explained.has(other)),
      id,
    ).toEqual([]);
    expect(reached(id, []), id).not.toContain(id);
  }
});

describe.each(POLICIES)('$id', policy => {
  const examples = policy.examples();

  test('says what, why and from where', () => {
    expect(policy.summary).toMatch(/^[A-Z].*\.$/);
    expect(policy.why).not.toMatch(/\.$/);
    expect(policy.source.length).toBeGreaterThan(3);
    for (const { text } of Object.values(policy.messages)) expect(text).not.toMatch(/[.\n]$/);
    expect(examples.bad.length).toBeGreaterThan(0);
    expect(examples.good.length).toBeGreaterThan(0);
    // Each message is shown by an example.
    expect(Object.keys(policy.messages).filter(id => !examples.bad.some(({ message }) => message === id))).toEqual([]);
  });

  test.each(examples.bad)('fires: $title', example => {
    const found = lintExample(example);
    const own = found.filter(({ id }) => id === policy.id);
    expect(
      own.map(({ path, messageId }) => ({ path: pathText(path ?? []), message: messageId })),
      'where, and which of its messages',
    ).toContainEqual({ path: example.path, message: example.message });
    expect(
      own.every(({ span }) => span !== undefined),
      'has a place',
    ).toBe(true);
    expect(
      own.every(({ message }) => !/\{\w+\}/.test(message)),
      'every hole is filled',
    ).toBe(true);
    expect([...new Set(found.map(({ id }) => id))].filter(id => id !== policy.id).sort(), 'nothing else fires').toEqual(
      [...(example.also ?? [])].sort(),
    );
  });

  test.each(examples.good)('does not fire: $title', example => {
    expect(lintExample(example).map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
  });

  test.each(examples.bad)('is mended by its fix, if it has one: $title', example => {
    const source = sourceText('example.yaml', completeExample(example.yaml, example.targets));
    for (const { fixes, path } of lintExample(example).filter(({ id }) => id === policy.id)) {
      for (const { edits, title } of fixes ?? []) {
        const edited = applyEdits(
          source,
          edits.map(edit => ({ ...edit, span: { ...edit.span, source } })),
        );
        if (edited.kind !== 'edited') throw new Error(`the edits of "${title}" overlap`);
        const again = lintExample({ ...example, yaml: edited.text }).filter(
          ({ id, path: other }) => id === policy.id && pathText(other ?? []) === pathText(path ?? []),
        );
        expect(again, title).toEqual([]);
      }
    }
  });
});
