import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/model/nearest.ts';

const KEYS = ['replicas', 'requests', 'kind', 'min', 'max', 'scaleUp', 'scaleDown', 'for'];

describe('the nearest known word', () => {
  it.each([
    ['a letter too few', 'replica', 'replicas'],
    ['a letter too many', 'kinnd', 'kind'],
    ['two swapped', 'fro', 'for'],
    ['another case', 'SCALEUP', 'scaleUp'],
    ['another way to join words', 'scale-down', 'scaleDown'],
    ['the nearer of two', 'mx', 'max'],
    ['nothing alike', 'containers', undefined],
    ['a short word that shares nothing', 'ab', undefined],
    ['an empty word', '', undefined],
  ])('for %s', (_what, written, expected) => {
    expect(nearest(written, KEYS)).toBe(expected);
  });
});
