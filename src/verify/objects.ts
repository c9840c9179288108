import { plainOf } from '../model/output-file.ts';
import type { OutputFile, StructuredFile } from '../model/output-file.ts';
import type { Json, Path } from '../model/sourced.ts';
import { entriesAt, listAt, textAt, valueAt } from './json-path.ts';

/** One Kubernetes object of the output, unwrapped once. */
export interface EmittedObject {
  readonly file: StructuredFile;
  readonly plain: Json;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** Something wrong with what was emitted, before it is a diagnostic. */
export interface Finding {
  readonly file: StructuredFile;
  readonly path: Path;
  readonly problem: string;
}

/** The objects of one environment, with what the rules look up by: a search for each object would be quadratic. */
export interface Inventory {
  readonly all: readonly EmittedObject[];
  ofKind(kind: string): readonly EmittedObject[];
  /** `namespace/kind/name`. */
  named(reference: string): EmittedObject | undefined;
  /** Deployments of the pool that an object belongs to. */
  deploymentsBeside(object: EmittedObject): readonly EmittedObject[];
}

export function readInventory(files: readonly OutputFile[]): Inventory {
  const all = files.flatMap((file): EmittedObject[] => {
    if (file.form === 'text' || file.schema?.of !== 'kubernetes') return [];
    const plain = plainOf(file);
    const { apiVersion, kind } = file.schema;
    return [
      {
        file,
        plain,
        apiVersion,
        kind,
        name: textAt(plain, 'metadata', 'name') ?? '',
        namespace: textAt(plain, 'metadata', 'namespace') ?? '',
      },
    ];
  });
  const kinds = grouped(all, object => object.kind);
  const pools = grouped(kinds.get('Deployment') ?? [], poolOf);
  const names = new Map(all.map(object => [`${object.namespace}/${object.kind}/${object.name}`, object]));
  return {
    all,
    ofKind: kind => kinds.get(kind) ?? [],
    named: reference => names.get(reference),
    deploymentsBeside: object => pools.get(poolOf(object)) ?? [],
  };
}

/** The pool of an object, in its namespace. */
export function poolOf({ file, namespace }: EmittedObject): string {
  return `${namespace}/${file.pool ?? ''}`;
}

function grouped(
  objects: readonly EmittedObject[],
  keyOf: (object: EmittedObject) => string,
): Map<string, EmittedObject[]> {
  const groups = new Map<string, EmittedObject[]>();
  for (const object of objects) {
    const key = keyOf(object);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [object]);
    else group.push(object);
  }
  return groups;
}

/** Containers of a Deployment's pods, by name. */
export function containersOf(deployment: EmittedObject): { readonly name: string; readonly plain: Json }[] {
  return listAt(deployment.plain, 'spec', 'template', 'spec', 'containers').map(plain => ({
    name: textAt(plain, 'name') ?? '',
    plain,
  }));
}

/** Whether a container states how much of a resource it needs; a limit alone is taken as the request too. */
export function requests(container: Json, resource: string): boolean {
  return ['requests', 'limits'].some(kind => valueAt(container, ['resources', kind, resource]) !== undefined);
}

export function podLabels(deployment: EmittedObject): ReadonlyMap<string, Json> {
  return new Map(entriesAt(deployment.plain, 'spec', 'template', 'metadata', 'labels'));
}

/** Whether every label that a selector asks for is there; an empty selector asks for nothing. */
export function matches(selector: readonly (readonly [string, Json])[], labels: ReadonlyMap<string, Json>): boolean {
  return selector.every(([key, value]) => labels.get(key) === value);
}
