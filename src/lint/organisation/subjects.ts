import type { PolicyScope } from '../../model/organisation.ts';
import type { Plan } from '../../model/plan.ts';
import { because, Sourced, writtenAt } from '../../model/sourced.ts';
import type { Path } from '../../model/sourced.ts';
import type { Span } from '../../model/span.ts';
import type { CelInput } from './cel.ts';
import { environmentInput } from './input.ts';
import { ENVIRONMENT, POOL, SYSTEM } from './input-shape.ts';
import type { Root } from './places.ts';
import { celInput } from './values.ts';

/** One thing that a policy is asked of. */
export interface Subject {
  readonly bindings: Readonly<Record<string, CelInput>>;
  readonly roots: Readonly<Record<string, Root | undefined>>;
  /** The variable that the scope is named for. */
  readonly variable: PolicyScope;
  /** Where it stands itself, and its path, for what nothing that was read is written for. */
  readonly place: Span | undefined;
  readonly path: Path;
  readonly says: string;
}

interface EnvironmentInputs {
  readonly name: string;
  readonly tree: ReturnType<typeof environmentInput>;
  readonly pools: readonly { readonly key: string; readonly tree: unknown }[];
  readonly value: () => CelInput;
}

export interface SystemInputs {
  readonly environments: readonly EnvironmentInputs[];
  readonly tree: unknown;
  readonly value: () => CelInput;
}

/** The input of all environments; its values are made when an expression first asks for them. */
export function systemInputs(planned: readonly { readonly name: string; readonly plan: Plan }[]): SystemInputs {
  const environments = planned.map(({ name, plan }): EnvironmentInputs => {
    const tree = environmentInput(plan);
    const inside = tree instanceof Sourced ? tree.plain : tree;
    const pools = plan.pools.map(({ pool }, index) => ({ key: pool.key, tree: inside.pools[index] }));
    return { name, tree, pools, value: once(() => celInput(ENVIRONMENT, tree)) };
  });
  const name = planned[0]?.plan.system.name ?? because('there is no environment', '');
  return {
    environments,
    tree: new Sourced({ name, environments: environments.map(({ tree }) => tree) }, name.origin),
    value: once(
      () =>
        new Map<string, CelInput>([
          ['name', celInput(SYSTEM.members.name, name)],
          ['environments', environments.map(({ value }) => value())],
        ]),
    ),
  };
}

export function subjectsOf(
  scope: PolicyScope,
  name: string,
  { environments, tree: systemTree, value: systemValue }: SystemInputs,
): readonly Subject[] {
  const environment = environments.find(one => one.name === name);
  if (environment === undefined) return [];
  const system = { tree: systemTree, path: [] };
  const around = { tree: environment.tree, path: [] };
  const place = spanOf(environment.tree);
  switch (scope) {
    case 'system':
      return [
        {
          bindings: lazily({ system: systemValue }),
          roots: { system },
          variable: scope,
          place,
          path: [],
          says: 'the system',
        },
      ];
    case 'environment':
      return [
        {
          bindings: lazily({ system: systemValue, environment: environment.value }),
          roots: { system, environment: around },
          variable: scope,
          place,
          path: [],
          says: `environment "${name}"`,
        },
      ];
    case 'pool':
      return environment.pools.map(({ key, tree }) => ({
        bindings: lazily({
          system: systemValue,
          environment: environment.value,
          pool: once(() => celInput(POOL, tree)),
        }),
        roots: { system, environment: around, pool: { tree, path: ['pools', key] } },
        variable: scope,
        place: spanOf(tree),
        path: ['pools', key],
        says: `pool "${key}" in ${name}`,
      }));
  }
}

function spanOf(tree: unknown): Span | undefined {
  return tree instanceof Sourced ? writtenAt(tree.origin)?.span : undefined;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The library looks a variable up only when an expression names it. */
function lazily(values: Readonly<Record<string, () => CelInput>>): Readonly<Record<string, CelInput>> {
  const bindings: Record<string, CelInput> = {};
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(bindings, name, { enumerable: true, configurable: true, get: value });
  return bindings;
}
