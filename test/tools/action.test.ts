import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goProgram } from '../../scripts/go-programs.mjs';
import { pythonTool } from '../../scripts/python-tools.mjs';
import { unlessSkipped } from '../programs.ts';

const root = join(import.meta.dirname, '../..');
const ACTION = readFileSync(join(root, 'action.yml'), 'utf8');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipestream-scaling-action-tools-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Whole code blocks of a page that are steps of a workflow. */
function documentedSteps(page: string): readonly unknown[] {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, block = '']) => block);
  return blocks.filter(block => block.includes('uses: ai-pipestream/pipestream-scaling@')).map(block => load(block));
}

describe('the real zizmor', () => {
  function findings(name: string, text: string): string | undefined {
    const program = pythonTool('zizmor');
    if (program === undefined) return undefined;
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'action.yml'), text);
    const done = spawnSync(
      program,
      ['--offline', '--no-config', '--persona=auditor', '--format=plain', join(folder, name, 'action.yml')],
      {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], NO_COLOR: '1' },
      },
    );
    return done.status === 0 ? '' : `${String(done.status)}\n${done.stdout}${done.stderr}`;
  }

  test('has nothing against action.yml, not even what only an auditor wants to know', context => {
    expect(unlessSkipped(context, findings('own', ACTION))).toBe('');
  });

  test('sees an action without a commit, and an input in a script', context => {
    const loose = ACTION.replace(/@[0-9a-f]{40} # v[\d.]+/, '@v4').replace(
      'results=$(mktemp',
      'echo ${{ inputs.files }}\n        results=$(mktemp',
    );
    const found = unlessSkipped(context, findings('loose', loose));
    expect(found).toContain('[unpinned-uses]');
    expect(found).toContain('[template-injection]');
  });
});

describe('the real actionlint', () => {
  function findings(name: string, workflow: object): string | undefined {
    const program = goProgram('actionlint');
    if (program === undefined) return undefined;
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, dump(workflow, { lineWidth: -1 }));
    const done = spawnSync(program, ['-no-color', '-oneline', file], { cwd: folder, encoding: 'utf8' });
    return done.status === 0 ? '' : `${String(done.status)}\n${done.stdout}${done.stderr}`;
  }
  const job = (steps: unknown) => ({ 'runs-on': 'ubuntu-latest', steps });

  /** It reads workflows: the steps of the action are those of a job of one that takes the same inputs. */
  function asWorkflow(text: string): object {
    const { inputs, runs } = Object(load(text));
    const typed = Object.entries<object>(inputs).map(([name, input]) => [name, { ...input, type: 'string' }]);
    return {
      on: { workflow_call: { inputs: Object.fromEntries(typed) } },
      permissions: { contents: 'read', 'security-events': 'write' },
      jobs: { action: job(runs.steps) },
    };
  }

  test('has nothing against the steps of the action', context => {
    expect(unlessSkipped(context, findings('action', asWorkflow(ACTION)))).toBe('');
  });

  test('sees a step that is not there, and an input that is not', context => {
    const wrong = ACTION.replace('steps.lint.outputs.status }}', 'steps.lnt.outputs.status }}').replace(
      'inputs.files }}',
      'inputs.fils }}',
    );
    const found = unlessSkipped(context, findings('wrong', asWorkflow(wrong)));
    expect(found).toContain('"lnt" is not defined');
    expect(found).toContain('"fils" is not defined');
  });

  test.for(['README.md', 'docs/guides/ci.md'])('has nothing against the workflow of %s', (page, context) => {
    const steps = documentedSteps(page);
    expect(steps.length).toBeGreaterThan(0);
    const { inputs } = Object(load(ACTION));
    for (const [index, documented] of steps.entries()) {
      const workflow = Array.isArray(documented)
        ? { on: 'pull_request', jobs: { lint: job(documented) } }
        : Object(documented);
      expect(unlessSkipped(context, findings(`documented-${String(index)}`, workflow))).toBe('');
      const used = Object.values<{ steps: { uses?: string; with?: object }[] }>(workflow.jobs).flatMap(
        one => one.steps,
      );
      for (const { uses = '', with: given = {} } of used) {
        expect(uses).toMatch(/^$|@[0-9a-f]{40}$|^ai-pipestream\/pipestream-scaling@/);
        if (uses.startsWith('ai-pipestream/'))
          expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
      }
    }
  });
});
