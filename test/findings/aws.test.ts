import { fc, runs } from '../properties.ts';
import { describe, expect, test } from 'vitest';
import { stackIdsOf } from '../../src/model/stack-ids.ts';
import { at, input, run } from './run.ts';

const STACK = 'default/ecs/stack.yaml';

describe('what goes into a stack comes out', () => {
  test('two pools whose names differ in hyphens only have resources each', () => {
    const ran = run(input('two-pools-one-logical-id'));
    const resources = Object.values(at(ran, STACK, 'Resources') ?? {});
    const services = resources.filter(resource => resource.Type === 'AWS::ECS::Service');
    expect(services.map(service => service.Properties.ServiceName)).toEqual(['a-b', 'a--b']);
    expect(resources.filter(resource => resource.Type === 'AWS::ApplicationAutoScaling::ScalableTarget')).toHaveLength(
      2,
    );
  });

  test('two images are two parameters, and each container takes its own', () => {
    const ran = run(input('two-images-one-parameter'));
    const parameters = ['ParserHttpImageApi', 'ParserImageHttpApi'];
    expect(Object.keys(at(ran, STACK, 'Parameters') ?? {}).sort()).toEqual(parameters);
    const image = (id: string) =>
      at(ran, STACK, 'Resources', id, 'Properties', 'ContainerDefinitions', 0, 'Image', 'Ref');
    expect([image('ParserHttpTask'), image('ParserTask')]).toEqual(parameters);
  });

  const name = fc
    .array(fc.constantFrom('a', 'b', '1', '-', 'dash', 'image', 'service'), { minLength: 1, maxLength: 6 })
    .map(parts => `x${parts.join('')}x`);

  test('two names never give one logical id', () => {
    fc.assert(
      fc.property(
        name,
        name,
        (one, other) => (stackIdsOf(one).service === stackIdsOf(other).service) === (one === other),
      ),
      { numRuns: runs(3000) },
    );
  });

  test('two containers never give one parameter', () => {
    fc.assert(
      fc.property(name, name, name, name, (pool, container, otherPool, otherContainer) => {
        const same = pool === otherPool && container === otherContainer;
        return (stackIdsOf(pool).image(container) === stackIdsOf(otherPool).image(otherContainer)) === same;
      }),
      { numRuns: runs(3000) },
    );
  });
});
