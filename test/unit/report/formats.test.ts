import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import type { ReportContext } from '../../../src/report/context.ts';
import { MACHINE } from '../../../src/report/formats.ts';
import type { SuppressedFinding } from '../../../src/model/suppressed.ts';
import { pretty } from '../../../src/report/pretty.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const source = sourceText('systems/shop.yaml', 'pools:\n  parser:\n    replicas: {min: 5, max: 2}\n');
const organisation = sourceText('policies/organisation.yaml', '- id: ceiling\n');
const at = (text: string) => ({
  source,
  start: source.text.indexOf(text),
  end: source.text.indexOf(text) + text.length,
});

const inverted: Diagnostic = {
  id: 'bounds-inverted',
  messageId: 'inverted',
  severity: 'error',
  message: 'the minimum 5 is above the maximum 2',
  span: at('min: 5'),
  path: ['pools', 'parser', 'replicas', 'min'],
  related: [{ message: 'the maximum', span: at('max: 2') }],
  why: 'An autoscaler refuses such bounds',
  help: 'Swap the two',
  fixes: [{ title: 'Write "max: 5"', safety: 'unsafe', edits: [{ span: at('max: 2'), text: 'max: 5' }] }],
  link: 'https://example.com/docs/bounds-inverted.md',
  environments: ['production', 'staging'],
};
/**
 * Everything that a format must not take for its own: XML, Markdown, workflow commands, controls, half a surrogate
 * pair.
 */
const hostile: Diagnostic = {
  id: 'ceiling',
  messageId: 'found',
  severity: 'warning',
  message: 'image@sha256 <b>|`x`|</b> ]]> ::error::\u001b[31m 100%\r\n\ud800 @someone #12 [a](b)',
  span: at('parser'),
  related: [{ message: 'the policy', span: { source: organisation, start: 6, end: 13 } }],
};
const unreadable: Diagnostic = {
  id: 'unreadable-file',
  messageId: 'missing',
  severity: 'error',
  message: '"x.yaml" cannot be read: there is no such file',
  help: 'Check the path',
};
const note: Diagnostic = {
  id: 'a-note',
  messageId: 'found',
  severity: 'information',
  message: 'this is worth knowing',
  span: at('pools'),
  steps: [{ does: 'Look at it', command: 'ls' }, { does: 'Go on' }],
};

const context: ReportContext = {
  version: '1.2.3',
  files: ['systems/shop.yaml'],
  rules: [
    {
      id: 'bounds-inverted',
      summary: 'The minimum is not above the maximum.',
      why: 'An autoscaler refuses such bounds',
      severity: 'error',
      messages: { inverted: { text: 'the minimum {min} is above the maximum {max}' } },
      link: 'https://example.com/docs/bounds-inverted.md',
    },
  ],
  catalogue: [
    {
      id: 'unreadable-file',
      summary: 'Every file that is named must exist and be readable.',
      why: 'A file that is not read is not checked',
      severity: 'error',
      messages: { missing: { text: '"{file}" cannot be read: there is no such file' } },
      link: 'https://example.com/docs/unreadable-file.md',
    },
    {
      id: 'empty-file',
      summary: 'A configuration must not be empty.',
      why: 'An empty file is usually the wrong file',
      severity: 'error',
      messages: { empty: { text: 'the file is empty' } },
      link: 'https://example.com/docs/empty-file.md',
    },
  ],
};
const all = [inverted, hostile, unreadable, note];

const schema = (path: string): object => Object(JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')));
// The official schema has a pattern that is no regular expression under the flag u.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);

const validSarif = ajv.compile(schema('../../fixtures/report/sarif-schema-2.1.0.json'));
const validJson = ajv.compile(schema('../../../schema/findings.schema.json'));

/** What a comment and the baseline hide. */
const suppressed: readonly SuppressedFinding[] = [
  {
    finding: inverted,
    exception: { kind: 'inSource', reason: 'the sale', until: '2026-12-24', span: at('pools') },
  },
  {
    finding: note,
    exception: {
      kind: 'external',
      reason: 'accepted in the baseline',
      until: undefined,
      span: { source: sourceText('systems/baseline.json', '{}'), start: 0, end: 1 },
    },
  },
];

describe('what is suppressed is data, with the reason and the place of its exception', () => {
  const place = { line: 1, column: 1, endLine: 1, endColumn: 6 };

  test('in JSON, counted and beside the findings', () => {
    const said = JSON.parse(MACHINE.json([unreadable], { ...context, suppressed }));
    expect(validJson(said), JSON.stringify(validJson.errors)).toBe(true);
    expect(said.summary).toMatchObject({ error: 1, suppressed: 1, baselined: 1 });
    expect(said.findings).toHaveLength(1);
    expect(said.suppressed).toMatchObject([
      {
        id: 'bounds-inverted',
        line: 3,
        suppression: {
          kind: 'inSource',
          reason: 'the sale',
          until: '2026-12-24',
          file: 'systems/shop.yaml',
          ...place,
        },
      },
      { suppression: { kind: 'external', until: null, file: 'systems/baseline.json', line: 1, column: 1 } },
    ]);
  });

  test('in SARIF, where every result says whether it is suppressed', () => {
    const log = JSON.parse(MACHINE.sarif([unreadable], { ...context, suppressed }));
    expect(validSarif(log), JSON.stringify(validSarif.errors)).toBe(true);
    const [run] = log.runs;
    expect(run.results).toMatchObject([
      { ruleId: 'unreadable-file', suppressions: [] },
      {
        ruleId: 'bounds-inverted',
        suppressions: [
          {
            kind: 'inSource',
            status: 'accepted',
            justification: 'the sale',
            location: {
              physicalLocation: { artifactLocation: { uri: 'systems/shop.yaml' }, region: { startLine: 1 } },
            },
            properties: { until: '2026-12-24' },
          },
        ],
      },
      {
        suppressions: [
          {
            kind: 'external',
            justification: 'accepted in the baseline',
            location: {
              physicalLocation: { artifactLocation: { uri: 'systems/baseline.json', index: 1 } },
            },
          },
        ],
      },
    ]);
    expect(run.artifacts[1].location.uri).toBe('systems/baseline.json');
  });

  test('not for code scanning, which would show it as open', () => {
    const log = JSON.parse(MACHINE['code-scanning']([unreadable], { ...context, suppressed }));
    expect(validSarif(log), JSON.stringify(validSarif.errors)).toBe(true);
    expect(log.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['unreadable-file']);
    expect(log.runs[0].results[0]).not.toHaveProperty('suppressions');
  });

  test('in the counts of text and Markdown', () => {
    expect(MACHINE.markdown([], { ...context, suppressed })).toContain('no problems; 1 suppressed, 1 in the baseline');
    expect(pretty([unreadable], { colour: false, width: 80, suppressed })).toContain(
      '1 error; 1 suppressed, 1 in the baseline\n',
    );
  });
});

describe.each([
  ['findings', all],
  ['a clean run', []],
] as const)('%s', (_what, diagnostics) => {
  test('SARIF is valid by the official schema of 2.1.0', () => {
    expect(validSarif(JSON.parse(MACHINE.sarif(diagnostics, context))), JSON.stringify(validSarif.errors)).toBe(true);
  });

  test('JSON is valid by the committed schema', () => {
    expect(validJson(JSON.parse(MACHINE.json(diagnostics, context))), JSON.stringify(validJson.errors)).toBe(true);
  });

  test('JUnit is well-formed XML, whose counts are those of its cases', () => {
    const parser = new SaxesParser();
    const counted = { testcase: 0, failure: 0 };
    let declared = '';
    parser.on('opentag', ({ name, attributes }) => {
      if (name === 'testsuites') declared = `${String(attributes['tests'])} ${String(attributes['failures'])}`;
      if (name === 'testcase' || name === 'failure') counted[name] += 1;
    });
    parser.on('error', error => {
      throw error;
    });
    parser.write(MACHINE.junit(diagnostics, context)).close();
    expect(declared).toBe(`${String(counted.testcase)} ${String(counted.failure)}`);
    expect(counted).toEqual(diagnostics.length === 0 ? { testcase: 1, failure: 0 } : { testcase: 4, failure: 3 });
  });
});

test('SARIF says where, what else, how to mend it, and which rule', () => {
  const log = JSON.parse(MACHINE.sarif([inverted], context));
  const [run] = log.runs;
  expect(run.tool.driver).toMatchObject({
    name: 'pipestream-scaling',
    version: '1.2.3',
    rules: [{ id: 'bounds-inverted', helpUri: 'https://example.com/docs/bounds-inverted.md' }],
  });
  expect(run.results[0]).toMatchObject({
    ruleId: 'bounds-inverted',
    ruleIndex: 0,
    level: 'error',
    message: { text: 'the minimum 5 is above the maximum 2 (in production, staging). Swap the two.' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'systems/shop.yaml' },
          region: { startLine: 3, startColumn: 16, endLine: 3, endColumn: 22 },
        },
        logicalLocations: [{ fullyQualifiedName: 'pools.parser.replicas.min' }],
      },
    ],
    relatedLocations: [
      { message: { text: 'the maximum' }, physicalLocation: { region: { startLine: 3, startColumn: 24 } } },
    ],
    fixes: [
      {
        description: { text: 'Write "max: 5"' },
        artifactChanges: [
          {
            replacements: [
              {
                deletedRegion: { startLine: 3, startColumn: 24, endLine: 3, endColumn: 30 },
                insertedContent: { text: 'max: 5' },
              },
            ],
          },
        ],
      },
    ],
  });
});

test('a fingerprint of SARIF follows a finding to another line', () => {
  const moved = sourceText('systems/shop.yaml', `# a comment\n${source.text}`);
  const start = moved.text.indexOf('min: 5');
  const fingerprint = (diagnostic: Diagnostic): unknown =>
    JSON.parse(MACHINE.sarif([diagnostic], context)).runs[0].results[0].partialFingerprints;
  expect(fingerprint({ ...inverted, span: { source: moved, start, end: start + 6 } })).toEqual(fingerprint(inverted));
});

test('SARIF names the message of a result, which its rule has, with no placeholder that nothing fills', () => {
  const { tool, results } = JSON.parse(MACHINE.sarif([inverted, unreadable], context)).runs[0];
  const said = results.map(({ ruleIndex, message: { id } }: { ruleIndex: number; message: { id: string } }) => [
    tool.driver.rules[ruleIndex].id,
    tool.driver.rules[ruleIndex].messageStrings[id].text,
  ]);
  expect(said).toEqual([
    ['unreadable-file', '"{{file}}" cannot be read: there is no such file'],
    ['bounds-inverted', 'the minimum {{min}} is above the maximum {{max}}'],
  ]);
});

test('SARIF describes what the language refuses where it did, and the policies always', () => {
  const rules = (diagnostics: readonly Diagnostic[]) =>
    JSON.parse(MACHINE.sarif(diagnostics, context)).runs[0].tool.driver.rules.map(
      ({ id, shortDescription }: { id: string; shortDescription: { text: string } }) => [id, shortDescription.text],
    );
  const policy = ['bounds-inverted', 'The minimum is not above the maximum.'];
  expect(rules([])).toEqual([policy]);
  expect(rules([unreadable])).toEqual([
    policy,
    ['unreadable-file', 'Every file that is named must exist and be readable.'],
  ]);
});

test('JSON has the same fields for every finding', () => {
  expect(JSON.parse(MACHINE.json([inverted, unreadable], context))).toEqual({
    version: 1,
    tool: { name: 'pipestream-scaling', version: '1.2.3' },
    files: ['systems/shop.yaml'],
    summary: { error: 2, warning: 0, information: 0, fixable: 0, fixableUnsafely: 1, suppressed: 0, baselined: 0 },
    suppressed: [],
    notShown: 0,
    findings: [
      {
        id: 'unreadable-file',
        messageId: 'missing',
        severity: 'error',
        message: '"x.yaml" cannot be read: there is no such file',
        file: null,
        line: null,
        column: null,
        endLine: null,
        endColumn: null,
        path: null,
        why: null,
        help: 'Check the path',
        steps: [],
        link: null,
        environments: [],
        related: [],
        fixes: [],
      },
      {
        id: 'bounds-inverted',
        messageId: 'inverted',
        severity: 'error',
        message: 'the minimum 5 is above the maximum 2',
        file: 'systems/shop.yaml',
        line: 3,
        column: 16,
        endLine: 3,
        endColumn: 22,
        path: 'pools.parser.replicas.min',
        why: 'An autoscaler refuses such bounds',
        help: 'Swap the two',
        steps: [],
        link: 'https://example.com/docs/bounds-inverted.md',
        environments: ['production', 'staging'],
        related: [
          { message: 'the maximum', file: 'systems/shop.yaml', line: 3, column: 24, endLine: 3, endColumn: 30 },
        ],
        fixes: [
          {
            title: 'Write "max: 5"',
            safety: 'unsafe',
            edits: [
              {
                file: 'systems/shop.yaml',
                line: 3,
                column: 24,
                endLine: 3,
                endColumn: 30,
                offset: 40,
                length: 6,
                replacement: 'max: 5',
              },
            ],
          },
        ],
      },
    ],
  });
});

test('GitHub is one workflow command a finding, with nothing left that could be another', () => {
  const lines = MACHINE.github(all, context).trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines.every(line => /^::(?:error|warning|notice) [^\n]*::/.test(line))).toBe(true);
  expect(lines[3]).toBe(
    '::error file=systems/shop.yaml,line=3,endLine=3,col=16,endColumn=22,title=pipestream-scaling bounds-inverted::the minimum 5 is above the maximum 2 (in production, staging)%0AHelp: Swap the two%0AWhy: An autoscaler refuses such bounds%0Ahttps://example.com/docs/bounds-inverted.md',
  );
  expect(MACHINE.github([], context)).toBe('');
});

test('Markdown keeps a row a row', () => {
  const rows = MACHINE.markdown(all, context)
    .split('\n')
    .filter(line => line.startsWith('| '));
  expect(rows.map(row => row.replace(/\\\|/g, '').split('|').length)).toEqual([6, 6, 6, 6, 6]);
  expect(MACHINE.markdown([], context)).toBe('### pipestream-scaling\n\nsystems/shop.yaml: no problems\n');
});
