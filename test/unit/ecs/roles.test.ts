import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compile } from '../../../src/pipeline.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { EVERYTHING } from '../../matrix/everything.ts';

/** Actions that take no resource: Service Authorization Reference, Amazon CloudWatch. */
const WITHOUT_RESOURCE: ReadonlySet<string> = new Set(['cloudwatch:GetMetricData']);

/** A log stream has a name that Lambda chooses, so the streams of the function's own group are named by `:*`. */
const OWN_STREAMS = /^arn:aws:logs:[\w-]+:\d{12}:log-group:\/aws\/lambda\/[\w-]+:\*$/;

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

/** Every statement of a policy, wherever it stands; in a payload a document is a text. */
function statementsIn(node: unknown): readonly Statement[] {
  if (typeof node === 'string')
    return node.startsWith('{') && node.includes('"Statement"') ? statementsIn(JSON.parse(node)) : [];
  if (typeof node !== 'object' || node === null) return [];
  if ('Statement' in node && Array.isArray(node.Statement)) return node.Statement;
  return Object.values(node).flatMap(statementsIn);
}

const list = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat();

const EXAMPLE = readFileSync(new URL('../../../pipestream-scaling.yaml', import.meta.url), 'utf8');
const environments = [EVERYTHING, EXAMPLE].flatMap(text => compile(sourceText('any.yaml', text)).value);
const documents = environments.flatMap(({ rendered }) =>
  rendered
    .filter(({ path }) => /^(?:ecs|lambda)\/.*\.(?:json|yaml)$/.test(path))
    .map(({ path, text }) => ({ path, statements: statementsIn(parse(text, { logLevel: 'silent' })) })),
);

test('no role has a wildcard but where an action takes no resource', () => {
  const found = documents.flatMap(({ statements }) => statements);
  expect(found.length).toBeGreaterThan(10);
  const wild = documents.flatMap(({ path, statements }) =>
    statements.flatMap(({ Action, Resource }) => [
      ...list(Action)
        .filter(action => action.includes('*'))
        .map(action => `${path}: ${action}`),
      ...list(Resource)
        .filter(resource => resource.includes('*') && !OWN_STREAMS.test(resource))
        .filter(() => !list(Action).every(action => WITHOUT_RESOURCE.has(action)))
        .map(resource => `${path}: ${list(Action).join()} on ${resource}`),
    ]),
  );
  expect(wild).toEqual([]);
});

describe('roles of a team', () => {
  const TEAM = EVERYTHING.replace(
    / {4}roles: .*\n/,
    '    roles: {path: /teams/a/, permissionsBoundary: "arn:aws:iam::123456789012:policy/b"}\n',
  );
  const [made] = compile(sourceText('any.yaml', TEAM)).value;
  const files = made?.rendered ?? [];
  const parsed = (ending: string): unknown => parse(files.find(({ path }) => path.endsWith(ending))?.text ?? '');

  test('have its path and its boundary, in the payload and in the stack', () => {
    const role = { Path: '/teams/a/', PermissionsBoundary: 'arn:aws:iam::123456789012:policy/b' };
    expect(parsed('-scaler/role.json')).toMatchObject(role);
    expect(parsed('-scaler/schedule-role.json')).toMatchObject(role);
    const stack = files.find(({ path }) => path === 'ecs/stack.yaml')?.text ?? '';
    const resources: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>> = parse(stack, {
      logLevel: 'silent',
    }).Resources;
    const roles = Object.values(resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(1);
    for (const { Properties } of roles) expect(Properties).toMatchObject(role);
  });

  test('are called by their whole name where they are used', () => {
    expect(parsed('-scaler/function.json')).toMatchObject({
      Role: expect.stringMatching(/^arn:aws:iam::123456789012:role\/teams\/a\/[\w-]+-scaler-eu-west-1$/),
    });
  });
});
