import { mergeEnvironments } from '../../../src/config/environments.ts';
import { parse } from '../../../src/config/parse.ts';
import { resolve } from '../../../src/config/resolve/system.ts';
import { Config } from '../../../src/config/schema/root.ts';
import { OTHER_WORDS } from '../../../src/config/schema/elsewhere.ts';
import { validate } from '../../../src/config/validate.ts';
import { sourcedTree } from '../../../src/config/zip.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import type { EcsPool } from '../../../src/model/ecs-plan.ts';
import type { OutputFile, StructuredFile } from '../../../src/model/output-file.ts';
import type { Loss, PoolPlan } from '../../../src/model/plan.ts';
import { unwrap } from '../../../src/model/sourced.ts';
import type { Json } from '../../../src/model/sourced.ts';
import type { System } from '../../../src/model/system.ts';
import { lossesAmong } from '../../../src/plan/capabilities.ts';
import { planEcs } from '../../../src/plan/ecs/plan.ts';
import { neutralPool } from '../../../src/plan/neutral.ts';
import { sourceText } from '../../../src/source/source-text.ts';
import { watchedAlarms } from '../../../src/proof/ecs/watched.ts';
import { proofsOf } from '../../../src/proof/prove.ts';
import { ecs } from '../../../src/targets/ecs/ecs.ts';

/** What becomes of a configuration on ECS. */
export interface Compiled {
  readonly system: System;
  readonly pools: readonly { readonly plan: PoolPlan; readonly ecs: EcsPool }[];
  readonly losses: readonly Loss[];
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly OutputFile[];
}

/** Compiles a whole configuration for ECS, and throws what is wrong with the configuration itself. */
export function compileText(text: string, environment?: string): Compiled {
  const parsed = parse(sourceText('test.yaml', text));
  refuse(parsed.diagnostics);
  if (parsed.value?.kind !== 'map') throw new Error('the configuration of the test is no map');
  const merged = mergeEnvironments(parsed.value);
  refuse(merged.diagnostics);
  const chosen = merged.value.find(({ name }) => environment === undefined || name === environment);
  if (chosen === undefined) throw new Error('the test names no environment of its configuration');
  const valid = validate(Config, chosen.located, OTHER_WORDS);
  refuse(valid.diagnostics);
  if (valid.value === undefined) throw new Error('the configuration of the test is not valid');
  const system = resolve(chosen.name, sourcedTree(chosen.located, valid.value)).value;

  const losses: Loss[] = [];
  const diagnostics: Diagnostic[] = [];
  const pools = system.pools.map(pool => {
    const neutral = neutralPool(system, pool);
    if (system.targets.ecs === undefined) throw new Error('the configuration of the test has no ECS');
    const planned = planEcs(system, system.targets.ecs, neutral);
    losses.push(...lossesAmong(neutral, planned.shortfalls));
    diagnostics.push(...planned.diagnostics);
    return {
      plan: { ...neutral, on: { kubernetes: undefined, ecs: planned.value }, withoutEffect: [] },
      ecs: planned.value,
    };
  });
  const planned = { system, pools: pools.map(({ plan }) => plan), losses };
  return {
    system,
    pools,
    losses,
    diagnostics,
    files: [
      ...ecs.emit(
        planned,
        pool => {
          const proof = proofsOf(planned, pool).find(({ target }) => target === 'ecs');
          return { line: undefined, alerts: [], alarms: proof === undefined ? [] : watchedAlarms(pool, proof) };
        },
        [planned],
      ),
    ].flat(),
  };
}

/** One pool with the body given, in lines that begin at its own indentation. */
export function compilePool(
  body: string,
  more: { readonly target?: string; readonly top?: string; readonly cluster?: string } = {},
): Compiled {
  return compileText(`
version: 1
name: shop
${more.top ?? ''}
targets:
  ecs:
    region: eu-west-1
    accountId: "123456789012"
    cluster: ${more.cluster ?? 'main'}
    subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
    securityGroups: [sg-0123456789abcdef0]
    executionRoleArn: arn:aws:iam::123456789012:role/execution
${indented(more.target ?? '', 4)}
pools:
  web:
${indented(body, 4)}
environments:
  production: {}
`);
}

/** Container that most tests do not care about. */
export const CONTAINER =
  'containers: {app: {image: "registry.example.com/app:1.0.0", cpu: 500m..1, memory: 1Gi, ports: {grpc: 9000}}}';

export function fileAt({ files }: Compiled, path: string): StructuredFile {
  const found = files.find(file => file.path === path);
  if (found === undefined) throw new Error(`no ${path} among\n${files.map(file => file.path).join('\n')}`);
  if (found.form === 'text') throw new Error(`${path} is text`);
  return found;
}

/** What is printed into a file of the pool `web`, or of another. */
export function payload(compiled: Compiled, path: string, pool = 'web'): Json {
  return unwrap(fileAt(compiled, `ecs/${pool}/${path}`).tree);
}

/** A value inside plain data; undefined where there is none. */
export function at(tree: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let node: Json | undefined = tree;
  for (const step of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = Object.entries(node).find(([key]) => key === String(step))?.[1];
  }
  return node;
}

export function paths({ files }: Compiled): readonly string[] {
  return files.map(file => file.path);
}

/** The CloudFormation template, or what is at a path inside it. */
export function stack(compiled: Compiled, ...path: readonly (string | number)[]): Json | undefined {
  return at(unwrap(fileAt(compiled, 'ecs/stack.yaml').tree), ...path);
}

export function resourceTypes(compiled: Compiled): Readonly<Record<string, Json | undefined>> {
  const resources = stack(compiled, 'Resources');
  return Object.fromEntries(
    Object.entries(resources ?? {}).map(([id, resource]: [string, Json]) => [id, at(resource, 'Type')]),
  );
}

function indented(text: string, by: number): string {
  return text
    .split('\n')
    .map(line => `${' '.repeat(by)}${line}`)
    .join('\n');
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  const [first] = diagnostics;
  if (first !== undefined) throw new Error(`${first.id}: ${first.message}`);
}
