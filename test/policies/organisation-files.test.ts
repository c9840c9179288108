import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';
import { policyFileSchema } from '../../src/config/schema/json-schema.ts';
import { environmentInput } from '../../src/lint/organisation/input.ts';
import { ENVIRONMENT } from '../../src/lint/organisation/input-shape.ts';
import { organisationInputSchema } from '../../src/lint/organisation/json-schema.ts';
import type { Shape } from '../../src/lint/organisation/shape.ts';
import { unwrap } from '../../src/model/sourced.ts';
import { parse, planSource } from '../../src/pipeline.ts';
import { analysed } from '../analysed.ts';
import { EXAMPLE_FILES } from '../examples/listed.ts';
import { plainOf } from '../../src/source/located.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { POLICIES } from '../../policies/index.ts';
import { needs } from '../programs.ts';
import { organisationFindings, told } from './organisation.ts';

const folder = mkdtempSync(join(tmpdir(), 'organisation-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const SYSTEM = `version: 1
name: shop
targets:
  kubernetes: {version: "1.33", namespace: shop}
pools:
  web:
    kind: always-on
    replicas: {min: 2, max: 60}
    containers:
      web:
        image: registry.example.com/web:1
        cpu: 500m..1
        memory: 1Gi
        ports: {http: 8080}
        probes: {liveness: {http: /live}, readiness: {http: /ready}}
    signals: {cpu: 70%}
`;

const CEILING = `version: 1
policies:
  - {id: ceiling, severity: warning, scope: pool, assert: pool.replicas.max <= 50, message: too many, why: we say so}
`;

/** What is found in a configuration in the folder, whose files are given by path. */
function foundBeside(
  system: string,
  files: Readonly<Record<string, string>> = {},
  configuration = 'system.yaml',
): readonly string[] {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const source = sourceText(join(folder, configuration), system);
  return analysed(source)
    .diagnostics.flatMap(told)
    .map(line => line.replaceAll(`${folder}/`, ''));
}

describe('the files that a configuration names', () => {
  test('are read beside it, and their findings are findings', () => {
    expect(foundBeside(`${SYSTEM}policies: [policies/own.yaml]\n`, { 'policies/own.yaml': CEILING })).toEqual([
      'system.yaml:8:29-31 ceiling too many',
      '  policies/own.yaml:3:59-82 policy "ceiling" asks for this',
    ]);
  });

  test.for([
    ['/etc/passwd', 'system.yaml:17:12-23 policy-file-path "/etc/passwd" is not a relative path'],
    ['C:/own.yaml', 'system.yaml:17:12-23 policy-file-path "C:/own.yaml" is not a relative path'],
    ['a\\b.yaml', 'system.yaml:17:12-20 policy-file-path "a\\b.yaml" is not a relative path'],
    ['../own.yaml', 'system.yaml:17:12-23 policy-file-path "../own.yaml" is outside of the project'],
    ['x/../../own.yaml', 'system.yaml:17:12-28 policy-file-path "x/../../own.yaml" is outside of the project'],
    ['none.yaml', 'system.yaml:17:12-21 policy-file-unreadable "none.yaml" cannot be read: there is no such file'],
    ['folder', 'system.yaml:17:12-18 policy-file-unreadable "folder" cannot be read: it is no file'],
    ['fifo', 'system.yaml:17:12-16 policy-file-unreadable "fifo" cannot be read: it is no file'],
    ['link.yaml', 'system.yaml:17:12-21 policy-file-path "link.yaml" is a link to outside of the project'],
    ['circle.yaml', 'system.yaml:17:12-23 policy-file-unreadable "circle.yaml" cannot be read: there is no such file'],
    ['huge.yaml', 'system.yaml:17:12-21 policy-file-too-large "huge.yaml" has 2.0 MB, and a policy file may have 1 MB'],
  ] as const)('%s is refused where it is named', ([path, expected], context) => {
    mkdirSync(join(folder, 'folder'), { recursive: true });
    const links = { 'link.yaml': '/etc/hostname', 'circle.yaml': 'circle.yaml' };
    for (const [link, target] of Object.entries(links))
      if (!readdirSync(folder).includes(link)) symlinkSync(target, join(folder, link));
    if (path === 'fifo') {
      needs(context, 'mkfifo');
      execFileSync('mkfifo', [join(folder, 'fifo')]);
    }
    expect(foundBeside(`${SYSTEM}policies: [${path}]\n`, { 'huge.yaml': '#'.repeat(2 * 1024 * 1024) })).toEqual([
      expected,
    ]);
  });

  test('may stand elsewhere in the repository', () => {
    mkdirSync(join(folder, 'repository/.git'), { recursive: true });
    expect(
      foundBeside(
        `${SYSTEM}policies: [../../policies/own.yaml]\n`,
        { 'repository/policies/own.yaml': CEILING, 'repository/services/shop/system.yaml': '' },
        'repository/services/shop/system.yaml',
      ),
    ).toEqual([
      'repository/services/shop/system.yaml:8:29-31 ceiling too many',
      '  repository/policies/own.yaml:3:59-82 policy "ceiling" asks for this',
    ]);
  });

  test('are asked only in the environments that name them', () => {
    expect(
      foundBeside(`${SYSTEM}environments:\n  staging: {}\n  production: {policies: [policies/own.yaml]}\n`, {
        'policies/own.yaml': CEILING,
      })[0],
    ).toBe('system.yaml:8:29-31 ceiling too many [production]');
  });

  test('may not use an id twice, nor one that is taken', () => {
    const both = `${CEILING}  - {id: ceiling, severity: warning, scope: pool, assert: "true", message: no, why: no}\n  - {id: image-not-pinned, severity: warning, scope: pool, assert: "true", message: no, why: no}\n`;
    expect(foundBeside(`${SYSTEM}policies: [policies/two.yaml]\n`, { 'policies/two.yaml': both })).toEqual([
      'policies/two.yaml:4:10-17 duplicate-policy there are two policies "ceiling"',
      '  policies/two.yaml:3:10-17 the first one',
      'policies/two.yaml:5:10-26 policy-id-taken "image-not-pinned" is a policy of pipestream-scaling itself',
      'system.yaml:8:29-31 ceiling too many',
      '  policies/two.yaml:3:59-82 policy "ceiling" asks for this',
    ]);
  });

  test('what is wrong in one does not keep the others from being asked', () => {
    expect(
      foundBeside(`${SYSTEM}policies: [policies/own.yaml, policies/wrong.yaml]\n`, {
        'policies/own.yaml': CEILING,
        'policies/wrong.yaml': 'version: 2\n',
      }),
    ).toEqual([
      'policies/wrong.yaml:1:10-11 unknown-value "version" is 2: expected 1',
      'policies/wrong.yaml:1:1-1 missing-key the policy file needs the key "policies"',
      'system.yaml:8:29-31 ceiling too many',
      '  policies/own.yaml:3:59-82 policy "ceiling" asks for this',
    ]);
  });
});

describe('they are policies like the others', () => {
  const files = { 'policies/own.yaml': CEILING };
  const named = `${SYSTEM}policies: [policies/own.yaml]\n`;

  test('lint.rules gives another severity, or turns one off', () => {
    const source = sourceText(join(folder, 'system.yaml'), `${named}lint: {rules: {ceiling: error}}\n`);
    foundBeside(named, files);
    expect(analysed(source).diagnostics.map(({ id, severity }) => `${id} ${severity}`)).toEqual(['ceiling error']);
    expect(foundBeside(`${named}lint: {rules: {ceiling: off}}\n`, files)).toEqual([]);
  });

  test('lint.rules knows their ids, and that they have no options', () => {
    expect(foundBeside(`${named}lint: {rules: {cieling: off}}\n`, files)[0]).toBe(
      'system.yaml:18:16-23 unknown-policy there is no policy "cieling"; did you mean "ceiling"?',
    );
    expect(foundBeside(`${named}lint: {rules: {ceiling: {options: {most: 5}}}}\n`, files)[0]).toBe(
      'system.yaml:18:42-43 unknown-option policy "ceiling" has no option "most"',
    );
  });

  test('a comment suppresses one, and is reported where there is nothing to suppress', () => {
    expect(
      foundBeside(
        named.replace('max: 60}', 'max: 60} # pipestream-scaling-ignore ceiling -- agreed for the sale'),
        files,
      ),
    ).toEqual([]);
    expect(
      foundBeside(
        named.replace('max: 60}', 'max: 40} # pipestream-scaling-ignore ceiling -- agreed for the sale'),
        files,
      )[0],
    ).toMatch(/^system\.yaml:8:\S+ unused-suppression /);
  });

  test('a suppression of what is wrong with a policy hides nothing', () => {
    const wrong = CEILING.replace('pool.replicas.max', 'pool.replicas.most');
    expect(foundBeside(named, { 'policies/own.yaml': wrong })).toEqual([
      'policies/own.yaml:3:73-77 policy-unknown-field there is no field "most" here',
    ]);
    writeFileSync(join(folder, 'policies/own.yaml'), CEILING);
  });
});

describe('the schemas say what there is', () => {
  test.each([
    ['organisation-policies', policyFileSchema],
    ['organisation-input', organisationInputSchema],
  ])('%s is fresh', (name, schema) => {
    expect(readFileSync(`schema/${name}.schema.json`, 'utf8')).toBe(`${JSON.stringify(schema(), undefined, 2)}\n`);
  });

  test('the ready example is valid by the schema of policy files', () => {
    const located = parse(sourceText('organisation.yaml', readFileSync('policies/organisation.yaml', 'utf8'))).value;
    const validate = new Ajv({ strict: false }).compile(policyFileSchema());
    expect([located === undefined ? undefined : validate(plainOf(located)), validate.errors]).toEqual([true, null]);
  });

  const examples = ['pipestream-scaling.yaml', ...EXAMPLE_FILES];
  test.each(examples)('the input of %s is what the schema says', file => {
    const { definitions, ...root } = organisationInputSchema();
    const validate = new Ajv({ strict: false }).compile({
      ...root,
      definitions,
      properties: undefined,
      required: undefined,
      additionalProperties: true,
      $ref: '#/definitions/environment',
    });
    for (const { plan } of planSource(sourceText(file, readFileSync(file, 'utf8'))).value) {
      const input = withDurations(ENVIRONMENT, unwrap(environmentInput(plan)));
      expect([validate(input), validate.errors]).toEqual([true, null]);
    }
  });
});

/** Durations as protobuf writes them in JSON. */
function withDurations(shape: Shape, plain: unknown): unknown {
  if (shape.kind === 'duration') return `${String(plain)}s`;
  if (shape.kind === 'list' && Array.isArray(plain)) return plain.map(item => withDurations(shape.items, item));
  if (shape.kind !== 'members' && shape.kind !== 'record') return plain;
  return Object.fromEntries(
    Object.entries(Object(plain)).map(([key, value]) => {
      const of = shape.kind === 'record' ? shape.values : shape.members[key];
      return [key, of === undefined ? value : withDurations(of, value)];
    }),
  );
}

describe('the ready example', () => {
  const policies = readFileSync('policies/organisation.yaml', 'utf8');

  test('uses no id of the catalogue', () => {
    const own = [...policies.matchAll(/^ {2}- id: (\S+)$/gm)].map(([, id]) => id);
    expect(own.length).toBe(10);
    expect(POLICIES.filter(({ id }) => own.includes(id))).toEqual([]);
  });

  test('the webhooks hold to it', () => {
    const file = 'examples/webhook-fan-out/pipestream-scaling.yaml';
    const source = sourceText(file, readFileSync(file, 'utf8'));
    expect(source.text).toContain('policies: [../../policies/organisation.yaml]');
    expect(analysed(source).diagnostics).toEqual([]);
  });

  test('each of its policies finds what it is for', () => {
    const system = `version: 1
name: shop
targets:
  kubernetes: {version: "1.33", namespace: shop}
  ecs: {region: us-west-2, accountId: "123456789012", cluster: shop, subnets: [subnet-0a1b2c3d4e5f60718], securityGroups: [sg-0a1b2c3d4e5f60718], executionRoleArn: "arn:aws:iam::123456789012:role/x"}
hardware:
  l4: {gpu: NVIDIA-L4, count: 4, instanceTypes: [g6.12xlarge], coldStart: 2m}
pools:
  web:
    kind: always-on
    targets: [kubernetes]
    hardware: l4
    replicas: {min: 1, max: 60}
    containers:
      web: {image: "docker.io/web:1", cpu: 1, memory: 64Gi}
    signals: {cpu: 70%}
    scaleDown: {stabilizationWindow: 0s}
environments:
  staging: {}
  production: {pools: {web: {replicas: {max: 50}}}}
`;
    expect(
      organisationFindings(system, policies)
        .flatMap(told)
        .filter(line => line.startsWith('system.yaml')),
    ).toEqual([
      'system.yaml:13:29-31 replica-ceiling pool "web" can have 60 replicas, but the ceiling is 50 [staging]',
      'system.yaml:13:29-31 gpu-ceiling the pools of staging need 240 GPUs at their maximum, but the quota is 16 [staging]',
      'system.yaml:20:46-48 gpu-ceiling the pools of production need 200 GPUs at their maximum, but the quota is 16 [production]',
      'system.yaml:9:3-6 gpu-outside-production pool "web" has 4 GPUs per replica in staging [staging]',
      'system.yaml:15:55-59 memory-ceiling a container of pool "web" can use more than 32 GiB',
      'system.yaml:15:20-37 image-registry pool "web" uses docker.io/web:1, which is not from registry.example.com',
      'system.yaml:9:3-6 pool-owner pool "web" has no label "team"',
      'system.yaml:5:17-26 region staging runs in us-west-2, where the organization has no network [staging]',
      'system.yaml:5:17-26 region production runs in us-west-2, where the organization has no network [production]',
      'system.yaml:13:21-22 production-redundancy pool "web" is always-on, but can run as a single replica in production [production]',
      'system.yaml:17:38-40 calm-scale-down pool "web" scales in after 0s',
      'system.yaml:13:29-31 staging-not-larger staging of shop can run more replicas than production',
    ]);
  });
});
