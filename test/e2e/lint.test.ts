import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const bin = join(import.meta.dirname, '../../bin/pipestream-scaling.cjs');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipestream-scaling-lint-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { ...process.env, CI: '', GITHUB_BASE_REF: '' },
  });
  return { status, stdout, stderr };
}
const write = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text);
};
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

const CLEAN = `version: 1
name: shop
targets:
  kubernetes: { version: "1.32", namespace: shop }
pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70% }
`;
/** An error of a policy that has an unsafe fix, and under it nothing else. */
const UNREQUESTED = CLEAN.replace('cpu: 500m, ', '');

describe('how lint ends, the same in every format', () => {
  test.each(['pretty', 'json', 'sarif', 'code-scanning', 'github', 'junit', 'markdown'])('%s', format => {
    write('clean.yaml', CLEAN);
    write('broken.yaml', UNREQUESTED);
    expect(run(['lint', '--format', format, 'clean.yaml']).status).toBe(0);
    expect(run(['lint', '--format', format, 'broken.yaml']).status).toBe(1);
    expect(run(['lint', '--format', format, 'nowhere.yaml']).status).toBe(2);
    expect(run(['lint', '--format', format, 'broken.yaml', 'nowhere.yaml']).status).toBe(2);
  });

  test('findings for people go to standard error, those for programs to standard output', () => {
    write('broken.yaml', UNREQUESTED);
    expect(run(['lint', 'broken.yaml'])).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('[missing-cpu-request]'),
    });
    expect(run(['lint', '--format', 'github', 'broken.yaml'])).toMatchObject({
      stderr: '',
      stdout: expect.stringMatching(/^::error file=broken\.yaml,line=9,/),
    });
  });
});

describe('what is linted', () => {
  test('several files and patterns, each once', () => {
    mkdirSync(join(folder, 'systems/a'), { recursive: true });
    write('systems/a/pipestream-scaling.yaml', CLEAN);
    write('systems/b.yaml', CLEAN.replace('namespace: shop', 'namespace: shop-b'));
    expect(run(['lint', 'systems/**/*.yaml', 'systems/b.yaml'])).toEqual({
      status: 0,
      stdout: '',
      stderr: 'systems/a/pipestream-scaling.yaml: no problems in default\nsystems/b.yaml: no problems in default\n',
    });
  });

  test('a pattern that matches nothing is an error, since the one who wrote it expected something', () => {
    expect(run(['lint', 'systems/*.yaml'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('"systems/*.yaml" matches no file'),
    });
  });

  test('standard input, under a name', () => {
    expect(run(['lint', '--stdin-filename', 'systems/shop.yaml', '-'], UNREQUESTED).stderr).toMatch(
      /^systems\/shop\.yaml:9:\d+ error {2}/,
    );
    expect(run(['lint', '-'], CLEAN)).toMatchObject({ status: 0, stderr: '<stdin>: no problems in default\n' });
  });

  test('one environment', () => {
    write(
      'pipestream-scaling.yaml',
      `${CLEAN}environments:\n  staging: { pools: { api: { containers: { api: { cpu: null } } } } }\n  production: {}\n`,
    );
    expect(run(['lint', '--env', 'production']).status).toBe(0);
    expect(run(['lint', '--env', 'staging'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('= in: staging'),
    });
  });
});

test('an environment that is not there is an error, never a clean run', () => {
  write('pipestream-scaling.yaml', `${CLEAN}environments:\n  staging: {}\n  production: {}\n`);
  expect(run(['lint', '--env', 'prodution'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('there is no environment "prodution"; did you mean "production"?'),
  });
  expect(run(['lint', '--env', 'staging']).stderr).toBe('pipestream-scaling.yaml: no problems in staging\n');
});

test('--proofs says how a pool at zero wakes and returns, with the arithmetic', () => {
  write(
    'pipestream-scaling.yaml',
    `${CLEAN.replace('always-on', 'scale-to-zero').replace('replicas: 2..10', 'replicas: { max: 5 }\n    coldStart: 2m').replace('signals: { cpu: 70% }', 'signals: { kafkaLag: { perReplica: 100, consumerGroup: api, topics: [documents], activation: 9 } }')}kafka: { bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter }\n`,
  );
  expect(run(['lint', '--proofs']).stderr).toContain(`api, default, Kubernetes
  Count set by: KEDA and its HPA
  Wakes: by signals.kafkaLag at 10 or more, within 2m15s (15s polling
      interval + 2m cold start)
  Next replica: 1 → 2 above 110, 4 → 5 above 440 of signals.kafkaLag
  Back at zero: within 5m30s (5m cooldown period + 15s last poll with work +
      15s poll after cooldown)
  While a source is away: signals.kafkaLag: no replica goes
  Rollout: starts first: takes room for up to 2 more replicas
`);
});

describe('fixes', () => {
  /** An unused suppression is taken out safely. */
  const UNUSED = `# a shop\r\n${CLEAN.replaceAll('\n', '\r\n').replace('replicas: 2..10', 'replicas:   2..10   # kept  \t').replace('kind: always-on', 'kind: always-on # pipestream-scaling-ignore never-wakes -- was so once')}`;

  test('every other byte is left alone, and a second run finds nothing to do', () => {
    write('pipestream-scaling.yaml', UNUSED);
    expect(run(['lint', '--fix'])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('Take the comment out'),
    });
    const fixed = read('pipestream-scaling.yaml');
    expect(fixed).toBe(UNUSED.replace(' # pipestream-scaling-ignore never-wakes -- was so once', ''));
    expect(run(['lint', '--fix'])).toEqual({
      status: 0,
      stdout: '',
      stderr: 'pipestream-scaling.yaml: no problems in default\n',
    });
    expect(read('pipestream-scaling.yaml')).toBe(fixed);
  });

  test('the mode of the file and a symbolic link to it are kept', () => {
    write('real.yaml', UNUSED);
    chmodSync(join(folder, 'real.yaml'), 0o640);
    symlinkSync('real.yaml', join(folder, 'pipestream-scaling.yaml'));
    expect(run(['lint', '--fix']).status).toBe(0);
    expect(lstatSync(join(folder, 'pipestream-scaling.yaml')).isSymbolicLink()).toBe(true);
    expect(read('real.yaml')).not.toContain('pipestream-scaling-ignore');
    expect((statSync(join(folder, 'real.yaml')).mode & 0o777).toString(8)).toBe('640');
  });

  test('an unsafe fix waits until it is asked for', () => {
    const low = CLEAN.replace(
      'targets:',
      'priority: low-cost\nhardware:\n  a10g: { gpu: NVIDIA-A10G, instanceTypes: [g5.xlarge], coldStart: 4m }\nkafka: { bootstrapServers: "kafka:9092", lagMetrics: kafka-exporter }\ntargets:',
    )
      .replace(
        'kubernetes: { version: "1.32", namespace: shop }',
        'kubernetes: { version: "1.32", namespace: shop, provisioner: karpenter }',
      )
      .replace('kind: always-on', 'kind: scale-to-zero\n    hardware: a10g')
      .replace('replicas: 2..10', 'replicas: { min: 1, max: 5 }')
      .replace(
        'signals: { cpu: 70% }',
        'signals: { kafkaLag: { perReplica: 100, consumerGroup: api, topics: [documents], partitions: 12 } }',
      );
    write('pipestream-scaling.yaml', low);
    run(['lint', '--fix']);
    expect(read('pipestream-scaling.yaml')).toBe(low);
    expect(run(['lint', '--fix-unsafe']).stderr).toContain('Remove `replicas.min`, so that the priority decides');
    expect(read('pipestream-scaling.yaml')).toBe(low.replace('{ min: 1, max: 5 }', '{ max: 5 }'));
  });

  test('a suppression of what was not asked is no unused one: without a base it is kept', () => {
    const text = CLEAN.replace(
      '    replicas',
      '    # pipestream-scaling-ignore pool-renamed -- moved by hand\n    replicas',
    );
    write('pipestream-scaling.yaml', text);
    expect(run(['lint', '--fix'])).toMatchObject({
      status: 0,
      stderr: 'pipestream-scaling.yaml: no problems in default\n',
    });
    expect(read('pipestream-scaling.yaml')).toBe(text);
  });

  test('nor is any while an environment has no plan', () => {
    const text = `${CLEAN.replace('    replicas', '    # pipestream-scaling-ignore never-wakes -- of staging\n    replicas')}environments:\n  staging: { stage: ful }\n  production: {}\n`;
    write('pipestream-scaling.yaml', text);
    const found = run(['lint', '--fix']);
    expect(found.stderr).toContain('"ful"');
    expect(found.stderr).not.toContain('unused-suppression');
    expect(read('pipestream-scaling.yaml')).toBe(text);
  });

  test('standard input comes back mended on standard output', () => {
    expect(run(['lint', '--fix', '-'], UNUSED).stdout).toBe(
      UNUSED.replace(' # pipestream-scaling-ignore never-wakes -- was so once', ''),
    );
  });

  test('a file that cannot be written is a diagnostic, and is as it was', () => {
    // The folder has no room for a second file of that name.
    write('pipestream-scaling.yaml', UNUSED);
    mkdirSync(join(folder, 'sub'));
    const done = spawnSync('sh', ['-c', `ulimit -f 0; exec "$0" "$@"`, process.execPath, bin, 'lint', '--fix'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(done.status).toBe(2);
    expect(done.stderr).toContain('[output-unwritable]');
    expect(read('pipestream-scaling.yaml')).toBe(UNUSED);
  });
});

describe('the baseline', () => {
  test('accepts what is there, and reports what is new, what came back and what is gone', () => {
    write('pipestream-scaling.yaml', UNREQUESTED);
    expect(run(['lint', '--update-baseline']).status).toBe(0);
    expect(
      JSON.parse(read('pipestream-scaling-baseline.json')).findings.map(({ policy }: { policy: string }) => policy),
    ).toContain('missing-cpu-request');
    // Moved by three lines, it is still the same finding.
    write('pipestream-scaling.yaml', `# one\n# two\n# three\n${UNREQUESTED}`);
    expect(run(['lint'])).toMatchObject({
      status: 0,
      stderr: 'pipestream-scaling.yaml: no problems in default; 1 in the baseline\n',
    });
    const second = UNREQUESTED.slice(UNREQUESTED.indexOf('  api:')).replaceAll('api', 'web');
    write('pipestream-scaling.yaml', UNREQUESTED + second);
    const found = run(['lint']);
    expect(found.status).toBe(1);
    expect(found.stderr).toContain('pool "web"');
    expect(found.stderr).not.toContain('pool "api"');
    write('pipestream-scaling.yaml', CLEAN);
    const stale = run(['lint', '--fail-on', 'warning']);
    expect(stale.status).toBe(1);
    expect(stale.stderr).toMatch(
      /^pipestream-scaling-baseline\.json:\d+:\d+ warning {2}the baseline accepts "missing-cpu-request" at pools\.api/m,
    );
  });

  test('is read by build too, and never accepts what the language refuses', () => {
    write(
      'pipestream-scaling.yaml',
      `${CLEAN.replace('api:1.0.0', 'api:latest')}lint: { rules: { image-not-pinned: error } }\n`,
    );
    expect(run(['build']).status).toBe(1);
    run(['lint', '--update-baseline']);
    expect(run(['build']).status).toBe(0);
    write('pipestream-scaling.yaml', `${UNREQUESTED}unknown: 1\n`);
    expect(run(['lint', '--update-baseline'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('[unknown-key]'),
    });
  });

  test('keeps what was accepted while the file cannot be planned', () => {
    write('pipestream-scaling.yaml', UNREQUESTED);
    expect(run(['lint', '--update-baseline']).stderr).toContain(
      'pipestream-scaling-baseline.json: 1 finding accepted\n',
    );
    const before = read('pipestream-scaling-baseline.json');
    write('pipestream-scaling.yaml', `${UNREQUESTED}unknown: 1\n`);
    expect(run(['lint', '--update-baseline'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('pipestream-scaling-baseline.json: left as it is\n'),
    });
    expect(read('pipestream-scaling-baseline.json')).toBe(before);
    expect(run(['lint']).stderr).not.toContain('stale-baseline');
  });

  test('that is broken says where', () => {
    write('pipestream-scaling.yaml', CLEAN);
    write('pipestream-scaling-baseline.json', '{\n  "findings": [\n    {"policy": 3}\n  ]\n}\n');
    expect(run(['lint'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^pipestream-scaling-baseline\.json:3:5 error {2}this is not a baseline/),
    });
  });
});

test('--stats says what each phase and policy took', () => {
  write('pipestream-scaling.yaml', CLEAN);
  expect(run(['lint', '--stats']).stderr).toMatch(/^parse +\d+\.\d\d ms +1 run$/m);
  expect(run(['lint', '--stats']).stderr).toMatch(/^missing-cpu-request +\d+\.\d\d ms +1 run$/m);
});

describe('a command line that is not understood', () => {
  test.each([
    [['lint', '--fxi'], '--fix'],
    [['lint', '--out', 'x'], '--out is an option of build, not of lint'],
    [['lnit'], 'did you mean "lint"?'],
    [['lint', '--format', 'sarfi'], 'did you mean "sarif"?'],
    [['build', 'a.yaml', 'b.yaml'], 'expected one file'],
    [['schema', 'x'], 'schema takes no file'],
    [['explain', 'self-signal-from-zer'], 'did you mean "self-signal-from-zero"?'],
    [['explain', 'a', 'b', 'c'], 'expected one id and one file'],
    [['lint', '--fix', '--format', 'json', '-'], 'leave --format out'],
    [['lint', '--fix', '--update-baseline'], 'do not go together'],
  ])('%j', (args, said) => {
    const done = run(args);
    expect(done).toMatchObject({ status: 2, stdout: '' });
    expect(done.stderr).toContain(said);
  });

  test.each([[['--help']], [['lint', '--help']], [['help', 'build']], [['explain', '-h']]])(
    '%j is help, in 80 columns',
    args => {
      const done = run(args);
      expect(done).toMatchObject({ status: 0, stderr: '' });
      expect(
        done.stdout.split('\n').filter(line => line.length > 80 && !line.startsWith('pipestream-scaling ')),
      ).toEqual([]);
      expect(done.stdout).toContain('Examples\n');
    },
  );
});

test('explain prints the page of a policy and of any other finding, and without an id lists all', () => {
  expect(run(['explain', 'gpu-on-fargate'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('# gpu-on-fargate\n'),
  });
  expect(run(['explain', 'unknown-port'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('# unknown-port\n'),
  });
  expect(run(['explain']).stdout).toMatch(/^ {2}gpu-on-fargate +error +recommended$/m);
});
