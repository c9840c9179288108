import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cfnLint } from '../../scripts/python-tools.mjs';
import { unwrap } from '../../src/model/sourced.ts';
import { compileText, fileAt } from '../unit/ecs/compile.ts';
import { systemOn } from '../unit/ecs/systems.ts';

describe('the real cfn-lint', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cfn-lint-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function findings(name: string, template: unknown): readonly string[] | undefined {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, dump(template, { noRefs: true, lineWidth: -1 }));
    return cfnLint(file, 'eu-west-1');
  }

  test.each(['fixed', 'observe', 'cpu', 'full'])(
    'has nothing against the stack on the rung %s',
    stage => {
      const found = findings(stage, unwrap(fileAt(compileText(systemOn(stage)), 'ecs/stack.yaml').tree));
      // Without Python there is no cfn-lint, which the script has said aloud; under CI it has thrown.
      if (found !== undefined) expect(found).toEqual([]);
    },
    60_000,
  );

  test('sees a task size that Fargate does not sell', () => {
    const found = findings('bad', {
      AWSTemplateFormatVersion: '2010-09-09',
      Resources: {
        Task: {
          Type: 'AWS::ECS::TaskDefinition',
          Properties: {
            RequiresCompatibilities: ['FARGATE'],
            NetworkMode: 'awsvpc',
            Cpu: '256',
            Memory: '8192',
            ContainerDefinitions: [{ Name: 'a', Image: 'a' }],
          },
        },
      },
    });
    if (found !== undefined) expect(found.length).toBeGreaterThan(0);
  }, 60_000);
});
