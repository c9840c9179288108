import { describe, expect, test } from 'vitest';
import { planSource } from '../../src/pipeline.ts';
import { runOrganisationPolicies } from '../../src/lint/organisation/run.ts';
import type { OrganisationPolicy, PolicyScope } from '../../src/model/organisation.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { placedText } from '../../src/source/placed-text.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { fc, runs } from '../properties.ts';

const PLANNED = planSource(sourceText('system.yaml', systemOf(40))).value;

function systemOf(pools: number): string {
  const pool = (index: number) => `  p${String(index)}:
    kind: always-on
    replicas: {min: 1, max: 4}
    containers: {app: {image: "registry.example.com/app:1", cpu: 1, memory: 1Gi}}
    signals: {cpu: 70%}
`;
  return `version: 1\nname: many\ntargets:\n  kubernetes: {version: "1.33", namespace: many}\npools:\n${Array.from({ length: pools }, (_, index) => pool(index)).join('')}`;
}

/** Asks an expression as it is, without YAML around it. */
function asked(
  assert: string,
  {
    scope = 'environment',
    message = 'no',
    planned = PLANNED,
  }: { scope?: PolicyScope; message?: string; planned?: typeof PLANNED } = {},
): readonly Diagnostic[] {
  const text = (plain: string) =>
    placedText(plain, { source: sourceText('policies.yaml', plain), start: 0, end: plain.length });
  const policy: OrganisationPolicy = {
    id: 'rule',
    at: text(assert).span,
    severity: 'error',
    scope,
    assert: text(assert),
    message: text(message),
    why: 'we say so',
    help: undefined,
    link: undefined,
  };
  return runOrganisationPolicies([{ policy, environments: planned.map(({ name }) => name) }], planned);
}

function said(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ id, message }) => `${id} ${message}`);
}

/** Milliseconds; far above what it takes, far below what it would without a limit. */
const PATIENCE = 30_000;

describe('no expression hangs, takes all memory or throws', () => {
  test(
    'pools by pools by pools by pools',
    () => {
      const nested = (depth: number): string =>
        depth === 0 ? 'true' : `environment.pools.all(p${String(depth)}, ${nested(depth - 1)})`;
      expect(asked(nested(2))).toEqual([]);
      expect(said(asked(nested(8)))).toEqual([
        'policy-too-costly policy "rule" takes more than 20000000 steps in one environment, or 10 s',
      ]);
    },
    PATIENCE,
  );

  test(
    'every pool of a thousand beside every other is within the limit',
    () => {
      const planned = planSource(sourceText('system.yaml', systemOf(1000))).value;
      expect(
        asked('environment.pools.filter(other, other.name == pool.name).size() == 1', { scope: 'pool', planned }),
      ).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'a text, a list or bytes that double',
    () => {
      const doubled = (seed: string) => `${seed}${'.map(a, a + a)'.repeat(60)}.size() > 5`;
      expect(said(asked(doubled('["ab"]')))).toEqual(['policy-failed the text would be longer than 65536']);
      expect(said(asked(doubled('[b"ab"]')))).toEqual(['policy-failed the bytes would be longer than 65536']);
      expect(said(asked(doubled('[[1]]')))).toEqual(['policy-failed the list would be longer than 20000']);
    },
    PATIENCE,
  );

  test(
    'lists of lists that share their parts, compared',
    () => {
      const shared = `[[1]]${'.map(a, [a, a])'.repeat(40)}`;
      expect(said(asked(`${shared} == ${shared}`))).toEqual([
        'policy-too-costly policy "rule" takes more than 20000000 steps in one environment, or 10 s',
      ]);
    },
    PATIENCE,
  );

  test(
    'a pattern that would make others backtrack without end',
    () => {
      expect(said(asked(`"${'a'.repeat(2000)}!".matches("^(a+)+$")`))).toEqual(['rule no']);
    },
    PATIENCE,
  );

  test.each([
    ['(', 'policy-syntax brackets are nested more than 40 deep'],
    ['[', 'policy-syntax brackets are nested more than 40 deep'],
    ['!', 'policy-syntax the expression ends too early'],
    ['-', 'policy-syntax the expression ends too early'],
    ['true && ', 'policy-syntax the expression ends too early'],
    ['true ? true : ', 'policy-syntax this cannot be read as CEL from "?" on'],
  ])(
    '%s a thousand times',
    (part, expected) => {
      expect(said(asked(part.repeat(1000)))).toEqual([expected]);
    },
    PATIENCE,
  );

  test(
    'long and deep ones that mean something',
    () => {
      expect(asked(Array.from({ length: 1000 }, () => 'true').join(' && '))).toEqual([]);
      expect(asked(`${'!'.repeat(1000)}true`)).toEqual([]);
      expect(asked(`${'true ? true : '.repeat(500)}true`)).toEqual([]);
    },
    PATIENCE,
  );

  test('names that mean something to JavaScript are only names', () => {
    expect(said(asked('environment.constructor == 1'))).toEqual([
      'policy-unknown-field there is no field "constructor" here',
    ]);
    expect(said(asked('__proto__ == 1'))).toEqual(['policy-unknown-name there is no variable "__proto__" here']);
    expect(said(asked('dyn(environment).toString() == "x"'))).toEqual([
      'policy-unknown-name there is no function "toString"; did you mean "string"?',
    ]);
    expect(
      said(asked('has(environment.pools[0].labels.constructor) || has(environment.pools[0].labels.__proto__)')),
    ).toEqual(['rule no']);
  });
});

const WORDS = [
  'pool',
  '.',
  'replicas',
  'max',
  'containers',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  'all',
  'map',
  'filter',
  'has',
  'size',
  'sum',
  'c',
  ',',
  '<',
  '==',
  '&&',
  '||',
  '!',
  '?',
  ':',
  '+',
  '-',
  '/',
  '%',
  '1',
  '2.5',
  '0u',
  '"a"',
  "'",
  'b"x"',
  'true',
  'null',
  'in',
  'duration',
  'environment',
  'system',
  'pools',
  'name',
  ' ',
  '\n',
  '//',
  '\\',
  '.?',
  '`',
  '\u{1f600}',
  'é',
];

describe('any text at all is a diagnostic or an answer, and never a throw', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 25 }).map(words => words.join('')),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 25 }).map(words => words.join(' ')),
  );
  const small = planSource(sourceText('system.yaml', systemOf(2))).value;

  test(
    'as an assertion',
    () => {
      fc.assert(
        fc.property(text, fc.constantFrom<PolicyScope>('system', 'environment', 'pool'), (assert, scope) => {
          for (const { id, message, span } of asked(assert, { scope, planned: small })) {
            expect([id, message.includes('\n'), span === undefined]).toEqual([
              expect.stringMatching(/^(?:rule|policy-(?:syntax|unknown-name|unknown-field|not-a-condition|failed))$/),
              false,
              false,
            ]);
          }
        }),
        { numRuns: runs(1500) },
      );
    },
    PATIENCE * 4,
  );

  test(
    'as a message',
    () => {
      fc.assert(
        fc.property(text, message => {
          for (const { span } of asked('pool.replicas.max == 0', { scope: 'pool', message, planned: small }))
            expect(span).toBeDefined();
        }),
        { numRuns: runs(1500) },
      );
    },
    PATIENCE * 4,
  );
});
