import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/config/parse.ts';
import { ELSEWHERE } from '../../../src/config/schema/elsewhere.ts';
import { analyse } from '../../../src/pipeline.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { flat, fields } from '../../../scripts/docs/fields.ts';

/** Each must have a sentence of its own. */
const ASKED = [
  ...['services', 'workloads', 'autoscaling', 'hpa', 'behavior', 'pdb', 'minReplicas', 'maxReplicaCount'],
  ...['cooldownPeriod', 'rps', 'triggers', 'strategy', 'annotations', 'team', 'owner', 'vpa', 'defaults'],
  ...['extends', 'include'],
];

const TOP = (key: string) => `version: 1
name: shop
${key}: {}
targets: { kubernetes: { version: "1.33", namespace: shop } }
pools:
  api: { kind: always-on, replicas: 1..3, signals: { cpu: 70% }, containers: { api: { image: "a.example/a:1", cpu: 1 } } }
`;
const IN_POOL = (key: string) => TOP('x').replace('x: {}\n', '').replace('{ kind', `{ ${key}: 1, kind`);

function helpFor(text: string): readonly (string | undefined)[] {
  const source = parse(sourceText('pipestream-scaling.yaml', text));
  return analyse(source, { today: '2026-01-01' })
    .diagnostics.filter(({ id }) => id === 'unknown-key')
    .map(({ help }) => help);
}

describe('a word of another tool', () => {
  test.each(ASKED)('%s is answered with one sentence at the top', word => {
    const says = ELSEWHERE.find(([one]) => one === word)?.[1].says.replaceAll('`', '"');
    expect(says).toMatch(/^[A-Z][^.]*(?:"[^"]*"[^.]*)*\.$/);
    expect(helpFor(TOP(word))).toEqual([says]);
  });

  test.each(ASKED)('%s is answered in a pool, or is a slip for a key of it', word => {
    const [help = ''] = helpFor(IN_POOL(word));
    expect(help).not.toContain('or 13 others');
    expect(help).not.toBe('');
  });

  test('is answered in an overlay, where it was written', () => {
    const text = `${TOP('x').replace('x: {}\n', '')}environments: { production: { pools: { api: { Max_Replicas: 3 } } } }\n`;
    expect(helpFor(text)).toEqual([expect.stringContaining('"replicas: { max: 10 }"')]);
  });

  test.each(ELSEWHERE)('%s is sent to a field that there is', (_, { field }) => {
    const known = flat(fields()).map(({ path }) => path);
    if (field !== undefined) expect(known).toContain(field);
  });

  test('does not hide a slip of the hand', () => {
    expect(helpFor(IN_POOL('workloads'))).toEqual(['write "workload"']);
    expect(helpFor(TOP('kafak'))).toEqual(['write "kafka"']);
  });
});
