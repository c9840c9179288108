import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesByPackage, writeNotices } from '../../scripts/notices.mjs';

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

describe('what is packed', () => {
  /** Nothing is made anew for it: tests beside this one run what is in dist/. */
  const packed = (): readonly string[] => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(stdout);
    return files.map(({ path }) => path);
  };
  const files = packed();
  const BUNDLES: Readonly<Record<string, readonly string[]>> = JSON.parse(
    readFileSync(join(root, 'generated/bundles.json'), 'utf8'),
  );

  test('is what the command needs, and what says who made it', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'SECURITY.md',
        'THIRD_PARTY_NOTICES',
        'bin/code-cache.cjs',
        'bin/pipestream-scaling.cjs',
        'dist/lint.cjs',
        'dist/pipeline.cjs',
        'generated/cel.cjs',
        'generated/yaml.cjs',
        'generated/promql-grammar.cjs',
        'generated/validators/aws.cjs',
      ]),
    );
  });

  test('is no code that cannot be read, and every bundle is there', () => {
    expect(files.filter(file => /\.(?:cache|node|wasm)$/.test(file))).toEqual([]);
    const bundles = files.filter(file => /^dist\/[^/]+\.cjs$/.test(file)).map(file => basename(file));
    expect(bundles.toSorted()).toEqual(
      Object.keys(BUNDLES)
        .filter(
          file => file.endsWith('.cjs') && !['cel.cjs', 'promql-grammar.cjs', 'semver.cjs', 'yaml.cjs'].includes(file),
        )
        .toSorted(),
    );
  });

  test('has no path and no name of the machine that packs it', () => {
    const names = [root, realRoot(), join(homedir(), '/'), ...(hostname().length > 7 ? [hostname()] : [])];
    const leaking = files.filter(file => {
      const bytes = readFileSync(join(root, file));
      return names.some(name => bytes.includes(name));
    });
    expect(leaking).toEqual([]);
  });
});

function realRoot(): string {
  return execFileSync(process.execPath, ['-p', 'process.cwd()'], { cwd: root, encoding: 'utf8' }).trim();
}

describe('THIRD_PARTY_NOTICES', () => {
  const notices = readFileSync(join(root, 'THIRD_PARTY_NOTICES'), 'utf8');
  const inputs: readonly string[] = Object.values<readonly string[]>(
    JSON.parse(readFileSync(join(root, 'generated/bundles.json'), 'utf8')),
  ).flat();
  const folders = [...filesByPackage(inputs).keys()];

  test('is of more than a few packages, those of CEL and of the validators among them', () => {
    expect(folders).toEqual(
      expect.arrayContaining([
        'node_modules/yaml',
        'node_modules/zod',
        'node_modules/@bufbuild/cel',
        'node_modules/ajv',
      ]),
    );
    expect(folders.length).toBeGreaterThan(20);
  });

  test.each(folders)('%s: its version, and every text of its licence', folder => {
    const { name, version }: { name: string; version: string } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    );
    const [, section = ''] = notices.split(`\n${name} ${version} (`);
    const text = section.split('='.repeat(80))[0] ?? '';
    const own = readdirSync(join(root, folder)).filter(file => /^(?:licen[cs]e|notice|copying|thirdparty)/i.test(file));
    for (const file of own)
      expect(text).toContain(
        readFileSync(join(root, folder, file), 'utf8')
          .replaceAll('\r\n', '\n')
          .trim(),
      );
    expect(text).toMatch(
      /Permission is hereby granted|Permission to use, copy|TERMS AND CONDITIONS|Redistribution and use/,
    );
  });

  test('has both licences of protobuf, whose package comes without their texts', () => {
    const [, section = ''] = notices.split('\n@bufbuild/protobuf ');
    const text = section.split('='.repeat(80))[0] ?? '';
    expect(text).toContain('Copyright 2008 Google Inc.');
    expect(text).toContain('Redistributions of source code must retain');
    expect(text).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
  });

  test('is as the bundler left it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pipestream-scaling-notices-'));
    try {
      expect(existsSync(join(root, 'THIRD_PARTY_NOTICES'))).toBe(true);
      // The same inputs in another folder, whose packages are those of this one.
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
      writeNotices(
        folder,
        inputs.filter(input => input.includes('node_modules/')),
      );
      expect(readFileSync(join(folder, 'THIRD_PARTY_NOTICES'), 'utf8')).toBe(notices);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    ['has no licence', {}],
    ['has one that names its author, and not the text', { license: 'MIT' }],
    ['has two, and one of them without its text', { license: '(Apache-2.0 AND BSD-3-Clause)' }],
  ])('fails where a package %s', (_what, license) => {
    const folder = mkdtempSync(join(tmpdir(), 'pipestream-scaling-notices-'));
    try {
      mkdirSync(join(folder, 'node_modules/bare'), { recursive: true });
      writeFileSync(
        join(folder, 'node_modules/bare/package.json'),
        JSON.stringify({ name: 'bare', version: '1.0.0', ...license }),
      );
      writeFileSync(join(folder, 'node_modules/bare/index.js'), 'module.exports = 1;\n');
      expect(() => {
        writeNotices(folder, ['src/a.ts', 'node_modules/bare/index.js']);
      }).toThrow('bare 1.0.0 comes without the text of its licence');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
