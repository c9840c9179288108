import { describe, expect, test } from 'vitest';
import { because, originAt, unwrap } from '../../../src/model/sourced.ts';
import { renderTemplate } from '../../../src/targets/template.ts';

const tag = (key: string, value: string) => ({ key: because('test', key), value: because('test', value) });

describe('templates', () => {
  test.each([
    'plain',
    '"',
    '\\',
    '"}, "injected": {"a": "',
    '{{json secret}}',
    '{{{x}}}',
    '\u0001',
    '\u00010',
    '\n\r\u2028',
    '${x}',
    '</script>',
    '\ud83d\ude00',
  ])('no value can break out of its place: %j', value => {
    const tree = renderTemplate('ecs/stack-deployment', {
      templatePath: because('test', value),
      tags: [tag('a', value)],
    });
    expect(unwrap(tree)).toEqual({ 'template-file-path': value, parameters: {}, tags: { a: value } });
  });

  test('a key from data is a key, whatever it says', () => {
    const tree = renderTemplate('ecs/stack-deployment', {
      templatePath: because('test', 'x'),
      tags: [tag('"a": {', '1'), tag('\u0001', '2')],
    });
    expect(unwrap(tree)).toEqual({ 'template-file-path': 'x', parameters: {}, tags: { '"a": {': '1', '\u0001': '2' } });
  });

  test('numbers and booleans stay what they are, and origins survive', () => {
    const min = because('the declared minimum', 2);
    const tree = renderTemplate('ecs/scalable-target', {
      resourceId: because('test', 'service/a/b'),
      scaling: { min, max: because('test', 10), suspended: because('test', false) },
    });
    expect(unwrap(tree)).toMatchObject({
      MinCapacity: 2,
      MaxCapacity: 10,
      SuspendedState: { DynamicScalingInSuspended: false },
    });
    expect(originAt(tree, ['MinCapacity'])).toBe(min.origin);
    expect(originAt(tree, ['ServiceNamespace'])).toEqual({
      kind: 'chosen',
      why: 'layout of templates/ecs/scalable-target.hbs',
    });
  });

  test('a value that is not there is a bug of the caller, named', () => {
    expect(() => renderTemplate('ecs/scalable-target', { resourceId: because('test', 'x') })).toThrow(
      'templates/ecs/scalable-target.hbs prints a value that is not there',
    );
  });
});
