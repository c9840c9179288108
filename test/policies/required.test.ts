import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { parseArguments } from '../../src/cli/arguments.ts';
import { build } from '../../src/cli/build.ts';
import { lint } from '../../src/cli/lint.ts';
import { organisationPolicies } from '../../src/config/organisation.ts';
import { parse } from '../../src/config/parse.ts';
import { completeExample } from '../../src/lint/engine/example.ts';
import type { Diagnostic, Severity } from '../../src/model/diagnostic.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { POLICIES } from '../../policies/index.ts';

const CEILING = `version: 1
policies:
  - { id: ceiling, severity: warning, scope: pool, assert: pool.replicas.max <= 5, message: too many, why: the quota }
`;
const SHOP = `version: 1
name: shop
targets: { kubernetes: { version: "1.32", namespace: shop } }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:latest", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70% }
`;

interface Beside {
  readonly require?: readonly string[];
  readonly policies?: string;
  readonly baseline?: string | undefined;
}

function analysed(text: string, { require = [], policies, baseline }: Beside) {
  const own = policies === undefined ? [] : organisationPolicies(sourceText('ci/policies.yaml', policies)).value;
  return analyse(parse(sourceText('shop.yaml', text)), {
    today: '2026-11-24',
    required: { policies: own, ids: require },
    baseline: baseline === undefined ? undefined : sourceText('baseline.json', baseline),
  });
}

/** `warning shop.yaml:7`, and below it the lines that were meant to silence it. */
function told(diagnostics: readonly Diagnostic[], id: string): readonly string[] {
  const lineOf = (span: Diagnostic['span']): string =>
    span === undefined ? '-' : `${span.source.name}:${String(span.source.positionAt(span.start).line)}`;
  return diagnostics
    .filter(found => found.id === id)
    .flatMap(({ severity, span, related = [] }) => [
      `${severity} ${lineOf(span)}`,
      ...related
        .filter(({ message }) => message === `this has no effect: the command line requires "${id}"`)
        .map(other => `  ${lineOf(other.span)}`),
    ]);
}

const IGNORED = SHOP.replace('    replicas', '    # pipestream-scaling-ignore ceiling -- we are special\n    replicas');
const ACCEPTED = '{ "findings": [\n{ "policy": "ceiling", "path": "pools.api.replicas.max" }] }\n';

describe('the policies of --policies hold whatever the repository says', () => {
  test.each<[string, string, string | undefined, readonly string[]]>([
    ['without a line that names them', SHOP, undefined, ['warning shop.yaml:7']],
    [
      'off in lint.rules',
      `${SHOP}lint: { rules: { ceiling: off } }\n`,
      undefined,
      ['warning shop.yaml:7', '  shop.yaml:10'],
    ],
    [
      'lowered in lint.rules',
      `${SHOP}lint: { rules: { ceiling: information } }\n`,
      undefined,
      ['warning shop.yaml:7', '  shop.yaml:10'],
    ],
    ['raised in lint.rules', `${SHOP}lint: { rules: { ceiling: error } }\n`, undefined, ['error shop.yaml:7']],
    ['suppressed by a comment', IGNORED, undefined, ['warning shop.yaml:8', '  shop.yaml:7']],
    ['accepted in the baseline', SHOP, ACCEPTED, ['warning shop.yaml:7', '  baseline.json:2']],
    [
      'off in the overlay of an environment',
      `${SHOP}environments: { a: {}, b: { lint: { rules: { ceiling: off } } } }\n`,
      undefined,
      ['warning shop.yaml:7', '  shop.yaml:10'],
    ],
    [
      'all of it at once',
      `${IGNORED}lint: { rules: { ceiling: off } }\n`,
      ACCEPTED,
      ['warning shop.yaml:8', '  shop.yaml:11', '  shop.yaml:7', '  baseline.json:2'],
    ],
  ])('%s', (_what, text, baseline, expected) => {
    const { diagnostics, suppressed } = analysed(text, { policies: CEILING, baseline });
    expect(told(diagnostics, 'ceiling')).toEqual(expected);
    expect(suppressed.map(({ finding }) => finding.id)).not.toContain('ceiling');
    // A comment and an entry that met their finding are neither unused nor stale.
    expect(diagnostics.map(({ id }) => id)).not.toContain('unused-suppression');
    expect(diagnostics.map(({ id }) => id)).not.toContain('stale-baseline');
  });

  test('over a policy of the same id that the configuration brings, which is not asked', () => {
    const mild = CEILING.replace('<= 5', '<= 500');
    const { diagnostics } = analyse(parse(sourceText('shop.yaml', `${SHOP}policies: [own.yaml]\n`)), {
      today: '2026-11-24',
      policyFiles: new Map([['own.yaml', { value: sourceText('own.yaml', mild), diagnostics: [] }]]),
      required: { policies: organisationPolicies(sourceText('ci/policies.yaml', CEILING)).value, ids: [] },
    });
    expect(told(diagnostics, 'ceiling')).toEqual(['warning shop.yaml:7']);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('--require', () => {
  test('of a policy that the configuration brings holds in every environment', () => {
    const text = `${SHOP}environments:\n  a: { policies: [own.yaml], lint: { rules: { ceiling: off } } }\n  b: {}\n`;
    const { diagnostics } = analyse(parse(sourceText('shop.yaml', text)), {
      today: '2026-11-24',
      policyFiles: new Map([['own.yaml', { value: sourceText('own.yaml', CEILING), diagnostics: [] }]]),
      required: { policies: [], ids: ['ceiling'] },
    });
    expect(diagnostics.filter(({ id }) => id === 'ceiling').map(({ environments }) => environments)).toEqual([
      undefined,
    ]);
  });

  test('takes the options of the policy itself, as one that is set high enough silences it', () => {
    const text = completeExample(
      `pools:
  worker:
    kind: always-on
    replicas: 2..200
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: { target: 5% } }
lint: { rules: { threshold-far-from-document: { options: { times: 1000 } } } }
`,
      'kubernetes',
    );
    const id = 'threshold-far-from-document';
    const free = analysed(text, {});
    expect(told(free.diagnostics, id)).toEqual([]);
    const [found = '', ...notes] = told(analysed(text, { require: [id] }).diagnostics, id);
    expect([found, ...notes]).toEqual(['warning shop.yaml:6', '  shop.yaml:7']);
  });

  test('reports a finding that would be a note of another one, which can be suppressed', () => {
    const consequences = POLICIES.flatMap(({ id, examples, explains = [] }) =>
      examples()
        .bad.slice(0, 1)
        .map(example => ({ id, example, explains })),
    ).flatMap(({ id, example, explains }) => {
      const text = completeExample(example.yaml, example.targets);
      const reported = new Set(analysed(text, {}).diagnostics.map(found => found.id));
      return explains
        .filter(other => !reported.has(other))
        .filter(other => analysed(text, { require: [other] }).diagnostics.some(found => found.id === other))
        .map(other => ({ cause: id, other, text }));
    });
    expect(consequences.length).toBeGreaterThan(2);
    for (const { cause, other, text } of consequences) {
      const silenced = `# pipestream-scaling-ignore ${cause} -- so\n${text}`;
      expect(analysed(silenced, { require: [other] }).diagnostics.map(({ id }) => id)).toContain(other);
    }
  });

  const RANK: Readonly<Record<Severity, number>> = { information: 1, warning: 2, error: 3 };
  const examples = POLICIES.flatMap(({ id, examples: of }) =>
    of()
      .bad.slice(0, 1)
      .filter(({ before, yaml }) => before === undefined && !/^lint:/m.test(yaml) && !yaml.includes('manifest:'))
      .map(example => ({ id, text: completeExample(example.yaml, example.targets) })),
  );

  test('holds for every built-in policy that is off, at its own severity', () => {
    expect(examples.length).toBeGreaterThan(60);
    const wrong = examples.flatMap(({ id, text }) => {
      const found = (where: string, require: readonly string[]): Severity | undefined =>
        analysed(where, { require }).diagnostics.find(one => one.id === id)?.severity;
      const own = found(text.replace(/^version: 1$/m, 'version: 1\nlint: { level: strict }'), [id]);
      const off = `${text}lint: { rules: { ${id}: off } }\n`;
      const required = found(off, [id]);
      const silent = found(off, []);
      return own !== undefined && silent === undefined && required !== undefined && RANK[required] >= RANK[own]
        ? []
        : [`${id}: ${String(own)}, off ${String(silent)}, required ${String(required)}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('on the command line', () => {
  let folder = '';
  let before = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pipestream-scaling-required-'));
    before = process.cwd();
    process.chdir(folder);
    mkdirSync('ci');
    writeFileSync('ci/policies.yaml', CEILING.replace('warning', 'error'));
    writeFileSync('pipestream-scaling.yaml', IGNORED);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  async function run(...argv: readonly string[]) {
    const parsed = parseArguments(argv);
    if (parsed.kind !== 'run') throw new Error(JSON.stringify(parsed));
    const said = { out: '', err: '' };
    const code = await { lint, build }[parsed.arguments.command === 'build' ? 'build' : 'lint'](parsed.arguments, {
      out: text => {
        said.out += text;
      },
      err: text => {
        said.err += text;
      },
      colour: false,
      width: 200,
      env: {},
    });
    return { code, ...said };
  }

  test.each([
    ['lint', 1],
    ['build', 1],
    ['build --check', 1],
  ])('%s fails on a required policy that the repository suppresses, and writes nothing', async (command, code) => {
    const found = await run(...command.split(' '), '--policies', 'ci/policies.yaml');
    expect(found).toMatchObject({ code });
    expect(found.err).toContain('[ceiling]');
    expect(found.err).toContain('this has no effect: the command line requires "ceiling"');
    expect(readdirSync('.')).toEqual(['ci', 'pipestream-scaling.yaml']);
  });

  test.each(['json', 'sarif', 'code-scanning', 'github', 'junit', 'markdown'])(
    '%s has the finding too',
    async format => {
      const { code, out } = await run('lint', '--policies', 'ci/policies.yaml', '--format', format);
      expect([code, out.includes('too many')]).toEqual([1, true]);
    },
  );

  test.each(['lint', 'build'])('%s of an unknown policy ends with 2 and the nearest name', async command => {
    writeFileSync('pipestream-scaling.yaml', SHOP);
    expect(await run(command, '--require', 'image-not-pined')).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        '--require names a policy that does not exist: "image-not-pined"; did you mean "image-not-pinned"?',
      ),
    });
    expect(await run(command, '--policies', 'ci/policies.yaml', '--require', 'cieling')).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean "ceiling"?'),
    });
    // A policy that the configuration no longer brings is unknown, and no pass.
    expect(await run(command, '--require', 'ceiling')).toMatchObject({ code: 2 });
    expect(readdirSync('.')).toEqual(['ci', 'pipestream-scaling.yaml']);
  });

  test.each([
    ['is missing', undefined, '"ci/other.yaml" cannot be read: there is no such file'],
    ['is a folder', 'folder', 'ci/other.yaml'],
    ['has no policy', 'version: 1\npolicies: []\n', 'expected at least one policy'],
    ['is not as its schema says', 'version: 1\npolicies: [{ id: a }]\n', 'severity'],
  ])('a policy file that %s ends with 2', async (_what, text, said) => {
    if (text === 'folder') mkdirSync('ci/other.yaml');
    else if (text !== undefined) writeFileSync('ci/other.yaml', text);
    for (const command of ['lint', 'build']) {
      const { code, err } = await run(command, '--policies', 'ci/other.yaml');
      expect([code, err.includes(said)], err).toEqual([2, true]);
    }
  });

  test('a policy of such a file that has the id of a built-in one is an error', async () => {
    writeFileSync('ci/policies.yaml', CEILING.replace('ceiling', 'image-not-pinned'));
    expect(await run('lint', '--policies', 'ci/policies.yaml')).toMatchObject({
      code: 1,
      err: expect.stringContaining('[policy-id-taken]'),
    });
  });

  test('--update-baseline accepts nothing that is required', async () => {
    const { code, err } = await run(
      'lint',
      '--update-baseline',
      '--policies',
      'ci/policies.yaml',
      '--require',
      'image-not-pinned',
    );
    expect(code).toBe(1);
    expect(err).toContain('[ceiling]');
    const { findings } = JSON.parse(readFileSync('pipestream-scaling-baseline.json', 'utf8'));
    expect(findings.map(({ policy }: { policy: string }) => policy)).not.toContain('ceiling');
    expect(findings.map(({ policy }: { policy: string }) => policy)).not.toContain('image-not-pinned');
  });

  test('one lint writes several formats', async () => {
    const { code, out } = await run(
      ...['lint', '--format', 'github', '--output', 'sarif=a=b.sarif', '--output', 'json=findings.json'],
      ...['--require', 'image-not-pinned'],
    );
    expect([code, out]).toEqual([1, expect.stringMatching(/^::error /)]);
    expect(JSON.parse(readFileSync('a=b.sarif', 'utf8')).runs).toHaveLength(1);
    expect(JSON.parse(readFileSync('findings.json', 'utf8')).summary.warning).toBeGreaterThan(0);
  });

  test('an output that cannot be written ends with 2, and says which', async () => {
    expect(await run('lint', '--output', 'sarif=nowhere/x.sarif')).toMatchObject({
      code: 2,
      err: expect.stringContaining('nowhere/x.sarif'),
    });
    expect(await run('build', '--output', 'sarif=nowhere/x.sarif')).toMatchObject({ code: 2 });
  });

  test.each([
    ['sarif', '--output names no file: write --output sarif=<file>'],
    ['sarif=', '--output names no file: write --output sarif=<file>'],
    ['srif=x', 'there is no format "srif"; did you mean "sarif"?'],
    ['pretty=x', 'there is no format "pretty"'],
  ])('--output %s is refused', (written, problem) => {
    expect(parseArguments(['lint', '--output', written])).toMatchObject({
      kind: 'usage',
      problem: expect.stringContaining(problem),
    });
  });
});
