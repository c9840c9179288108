import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cfnLint } from '../../scripts/python-tools.mjs';
import { unwrap } from '../../src/model/sourced.ts';
import { unlessSkipped } from '../programs.ts';
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

  test.for(['fixed', 'observe', 'cpu', 'full'])('has nothing against the stack on the stage %s', (stage, context) => {
    const found = findings(stage, unwrap(fileAt(compileText(systemOn(stage)), 'ecs/stack.yaml').tree));
    expect(unlessSkipped(context, found)).toEqual([]);
  });

  test('sees a task size that Fargate does not sell', context => {
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
    expect(unlessSkipped(context, found).length).toBeGreaterThan(0);
  });
});
