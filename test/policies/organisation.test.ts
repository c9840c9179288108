import { describe, expect, test } from 'vitest';
import { organisationFindings, told } from './organisation.ts';

const SYSTEM = `version: 1
name: shop
priority: balanced
targets:
  kubernetes: {version: "1.33", namespace: shop}
hardware:
  l4: {gpu: NVIDIA-L4, count: 2, instanceTypes: [g6.xlarge], coldStart: 2m}
pools:
  web:
    kind: always-on
    replicas: {min: 2, max: 60}
    containers:
      web: {image: "registry.example.com/web:1", cpu: 500m..1, memory: 1Gi}
      proxy: {image: "docker.io/proxy:2", cpu: 100m, memory: 128Mi}
    signals: {cpu: 70%}
    labels: {team: shop}
  ranker:
    kind: always-on
    hardware: l4
    replicas: {max: 6}
    containers:
      ranker: {image: "registry.example.com/ranker:1", cpu: 2, memory: 8Gi}
    signals: {cpu: 70%}
    scaleDown: {stabilizationWindow: 90s}
environments:
  staging: {priority: low-cost}
  production: {}
`;

/** A policy file whose assertion begins at line 6, column 13. */
function policy(assert: string, { scope = 'pool', message = 'no' } = {}): string {
  return `version: 1
policies:
  - id: rule
    severity: error
    scope: ${scope}
    assert: ${assert}
    message: ${message}
    why: we say so
`;
}

function lines(policies: string, system = SYSTEM): readonly string[] {
  return organisationFindings(system, policies).flatMap(told);
}

describe('a finding stands at the line that decided it, with the policy beside it', () => {
  test('the field that an assertion compares', () => {
    expect(
      lines(policy('pool.replicas.max <= 50', { message: 'pool "{pool.name}" may grow to {pool.replicas.max}' })),
    ).toEqual([
      'system.yaml:11:29-31 rule pool "web" may grow to 60',
      '  policies.yaml:6:13-36 policy "rule" asks for this',
    ]);
  });

  test('of several fields the one that is not as it must be', () => {
    expect(
      lines(
        policy('pool.replicas.max >= 1 && pool.scaleDown.stabilizationWindow >= duration("2m")', {
          message: '"{pool.scaleDown.stabilizationWindow}"',
        }),
      ),
    ).toEqual(['system.yaml:24:38-41 rule 1m30s', '  policies.yaml:6:13-91 policy "rule" asks for this']);
  });

  test('what an alternative asks for, not what says when it applies', () => {
    expect(lines(policy('pool.kind != "always-on" || pool.replicas.max < 60'))[0]).toBe('system.yaml:11:29-31 rule no');
    expect(lines(policy('\'pool.kind == "always-on" ? pool.replicas.max < 60 : true\''))[0]).toBe(
      'system.yaml:11:29-31 rule no',
    );
    expect(lines(policy('\'!(pool.kind == "always-on" && pool.replicas.max == 60)\''))[0]).toBe(
      'system.yaml:11:29-31 rule no',
    );
  });

  test('the item of a list that does not hold, through a filter too', () => {
    expect(lines(policy('pool.containers.all(c, c.image.startsWith("registry.example.com/"))'))[0]).toBe(
      'system.yaml:14:22-41 rule no',
    );
    expect(
      lines(
        policy('pool.containers.filter(c, c.name != "web").all(c, c.image.startsWith("registry.example.com/"))'),
      )[0],
    ).toBe('system.yaml:14:22-41 rule no');
    expect(lines(policy("'!pool.containers.exists(c, c.memory.request < 200)'"))[0]).toBe(
      'system.yaml:14:62-67 rule no',
    );
  });

  test('the pool where nothing of what was read is written', () => {
    expect(lines(policy('has(pool.labels.team)', { message: '"{pool.name} is nobody’s"' }))).toEqual([
      'system.yaml:17:3-9 rule ranker is nobody’s',
      '  policies.yaml:6:13-34 policy "rule" asks for this',
    ]);
    expect(
      lines(policy('pool.gpus == 0 || environment.name.startsWith("prod")', { message: '"{pool.gpus} GPUs"' })),
    ).toEqual(['system.yaml:17:3-9 rule 2 GPUs [staging]', '  policies.yaml:6:13-66 policy "rule" asks for this']);
  });

  test('the line that led to a value which nobody wrote', () => {
    expect(lines(policy('pool.key != "ranker" || pool.replicas.min >= 2'))[0]).toBe(
      'system.yaml:26:23-31 rule no [staging]',
    );
  });

  test('of a total, every part of it', () => {
    expect(
      lines(
        policy('environment.pools.map(p, p.replicas.max).sum() <= 50', {
          scope: 'environment',
          message: '"{environment.pools.map(p, p.replicas.max).sum()} in {environment.name}"',
        }),
      ),
    ).toEqual([
      'system.yaml:11:29-31 rule 66 in staging [staging]',
      '  system.yaml:20:21-22 pools.ranker.replicas.max is 6',
      '  policies.yaml:6:13-65 policy "rule" asks for this',
      'system.yaml:11:29-31 rule 66 in production [production]',
      '  system.yaml:20:21-22 pools.ranker.replicas.max is 6',
      '  policies.yaml:6:13-65 policy "rule" asks for this',
    ]);
  });

  test('a system is asked once, whatever its environments are', () => {
    expect(
      lines(
        policy('system.environments.all(e, e.priority == "balanced")', {
          scope: 'system',
          message: '"{system.environments.map(e, e.name)}"',
        }),
      ),
    ).toEqual(['system.yaml:26:23-31 rule staging, production', '  policies.yaml:6:13-65 policy "rule" asks for this']);
  });

  test('it has the path that a baseline is keyed by', () => {
    const [found] = organisationFindings(
      SYSTEM,
      policy('pool.containers.all(c, c.image.startsWith("registry.example.com/"))'),
    );
    expect(found?.path).toEqual(['pools', 'web', 'containers', 'proxy', 'image']);
  });

  test('it says why, how to mend it and where to read on', () => {
    const [found] = organisationFindings(
      SYSTEM,
      `${policy('pool.replicas.max <= 50')}    help: Lower it from {pool.replicas.max} to 50\n    link: https://example.com/ceilings\n`,
    );
    expect(found).toMatchObject({
      severity: 'error',
      why: 'we say so',
      help: 'Lower it from 60 to 50',
      link: 'https://example.com/ceilings',
    });
  });

  test('braces that are doubled are braces', () => {
    expect(lines(policy('pool.replicas.max <= 50', { message: '"{{team: {pool.labels[\\"team\\"]}}}"' }))[0]).toBe(
      'system.yaml:11:29-31 rule {team: shop}',
    );
  });
});

describe('a wrong expression is a diagnostic at its own line and column', () => {
  const cases: readonly (readonly [assert: string, place: string, scope?: string])[] = [
    ['pool.replicas.max <', 'policies.yaml:6:31-32 policy-syntax the expression ends too early'],
    ['pool.replicas.max = 5', 'policies.yaml:6:31-32 policy-syntax "=" is not CEL'],
    ['pool.gpus == 0 and pool.mayBeAtZero', 'policies.yaml:6:28-31 policy-syntax "and" is not CEL'],
    ['(pool.gpus == 0', 'policies.yaml:6:13-14 policy-syntax this "(" is never closed'],
    ['pool.gpus == 0)', 'policies.yaml:6:27-28 policy-syntax ")" closes nothing'],
    ['(pool.gpus in [0, 1)', 'policies.yaml:6:32-33 policy-syntax ")" closes the "[" before it'],
    ['pool.name == "web', 'policies.yaml:6:26-27 policy-syntax this quote is never closed'],
    ['pool.gpus == 0 pool.gpus == 1', 'policies.yaml:6:28-32 policy-syntax this cannot be read as CEL from "pool" on'],
    [
      'pol.gpus == 0',
      'policies.yaml:6:13-16 policy-unknown-name there is no variable "pol" here; did you mean "pool"?',
    ],
    [
      'pool.replica.max < 5',
      'policies.yaml:6:18-25 policy-unknown-field there is no field "replica" here; did you mean "replicas"?',
    ],
    ['pool.name.first == "x"', 'policies.yaml:6:23-28 policy-unknown-field a string has no field "first"'],
    ['pool.containers.image == "x"', 'policies.yaml:6:29-34 policy-unknown-field a list has no field "image"'],
    [
      'pool.containers.all(c, c.imag == "x")',
      'policies.yaml:6:38-42 policy-unknown-field there is no field "imag" here; did you mean "image"?',
    ],
    [
      'environment.pools.filter(p, p.gpus > 0).map(p, p.replicas.most).sum() < 5',
      'policies.yaml:6:71-75 policy-unknown-field there is no field "most" here',
    ],
    [
      'pool["gpu"] == 0',
      'policies.yaml:6:19-22 policy-unknown-field there is no field "gpu" here; did you mean "gpus"?',
    ],
    [
      'pool.name.startWith("w")',
      'policies.yaml:6:23-32 policy-unknown-name there is no function "startWith"; did you mean "startsWith"?',
    ],
    ['pool.gpus == 0', 'policies.yaml:6:13-17 policy-unknown-name there is no variable "pool" here', 'environment'],
    [
      'environment.name == "x"',
      'policies.yaml:6:13-24 policy-unknown-name there is no variable "environment" here',
      'system',
    ],
    [
      'pool.replicas.max',
      'policies.yaml:6:13-30 policy-not-a-condition an assertion must be true or false, and this is an int',
    ],
    [
      'pool.containers.map(c, c.name)',
      'policies.yaml:6:13-43 policy-not-a-condition an assertion must be true or false, and this is a list',
    ],
    ["'@spend(1)'", 'policies.yaml:6:14-15 policy-syntax this cannot be read as CEL from "@" on'],
  ];

  for (const [assert, place, scope = 'pool'] of cases) {
    test(`${assert}, asked of ${scope}`, () => {
      expect(lines(policy(assert, { scope }))).toEqual([place]);
    });
  }

  test('one that fails while it is asked says of what', () => {
    expect(lines(policy('pool.replicas.max > duration("5m")'))).toEqual([
      'policies.yaml:6:31-32 policy-failed ">" does not take int and duration',
      '  system.yaml:9:3-6 asked of pool "web" in staging',
    ]);
    expect(lines(policy('pool.hardware.gpu == "NVIDIA-L4"'))).toEqual([
      'policies.yaml:6:18-26 policy-failed there is no "hardware" to read',
      '  system.yaml:9:3-6 asked of pool "web" in staging',
    ]);
    expect(lines(policy('dyn(pool.replicas.max)'))).toEqual([
      'policies.yaml:6:13-35 policy-not-a-condition an assertion must be true or false, and this is an int',
      '  system.yaml:9:3-6 asked of pool "web" in staging',
    ]);
    expect(lines(policy('1 / pool.gpus > 0'))[0]).toBe('policies.yaml:6:13-30 policy-failed int divide by zero');
  });

  test('inside of a block, a folded text and quotes with escapes', () => {
    expect(lines(policy('|-\n      pool.gpus == 0\n        || pool.replica.max < 5'))).toEqual([
      'policies.yaml:8:17-24 policy-unknown-field there is no field "replica" here; did you mean "replicas"?',
    ]);
    expect(lines(policy('>\n      pool.gpus == 0 ||\n\n      pool.replica.max < 5'))).toEqual([
      'policies.yaml:9:12-19 policy-unknown-field there is no field "replica" here; did you mean "replicas"?',
    ]);
    expect(lines(policy('"pool.name == \\"\\x41\\u0042\\" || pool.replica.max < 5"'))).toEqual([
      'policies.yaml:6:50-57 policy-unknown-field there is no field "replica" here; did you mean "replicas"?',
    ]);
    expect(lines(policy("'pool.name == ''web'' || pool.replica.max < 5'"))).toEqual([
      'policies.yaml:6:43-50 policy-unknown-field there is no field "replica" here; did you mean "replicas"?',
    ]);
  });

  test('in a placeholder too', () => {
    expect(lines(policy('"true"', { message: 'pool {pool.nme} has {pool.gpus' }))).toEqual([
      'policies.yaml:7:25-28 policy-unknown-field there is no field "nme" here; did you mean "name"?',
      'policies.yaml:7:34-35 policy-placeholder this placeholder is never closed',
    ]);
    expect(lines(policy('"true"', { message: 'a brace } alone' }))).toEqual([
      'policies.yaml:7:22-23 policy-placeholder this "}" closes no placeholder',
    ]);
    expect(lines(policy('pool.replicas.max <= 50', { message: 'it is {pool.containers}' }))).toEqual([
      'system.yaml:11:29-31 rule it is {pool.containers}',
      '  policies.yaml:6:13-36 policy "rule" asks for this',
      'policies.yaml:7:21-36 policy-failed a sentence cannot hold this value',
    ]);
  });
});

describe('a policy file is held against its schema', () => {
  test('unknown keys, values and missing keys', () => {
    expect(
      lines(
        'version: 1\npolicies:\n  - id: Rule\n    severty: error\n    scope: pools\n    assert: true\n    message: no\n',
      ),
    ).toEqual([
      'policies.yaml:3:9-13 invalid-value "policies[0].id" is "Rule": expected lower-case words joined by "-", such as max-replicas',
      'policies.yaml:3:5-7:16 missing-key "policies[0]" needs the key "severity"',
      'policies.yaml:5:12-17 unknown-value "policies[0].scope" is "pools": expected "system", "environment" or "pool"',
      'policies.yaml:6:13-17 wrong-type "policies[0].assert" is true: expected a text',
      'policies.yaml:3:5-7:16 missing-key "policies[0]" needs the key "why"',
      'policies.yaml:4:5-12 unknown-key unknown key "severty" in "policies[0]"',
    ]);
  });

  test('an empty one, one of another shape, one that is no YAML', () => {
    expect(lines('')).toEqual(['policies.yaml:1:1-1 empty-file the file is empty']);
    expect(lines('- a\n')).toEqual(['policies.yaml:1:1-4 wrong-type the policy file is a list: expected a map']);
    expect(lines('version: 1\npolicies: [}\n')[0]).toMatch(/^policies\.yaml:2:/);
  });
});
