import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What a module of another project would print; a package knows itself by its name too. */
function printed(module: string): unknown {
  const text = execFileSync(process.execPath, ['--input-type=module', '--eval', module], {
    cwd: root,
    encoding: 'utf8',
  });
  return JSON.parse(text);
}

test('the package gives the phases to whoever imports it: what is found, and the files that are committed', () => {
  const said = printed(`
    import { analyse, compile, parse, read, readSurroundings } from 'pipestream-scaling';
    const { value: source } = read('pipestream-scaling.yaml', 'pipestream-scaling.yaml');
    const parsed = parse(source);
    const { diagnostics } = analyse(parsed, readSurroundings('pipestream-scaling.yaml').of(parsed));
    const [first] = compile(source).value;
    console.log(JSON.stringify({
      errors: diagnostics.filter(({ severity }) => severity === 'error'),
      report: [first.name, first.rendered.find(({ path }) => path === 'REPORT.md').text],
    }));
  `);
  expect(said).toEqual({
    errors: [],
    report: ['staging', readFileSync(join(root, 'out/staging/REPORT.md'), 'utf8')],
  });
});

test('analyse reads nothing: what is beside a configuration is what it is given', () => {
  const said = printed(`
    import { analyse, parse, sourceText } from 'pipestream-scaling';
    const text = 'policies: [policies/organisation.yaml]\\n' + \`version: 1
name: shop
targets: { kubernetes: { version: "1.33", namespace: shop } }
pools:
  web:
    kind: always-on
    replicas: 2..60
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
\`;
    const own = sourceText('own.yaml', \`version: 1
policies:
  - { id: ceiling, severity: error, scope: pool, assert: pool.replicas.max <= 50, message: too many, why: so }
\`);
    const parsed = parse(sourceText('pipestream-scaling.yaml', text));
    const ids = policyFiles => analyse(parsed, { today: '2026-11-24', policyFiles }).diagnostics
      .filter(({ severity }) => severity === 'error').map(({ id }) => id);
    console.log(JSON.stringify([
      ids(undefined),
      ids(new Map([['policies/organisation.yaml', { value: own, diagnostics: [] }]])),
    ]));
  `);
  expect(said).toEqual([['policy-file-unreadable'], ['ceiling']]);
});
