import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/model/sourced.ts';
import { takenStackIds } from '../../../src/model/stack-ids.ts';
import { NamedOnce, onePathEach } from '../../../src/targets/named-once.ts';
import { compileText, stack } from './compile.ts';
import { systemOn } from './systems.ts';

describe('decision 0006: ids of the stack', () => {
  test.each(['fixed', 'observe', 'cpu', 'full'])('are those that its pools are said to take: %s', stage => {
    const compiled = compileText(systemOn(stage));
    const taken = compiled.pools.flatMap(({ plan }) => takenStackIds(plan));
    for (const section of ['Resources', 'Parameters', 'Outputs'] as const) {
      const ids = taken.filter(id => id.section === section).map(({ id }) => id);
      const shared = section === 'Resources' && stage !== 'fixed' ? ['Dashboard'] : [];
      expect(Object.keys(mapOf(stack(compiled, section)))).toEqual(expect.arrayContaining([...ids, ...shared]));
      expect(Object.keys(mapOf(stack(compiled, section)))).toHaveLength(ids.length + shared.length);
    }
  });

  test('follow the name of a pool', () => {
    const { pools } = compileText(named('opensearch-sink', 'api'));
    expect(pools.flatMap(({ plan }) => takenStackIds(plan)).map(({ id }) => id)).toEqual([
      'OpensearchSinkLogs',
      'OpensearchSinkTask',
      'OpensearchSinkService',
      'OpensearchSinkTarget',
      'OpensearchSinkPolicyCpu',
      'OpensearchSinkAlarmPinnedAtMax',
      'OpensearchSinkAlarmCpuHigh',
      'OpensearchSinkImageApi',
      'OpensearchSinkServiceName',
    ]);
  });
});

describe('decision 0003: a record whose keys are made of names', () => {
  test('keeps its entries in the order in which they were added', () => {
    const record = new NamedOnce<number>('thing');
    record.add('b', 1, 'one');
    record.add('a', 2, 'another');
    expect(Object.entries(record.record)).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
    expect(record.size).toBe(2);
  });

  test('names both owners of a key', () => {
    const record = new NamedOnce<number>('thing');
    record.add('a', 1, 'one');
    expect(() => {
      record.add('a', 1, 'another');
    }).toThrow('one and another both need the thing a: rename one');
  });

  test('and so do the files of an environment', () => {
    const file = { form: 'text', path: 'ecs/web/a.json', text: '' } as const;
    expect(() => [...onePathEach([[{ ...file, pool: 'web' }], [file]])]).toThrow(
      'pool "web" and the environment both need the file ecs/web/a.json: rename one',
    );
  });
});

/** Pools with one container each, whose image is a parameter: name, container, name, container. */
function named(...names: readonly string[]): string {
  const pools = names
    .filter((_, index) => index % 2 === 0)
    .map(
      (name, index) => `  ${name}:
    kind: demand-driven
    replicas: 2..4
    containers: {${names[2 * index + 1] ?? ''}: {image: {parameter: true}, cpu: 250m, memory: 512Mi}}
    signals: {cpu: 70%}`,
    );
  return systemOn('full').replace(
    /\nhardware:[^]*?\nenvironments/,
    () => `\npools:\n${pools.join('\n')}\nenvironments`,
  );
}

function mapOf(json: Json | undefined): object {
  return typeof json === 'object' && json !== null ? json : {};
}
