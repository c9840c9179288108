import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { overlay } from '../../../src/config/overlay.ts';
import { parse } from '../../../src/config/parse.ts';
import { validate } from '../../../src/config/validate.ts';
import { hasErrors } from '../../../src/model/diagnostic.ts';
import { applyEdits } from '../../../src/source/text-edits.ts';
import { locate, type Located } from '../../../src/source/located.ts';
import { sourceText } from '../../../src/source/source-text.ts';

const matching = (pattern: RegExp, expected: string) => z.string().check(z.regex(pattern, `expected ${expected}`));
const Duration = z.pipe(
  matching(/^\d+[smh]$/, 'a duration with its unit, such as 90s'),
  z.transform(text => Number.parseInt(text, 10)),
);
const Percent = z.pipe(
  matching(/^\d+%$/, 'a percentage, such as 70%'),
  z.transform(text => Number.parseInt(text, 10)),
);
const Cpu = z.union([
  z.pipe(
    Percent,
    z.transform(target => ({ target })),
  ),
  z.strictObject({ target: Percent, for: z.optional(Duration) }),
]);
const Replicas = z.strictObject({ min: z.optional(z.int().check(z.minimum(0), z.maximum(100))), max: z.int() }).check(
  z.refine(({ min = 0, max }) => min <= max, {
    error: 'expected min not above max',
    params: { id: 'out-of-range', help: 'swap the two' },
  }),
);
const Pool = z.strictObject({
  kind: z.enum(['always-on', 'demand-driven', 'scale-to-zero']),
  replicas: z.optional(Replicas),
  idle: z.optional(Duration),
  accountId: z.optional(z.string().check(z.length(12))),
  existing: z.optional(z.boolean()),
  topics: z.optional(z.union([z.literal('all'), z.array(z.string()).check(z.minLength(1)), z.int()])),
  step: z.optional(z.int().check(z.multipleOf(5))),
  url: z.optional(z.url()),
  cpu: z.optional(Cpu),
  metric: z.optional(
    z.discriminatedUnion('of', [
      z.strictObject({ of: z.literal('lag'), perReplica: z.int() }),
      z.strictObject({ of: z.literal('rate') }),
    ]),
  ),
});
const schema = z.strictObject({
  version: z.literal(1),
  pools: z.record(
    matching(/^[a-z]+$/, 'a name of lower-case letters'),
    z.lazy(() => Pool),
  ),
  targets: z.optional(z.partialRecord(z.enum(['kubernetes', 'ecs']), z.string())),
});
const SYNONYMS = { min: ['minReplicas', 'minimum'], max: ['maxReplicas'] };

function read(text: string): Located {
  const { value, diagnostics } = parse(sourceText('a.yaml', text));
  if (value === undefined || hasErrors(diagnostics)) throw new Error(diagnostics.map(({ message }) => message).join());
  return value;
}

function problems(located: Located) {
  return validate(schema, located, { synonyms: SYNONYMS }).diagnostics.map(({ id, message, help, span }) => {
    const at = span?.source.positionAt(span.start);
    return `${String(at?.line)}:${String(at?.column)} ${message} [${id}]${help === undefined ? '' : ` = ${help}`}`;
  });
}

/** Each with the text that its span covers, which is easier to check by eye than a column. */
function pool(body: string) {
  const text = `version: 1\npools:\n  p: {${body}}\n`;
  return validate(schema, read(text), { synonyms: SYNONYMS }).diagnostics.map(
    ({ id, message, help, span }) =>
      `<${text.slice(span?.start, span?.end)}> ${message} [${id}]${help === undefined ? '' : ` = ${help}`}`,
  );
}

describe('validation', () => {
  it('gives the value when all is well', () => {
    const { value, diagnostics } = validate(schema, read('version: 1\npools: {p: {kind: always-on, cpu: 70%}}\n'));
    expect([value, diagnostics]).toEqual([
      { version: 1, pools: { p: { kind: 'always-on', cpu: { target: 70 } } } },
      [],
    ]);
  });

  it.each<[string, string, string[]]>([
    [
      'a slip of the hand in a key',
      'kind: always-on, replcas: {max: 1}',
      ['<replcas> unknown key "replcas" in "pools.p" [unknown-key] = write "replicas"'],
    ],
    [
      'a synonym',
      'kind: always-on, replicas: {minReplicas: 1, max: 2}',
      ['<minReplicas> unknown key "minReplicas" in "pools.p.replicas" [unknown-key] = write "min"'],
    ],
    [
      'a synonym of what is set',
      'kind: always-on, replicas: {maxReplicas: 1, max: 2}',
      ['<maxReplicas> unknown key "maxReplicas" in "pools.p.replicas" [unknown-key] = delete it; "max" is already set'],
    ],
    [
      'a key one level too high',
      'kind: always-on, max: 3',
      ['<max> unknown key "max" in "pools.p" [unknown-key] = move it under "replicas"'],
    ],
    [
      'a key one level too low',
      'kind: always-on, replicas: {max: 3, idle: 5m}',
      ['<idle> unknown key "idle" in "pools.p.replicas" [unknown-key] = move it out of "replicas", one level up'],
    ],
    [
      'a key like no other',
      'kind: always-on, replicas: {max: 3, zebra: 1}',
      ['<zebra> unknown key "zebra" in "pools.p.replicas" [unknown-key] = use "min" or "max"'],
    ],
    [
      'an unknown key in the longer form of a shorthand',
      'kind: always-on, cpu: {target: 70%, fro: 5m}',
      ['<fro> unknown key "fro" in "pools.p.cpu" [unknown-key] = write "for"'],
    ],
    [
      'a missing key',
      'replicas: {max: 3}',
      [
        '<p> "pools.p" needs the key "kind" [missing-key] = add "kind": "always-on", "demand-driven" or "scale-to-zero"',
      ],
    ],
    [
      'a missing key further down',
      'kind: always-on, replicas: {}',
      ['<replicas> "pools.p.replicas" needs the key "max" [missing-key] = add "max": a whole number'],
    ],
    [
      'a value that is nearly known',
      'kind: always-onn',
      [
        '<always-onn> "pools.p.kind" is "always-onn": expected "always-on", "demand-driven" or "scale-to-zero" [unknown-value] = write "always-on"',
      ],
    ],
    [
      'a value that is not known',
      'kind: gpu',
      ['<gpu> "pools.p.kind" is "gpu": expected "always-on", "demand-driven" or "scale-to-zero" [unknown-value]'],
    ],
    [
      'a number without its unit',
      'kind: always-on, idle: 5',
      ['<5> "pools.p.idle" is 5: expected a duration with its unit, such as 90s [wrong-type]'],
    ],
    [
      'a text of the wrong form',
      'kind: always-on, idle: 5 min',
      ['<5 min> "pools.p.idle" is "5 min": expected a duration with its unit, such as 90s [invalid-value]'],
    ],
    [
      'a number that should be quoted',
      'kind: always-on, accountId: 012345678901',
      [
        '<012345678901> "pools.p.accountId" is 12345678901: expected a text [wrong-type] = put it in quotes: "012345678901"',
      ],
    ],
    [
      'a text of the wrong length',
      'kind: always-on, accountId: "123"',
      ['<"123"> "pools.p.accountId" is "123": expected exactly 12 characters [invalid-value]'],
    ],
    [
      'a scalar where a map belongs',
      'kind: always-on, replicas: 3',
      ['<3> "pools.p.replicas" is 3: expected a map [wrong-type]'],
    ],
    [
      'a map where a scalar belongs, at its key',
      'kind: {a: 1}',
      ['<kind> "pools.p.kind" is a map: expected "always-on", "demand-driven" or "scale-to-zero" [wrong-type]'],
    ],
    [
      'yes, which is not true',
      'kind: always-on, existing: yes',
      ['<yes> "pools.p.existing" is "yes": expected true or false [wrong-type]'],
    ],
    [
      'nothing, at its key',
      'kind: always-on, replicas: ',
      ['<replicas> "pools.p.replicas" is empty: expected a map [wrong-type]'],
    ],
    [
      'no alternative that fits',
      'kind: always-on, topics: true',
      ['<true> "pools.p.topics" is true: expected "all", a list or a whole number [wrong-type]'],
    ],
    [
      'a shorthand that fits neither way',
      'kind: always-on, cpu: 70',
      ['<70> "pools.p.cpu" is 70: expected a map or a percentage, such as 70% [wrong-type]'],
    ],
    [
      'a shorthand with a fault in it',
      'kind: always-on, cpu: 70 %',
      ['<70 %> "pools.p.cpu" is "70 %": expected a percentage, such as 70% [invalid-value]'],
    ],
    [
      'the longer form without what it needs',
      'kind: always-on, cpu: {for: 5m}',
      ['<cpu> "pools.p.cpu" needs the key "target" [missing-key] = add "target": a percentage, such as 70%'],
    ],
    [
      'an empty list',
      'kind: always-on, topics: []',
      ['<topics> "pools.p.topics": expected at least 1 item, not 0 [out-of-range]'],
    ],
    [
      'too much',
      'kind: always-on, replicas: {min: 101, max: 200}',
      ['<101> "pools.p.replicas.min" is 101: expected at most 100 [out-of-range]'],
    ],
    [
      'too little',
      'kind: always-on, replicas: {min: -1, max: 200}',
      ['<-1> "pools.p.replicas.min" is -1: expected at least 0 [out-of-range]'],
    ],
    [
      'a fraction',
      'kind: always-on, replicas: {max: 1.5}',
      ['<1.5> "pools.p.replicas.max" is 1.5: expected a whole number [wrong-type]'],
    ],
    [
      'not a multiple',
      'kind: always-on, step: 3',
      ['<3> "pools.p.step" is 3: expected a multiple of 5 [invalid-value]'],
    ],
    ['not a URL', 'kind: always-on, url: x', ['<x> "pools.p.url" is "x": expected a URL [invalid-value]']],
    [
      'a rule of ours, with its own id and help',
      'kind: always-on, replicas: {min: 5, max: 2}',
      ['<replicas> "pools.p.replicas": expected min not above max [out-of-range] = swap the two'],
    ],
    [
      'an unknown discriminator',
      'kind: always-on, metric: {of: lagg}',
      ['<lagg> "pools.p.metric.of" is "lagg": expected "lag" or "rate" [unknown-value] = write "lag"'],
    ],
    [
      'a missing discriminator',
      'kind: always-on, metric: {perReplica: 1}',
      ['<metric> "pools.p.metric" needs the key "of" [missing-key] = add "of": "lag" or "rate"'],
    ],
    [
      'a fault in one alternative of a discriminated union',
      'kind: always-on, metric: {of: lag, perReplica: x}',
      ['<x> "pools.p.metric.perReplica" is "x": expected a whole number [wrong-type]'],
    ],
    [
      'several faults at once',
      'kind: x, idle: 5, zebra: 1',
      [
        '<x> "pools.p.kind" is "x": expected "always-on", "demand-driven" or "scale-to-zero" [unknown-value]',
        '<5> "pools.p.idle" is 5: expected a duration with its unit, such as 90s [wrong-type]',
        '<zebra> unknown key "zebra" in "pools.p" [unknown-key] = use "kind", "replicas", "idle", "accountId", "existing", "topics", "step", "url", "cpu" or "metric"',
      ],
    ],
  ])('reports %s', (_what, body, expected) => {
    expect(pool(body)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['the root', '- 1\n', ['1:1 the configuration is a list: expected a map [wrong-type]']],
    [
      'a key of the root',
      'verson: 1\npools: {}\n',
      [
        '1:1 the configuration needs the key "version" [missing-key] = add "version": 1',
        '1:1 unknown key "verson" [unknown-key] = write "version"',
      ],
    ],
    ['a version to come', 'version: 2\npools: {}\n', ['1:10 "version" is 2: expected 1 [unknown-value]']],
    [
      'a bad key of a record, and what is wrong below it',
      'version: 1\npools:\n  Parser: {kind: x}\n',
      [
        '3:3 the key "Parser": expected a name of lower-case letters [invalid-key]',
        '3:18 "pools.Parser.kind" is "x": expected "always-on", "demand-driven" or "scale-to-zero" [unknown-value]',
      ],
    ],
    [
      'a key of a record whose keys are listed',
      'version: 1\npools: {}\ntargets: {kubernets: x}\n',
      ['3:11 unknown key "kubernets" in "targets" [unknown-key] = write "kubernetes"'],
    ],
  ])('reports %s of the file', (_what, text, expected) => {
    expect(problems(read(text))).toEqual(expected);
  });

  it('reports what an overlay wrote in the overlay', () => {
    const root = read(
      'base:\n  version: 1\n  pools: {p: {kind: always-on}}\nover:\n  pools:\n    p:\n      knd: x\n      replicas:\n        max: many\n',
    );
    const merged = overlay(locate(root, ['base']).node, locate(root, ['over']).node, 'staging');
    expect(problems(merged)).toEqual([
      '9:14 "pools.p.replicas.max" is "many": expected a whole number [wrong-type]',
      '7:7 unknown key "knd" in "pools.p" [unknown-key] = delete it; "kind" is already set',
    ]);
  });

  it('offers a rename as a fix, safe only where nothing but case differs', () => {
    const text = 'version: 1\npools:\n  p: {Kind: always-on, idel: 5m} # kept\n';
    const located = read(text);
    const fixes = validate(schema, located).diagnostics.flatMap(diagnostic => diagnostic.fixes ?? []);
    expect(fixes.map(({ title, safety }) => [title, safety])).toEqual([
      ['write "kind"', 'safe'],
      ['write "idle"', 'unsafe'],
    ]);
    expect(
      applyEdits(
        located.at.span.source,
        fixes.flatMap(fix => fix.edits),
      ),
    ).toEqual({ kind: 'edited', text: 'version: 1\npools:\n  p: {kind: always-on, idle: 5m} # kept\n' });
  });

  it('carries the path that a baseline is keyed by', () => {
    expect(
      validate(schema, read('version: 1\npools: {p: {kind: always-on, zebra: 1}}\n')).diagnostics[0]?.path,
    ).toEqual(['pools', 'p', 'zebra']);
  });
});
