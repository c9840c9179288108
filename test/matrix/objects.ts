import { dump, load } from 'js-yaml';
import type { CompiledEnvironment } from '../../src/pipeline.ts';
import { unwrap } from '../../src/model/sourced.ts';

export type Tree = Readonly<Record<string, unknown>>;

/** Every Kubernetes object of an environment, by `apiVersion kind namespace/name`. */
export function objectsOf({ files }: CompiledEnvironment): ReadonlyMap<string, Tree> {
  return new Map(
    files.flatMap(file => {
      if (file.form === 'text' || !/^(?:kubernetes|gitops)\//.test(file.path)) return [];
      const object = tree(unwrap(file.tree));
      const { namespace, name } = tree(object['metadata']);
      return [
        [
          `${String(object['apiVersion'])} ${String(object['kind'])} ${String(namespace)} ${String(name)}`,
          object,
        ] as const,
      ];
    }),
  );
}

/** Every resource of the CloudFormation templates: id to type. */
export function resourcesOf({ files }: CompiledEnvironment): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap(file => {
      if (file.form === 'text' || !file.path.endsWith('/stack.yaml')) return [];
      return Object.entries(tree(tree(unwrap(file.tree))['Resources'])).map(
        ([id, resource]) => [id, String(tree(resource)['Type'])] as const,
      );
    }),
  );
}

/** The text of a configuration after a change of what it says; comments are lost. */
export function text(source: string, change: (config: Tree) => unknown): string {
  return dump(change(tree(load(source))), { forceQuotes: true });
}

/**
 * Everything under a platform's key goes, and so does its name in the lists of the pools; a pool that ran nowhere else
 * goes with it.
 */
export function without(config: Tree, platform: 'kubernetes' | 'ecs'): Tree {
  const pools = Object.entries(tree(config['pools'])).flatMap(([key, pool]) => {
    const { targets, ...rest } = tree(pool);
    if (!Array.isArray(targets)) return [[key, rest] as const];
    const left = targets.filter(target => target !== platform);
    return left.length === 0 ? [] : [[key, { ...rest, targets: left }] as const];
  });
  return {
    ...config,
    targets: cut(config['targets'], platform),
    pools: Object.fromEntries(pools),
    ...(config['environments'] === undefined ? {} : { environments: environments(config['environments'], platform) }),
  };
}

function environments(written: unknown, platform: string): Tree {
  return Object.fromEntries(
    Object.entries(tree(written)).map(([name, overlay]) => {
      const { targets, ...rest } = tree(overlay);
      return [name, targets === undefined ? rest : { ...rest, targets: cut(targets, platform) }];
    }),
  );
}

function cut(targets: unknown, platform: string): Tree {
  return Object.fromEntries(Object.entries(tree(targets)).filter(([name]) => name !== platform));
}

/** A map as it is; nothing of anything else. */
export function tree(value: unknown): Tree {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The tree with a value at a path; `undefined` takes it away. What is no map on the way becomes one. */
export function set(config: Tree, [step = '', ...rest]: readonly string[], value: unknown): Tree {
  const { [step]: old, ...others } = config;
  const changed =
    rest.length === 0
      ? value
      : Array.isArray(old)
        ? old.map((item, index) => (String(index) === rest[0] ? set(tree(item), rest.slice(1), value) : item))
        : set(tree(old), rest, value);
  return changed === undefined ? others : { ...config, [step]: changed };
}

/** The same without a key, wherever it stands. */
export function withoutKey(config: Tree, key: string): Tree {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([name]) => name !== key)
      .map(([name, value]) => [
        name,
        typeof value === 'object' && value !== null && !Array.isArray(value) ? withoutKey(tree(value), key) : value,
      ]),
  );
}
