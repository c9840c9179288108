import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { POLICIES } from '../../policies/index.ts';
import { completeExample } from '../../src/lint/engine/example.ts';
import { EVERYTHING } from '../matrix/everything.ts';

const FILES = [
  'pipestream-scaling.yaml',
  'examples/*/pipestream-scaling.yaml',
  'docs/configuration/examples/*.yaml',
  'docs/guides/*.yaml',
  'test/fixtures/clean/*.yaml',
  'test/findings/**/*.yaml',
];

/** The configurations of the repository: what the cases that change something change. */
export function seedsOf(root: string): readonly string[] {
  const files = globSync(FILES, { cwd: root }).toSorted();
  return [
    EVERYTHING,
    ...files.map(file => readFileSync(`${root}/${file}`, 'utf8')),
    ...POLICIES.flatMap(policy => {
      const { bad, good } = policy.examples();
      return [...bad, ...good].map(({ yaml, targets }) => completeExample(yaml, targets));
    }),
  ];
}
