import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { analysed } from '../analysed.ts';
import { fieldsOf } from '../../src/config/schema-walk.ts';
import { Config } from '../../src/config/schema/root.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { emit } from '../../src/pipeline.ts';
import { sourceText } from '../../src/source/source-text.ts';
import { tallyOf } from './counted.ts';
import { EVERYTHING } from './everything.ts';
import { ROWS } from './fields.ts';
import { set, tree } from './objects.ts';
import type { Tree } from './objects.ts';

/** What every object of JavaScript has, what libraries and platforms ask maps for, and what no name may hold. */
const KEYS = [
  ...['constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'toJSON', 'value', 'then'],
  ...['length', 'name', 'key', 'options', 'plain', 'origin', 'at', '$at', '$key', '$patch', '<<', 'null', 'true', '1'],
  ...['Ref', 'Fn::Sub', '${AWS::Region}', '{{resolve:ssm:x}}', '{{x}}', '', ' ', 'a b', '../x', '.git', 'con', 'NUL'],
  ...[
    'Team',
    'TEAM',
    'x'.repeat(64),
    'x'.repeat(300),
    '\u202ea',
    'a\u200bb',
    '\u0000',
    '\ud800',
    '::error::x',
    '##[x]',
  ],
  ...['-', '--force', 'é', 'app.kubernetes.io/name', 'kubernetes.io/arch', 'pipestream-scaling'],
];

const SYSTEM = tree(load(EVERYTHING));

const ALIKE =
  /signals\.(?!latency)|wake|initContainers\.\*\.|probes\.(?:startup|readiness)\.|volumes\.\*\.secret|affinity\.pod|projected|patch\.(?!Deployment)/;

/** Maps whose keys the user chooses, by where the system that uses everything has one with an entry. */
const FREE = new Map(
  fieldsOf(Config).flatMap(field => {
    const steps = field.split('.');
    return steps.flatMap((step, index) => {
      const pattern = steps.slice(0, index).join('.');
      const place = step === '*' ? placeOf(pattern) : undefined;
      // The dimensions of each source are of one kind, and so are maps that stand in several places.
      return place === undefined || ALIKE.test(pattern) ? [] : [[pattern, place] as const];
    });
  }),
);

function placeOf(pattern: string): readonly string[] | undefined {
  const given = ROWS.map(({ path }) => path.split('.'));
  const steps = pattern.split('.');
  const like = given.find(
    path => path.length > steps.length && steps.every((step, index) => step === '*' || step === path[index]),
  );
  const place = like?.slice(0, steps.length + 1);
  return place === undefined || /^\d+$/.test(place.at(-1) ?? '') ? undefined : place;
}

function at(node: unknown, [step, ...rest]: readonly string[]): unknown {
  return step === undefined ? node : at(tree(node)[step], rest);
}

/** The system with one pool and an entry at the place, and beside it one under each key. */
function withKeys(place: readonly string[], keys: readonly string[], over: 'base' | 'overlay'): string {
  const pool = poolOf(place);
  const row = ROWS.find(({ path }) => path.startsWith(place.join('.')));
  const pools = tree(SYSTEM['pools']);
  const one: Tree = { ...SYSTEM, pools: { [pool]: pools[pool] }, environments: { production: {} } };
  const whole = Object.entries(row?.beside ?? {}).reduce(
    (config, [path, value]) => set(config, path.split('.'), value),
    place.length > 2 && at(one, place) === undefined && row !== undefined ? set(one, row.path.split('.'), row.to) : one,
  );
  const entry = place[0] === 'pools' && place.length === 2 ? PLAIN_POOL : at(whole, place);
  const above = place.slice(0, -1);
  const added = keys.reduce<Tree>(
    (config, key, index) => set(config, [...above, key], typeof entry === 'number' ? 20_000 + index : entry),
    over === 'base' ? whole : {},
  );
  if (over === 'base') return JSON.stringify(added, undefined, 1);
  const environments = { ...tree(whole['environments']), production: added };
  return JSON.stringify({ ...whole, environments }, undefined, 1);
}

/** The pool that shows what the place says. */
function poolOf([first, second = '', ...rest]: readonly string[]): string {
  if (first === 'pools' && rest.length > 0) return second;
  const pools = Object.entries(tree(SYSTEM['pools']));
  const [using] = pools.find(([, pool]) => first === 'hardware' && tree(pool)['hardware'] === second) ?? [];
  return using ?? 'web';
}

const PLAIN_POOL = {
  kind: 'demand-driven',
  replicas: '2..4',
  signals: { cpu: '70%' },
  containers: { app: { image: 'registry.example.com/app:1.0.0', cpu: '500m', memory: '1Gi' } },
};

test('a map of each kind is tried', () => {
  expect([...FREE.keys()].toSorted()).toMatchInlineSnapshot(`
    [
      "environments",
      "hardware",
      "hardware.*.nodeSelector",
      "kafka.auth.authentication.secrets",
      "kafka.lagLabels",
      "lint.rules",
      "lint.rules.*.options",
      "pools",
      "pools.*.containers",
      "pools.*.containers.*.env",
      "pools.*.containers.*.mounts",
      "pools.*.containers.*.ports",
      "pools.*.containers.*.probes.liveness.headers",
      "pools.*.containers.*.secrets",
      "pools.*.initContainers",
      "pools.*.labels",
      "pools.*.patch.Deployment",
      "pools.*.podAnnotations",
      "pools.*.podLabels",
      "pools.*.scheduling.affinity.nodeAffinity",
      "pools.*.scheduling.nodeSelector",
      "pools.*.serviceAccount.annotations",
      "pools.*.serviceConnect",
      "pools.*.signals.latency.source.cloudwatch.dimensions",
      "pools.*.signals.latency.source.cloudwatch.heartbeat.dimensions",
      "pools.*.volumes",
      "pools.*.volumes.*.configMap.items",
      "pools.*.volumes.*.csi.attributes",
      "targets.kubernetes.prometheus.authentication.secrets",
      "targets.kubernetes.prometheus.headers",
      "targets.kubernetes.prometheus.labels",
      "targets.kubernetes.prometheus.queryParameters",
    ]
  `);
});

describe.each([...FREE])('%s', (_pattern, place) => {
  test.each(['base', 'overlay'] as const)('a key is one like any other, or is refused at its line: in the %s', over => {
    if (over === 'overlay' && place[0] === 'environments') return;
    const before = new Set(errorsOf(withKeys(place, [], over)).map(({ id }) => id));
    const [taken, refused] = sorted(place, over, before);
    expect(refused).toContain('__proto__');
    // A metric has at most 30 dimensions.
    for (const keys of over === 'base' ? [taken.slice(0, 20), taken.slice(20)] : [taken.slice(0, 20)]) {
      const emitted = emit(analysed(sourceText('keys.yaml', withKeys(place, keys, over))).environments);
      expect(emitted.diagnostics.map(({ message }) => message)).toEqual([]);
      expect(emitted.value.flatMap(environment => tallyOf(environment).lost)).toEqual([]);
      const printed = emitted.value
        .flatMap(({ rendered }) => rendered.map(file => `${file.path}\n${file.text}`))
        .join('\n');
      if (EMITTED.test(place.join('.'))) expect(keys.filter(key => !printed.includes(key))).toEqual([]);
    }
  });
});

/** Keys that lint takes at a place, and those that it refuses, each at its line. */
function sorted(
  place: readonly string[],
  over: 'base' | 'overlay',
  before: ReadonlySet<string>,
): readonly [taken: readonly string[], refused: readonly string[]] {
  // What a schema says of a key it says of an overlay too; what is merged may lose one.
  const parts = over === 'base' ? [KEYS.slice(0, 25), KEYS.slice(25)] : [KEYS.slice(0, 20)];
  const halves = parts.map(keys => {
    for (let left: readonly string[] = keys; ; ) {
      const yaml = withKeys(place, left, over);
      const errors = errorsOf(yaml).filter(({ id }) => !before.has(id));
      if (errors.length === 0) return left;
      const named = new Set(errors.flatMap(({ path = [], span }) => [...path.map(String), keyAt(yaml, span?.start)]));
      const still = left.filter(key => !named.has(key));
      expect(still.length, errors.map(({ id, message }) => `${id}: ${message}`).join('\n')).toBeLessThan(left.length);
      left = still;
    }
  });
  const taken = halves.flat();
  return [taken, KEYS.filter(key => !taken.includes(key))];
}

const EMITTED = /^(?:pools|environments)|labels|nodeSelector|dimensions/;

function errorsOf(yaml: string): readonly Diagnostic[] {
  return analysed(sourceText('keys.yaml', yaml)).diagnostics.filter(({ severity }) => severity === 'error');
}

/** The key of the line of an offset. */
function keyAt(yaml: string, start = 0): string {
  const [line = ''] = yaml.slice(yaml.lastIndexOf('\n', start - 1) + 1).split('\n', 1);
  const [, quoted] = /^ *("(?:[^"\\]|\\.)*")/.exec(line) ?? [];
  return quoted === undefined ? '' : String(JSON.parse(quoted));
}
