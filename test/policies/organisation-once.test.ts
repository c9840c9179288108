import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { lint } from '../../src/cli/lint.ts';
import { organisationPolicies } from '../../src/config/organisation.ts';
import { compiledOnce } from '../../src/lint/organisation/compiled-once.ts';
import { sourceText } from '../../src/source/source-text.ts';

const policies = (most: number): string => `version: 1
policies:
  - { id: ceiling, severity: warning, scope: pool, assert: pool.replicas.max <= ${String(most)}, message: too many, why: a quota }
`;
const configuration = (index: number): string => `version: 1
name: shop-${String(index)}
targets: { kubernetes: { version: "1.32", namespace: shop-${String(index)} } }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: registry.example.com/api:1.0.0, cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70% }
`;

test('a file of policies is read and compiled once, whoever names it', () => {
  const [one] = organisationPolicies(sourceText('a.yaml', policies(5))).value;
  const [same] = organisationPolicies(sourceText('a.yaml', policies(5))).value;
  expect(one).toBeDefined();
  expect(same).toBe(one);
  if (one === undefined) return;
  expect(compiledOnce(one)).toBe(compiledOnce(one));
});

test('another text, and the same text in another file, are other policies with places of their own', () => {
  const [one] = organisationPolicies(sourceText('a.yaml', policies(5))).value;
  const [other] = organisationPolicies(sourceText('b.yaml', policies(5))).value;
  expect([one?.at.source.name, other?.at.source.name]).toEqual(['a.yaml', 'b.yaml']);
  const [changed] = organisationPolicies(sourceText('a.yaml', policies(7))).value;
  expect(changed?.assert.plain).toBe('pool.replicas.max <= 7');
  expect(organisationPolicies(sourceText('a.yaml', policies(5))).value[0]?.assert.plain).toBe('pool.replicas.max <= 5');
});

async function linted(most: number, files: number): Promise<{ readonly code: number; readonly err: string }> {
  const root = mkdtempSync(join(tmpdir(), 'pipestream-scaling-many-'));
  onTestFinished(() => {
    rmSync(root, { recursive: true });
  });
  const names = Array.from({ length: files }, (_, index) => {
    mkdirSync(join(root, String(index)));
    writeFileSync(join(root, String(index), 'shop.yaml'), configuration(index));
    return join(root, String(index), 'shop.yaml');
  });
  writeFileSync(join(root, 'ceiling.yaml'), policies(most));
  const parsed = parseArguments(['lint', '--policies', join(root, 'ceiling.yaml'), ...names]);
  if (parsed.kind !== 'run') throw new Error('no arguments of lint');
  let err = '';
  const code = await lint(parsed.arguments, {
    out: () => undefined,
    err: text => {
      err += text;
    },
    colour: false,
    width: 80,
    env: {},
  });
  return { code, err: err.replaceAll(root, '') };
}

test('policies that are shared are asked of each file, and each finding is at its own', async () => {
  const { err } = await linted(5, 3);
  expect(err.match(/^\S+ warning {2}too many {2}\[ceiling\]$/gm)).toEqual([
    '/0/shop.yaml:7:15 warning  too many  [ceiling]',
    '/1/shop.yaml:7:15 warning  too many  [ceiling]',
    '/2/shop.yaml:7:15 warning  too many  [ceiling]',
  ]);
});

test('a few files are told one by one, and many are summed up', async () => {
  expect((await linted(50, 2)).err).toBe(
    '/0/shop.yaml: no problems in default\n/1/shop.yaml: no problems in default\n',
  );
  expect((await linted(50, 21)).err).toBe('21 files: no problems\n');
});
