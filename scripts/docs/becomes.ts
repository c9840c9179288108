import type { OutputFile } from '../../src/model/output-file.ts';
import { Sourced } from '../../src/model/sourced.ts';
import type { Origin } from '../../src/model/sourced.ts';
import type { Span } from '../../src/model/span.ts';
import type { TargetName } from '../../src/model/targets.ts';
import type { Entry, Example } from './example.ts';
import { fieldAt } from './fields.ts';
import type { Field } from './fields.ts';

/** A field of the output that a field of the language decides. */
export interface Place {
  readonly target: TargetName;
  /** Inside the pool's folder: `deployment.yaml`, `alarms/cpu-high.json`. */
  readonly file: string;
  /** `spec.template.spec.containers[].image` */
  readonly at: string;
  /** Steps of arithmetic between the two; 0 for a copied value. */
  readonly distance: number;
}

/** The output of each field, by its path, from the origins of the generated values. */
export function becomes(examples: readonly Example[], tree: readonly Field[]): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Map<string, Place>>();
  for (const example of examples) {
    for (const { files } of example.environments) {
      for (const file of files) {
        for (const { at, origin } of leaves(file)) {
          for (const { span, distance } of writtenIn(origin, 0)) {
            const field = fieldOfSpan(example, span, tree);
            const place = placeOf(file, at, distance);
            if (field !== undefined && place !== undefined) keep(found, field.path, place);
          }
        }
      }
    }
  }
  return new Map(
    [...found].map(([path, places]) => [path, [...places.values()].toSorted((a, b) => a.distance - b.distance)]),
  );
}

function keep(found: Map<string, Map<string, Place>>, path: string, place: Place): void {
  const places = found.get(path) ?? new Map<string, Place>();
  found.set(path, places);
  const key = [place.target, place.file, place.at].join(' ');
  const same = places.get(key);
  if (same === undefined || same.distance > place.distance) places.set(key, place);
}

interface Leaf {
  readonly at: string;
  readonly origin: Origin;
}

function leaves(file: OutputFile): readonly Leaf[] {
  return file.form === 'text' ? [] : below(file.tree, '', undefined);
}

function below(node: unknown, at: string, origin: Origin | undefined): readonly Leaf[] {
  if (node instanceof Sourced) return below(node.plain, at, node.origin);
  if (Array.isArray(node)) return node.flatMap(item => below(item, `${at}[]`, isPlain(item) ? origin : undefined));
  if (typeof node === 'object' && node !== null) {
    return Object.entries(node).flatMap(([key, child]) =>
      below(
        child,
        `${at}${/^[A-Za-z_$][\w-]*$/.test(key) ? `${at === '' ? '' : '.'}${key}` : `["${key}"]`}`,
        undefined,
      ),
    );
  }
  return node === undefined || origin === undefined ? [] : [{ at, origin }];
}

function isPlain(node: unknown): boolean {
  return typeof node !== 'object' || node === null;
}

interface Reached {
  readonly span: Span;
  readonly distance: number;
}

function writtenIn(origin: Origin, distance: number): readonly Reached[] {
  switch (origin.kind) {
    case 'written':
      return [{ span: origin.span, distance }];
    case 'chosen':
      return origin.near === undefined ? [] : writtenIn(origin.near, distance + 1);
    case 'derived':
      return Object.values(origin.from).flatMap(input => writtenIn(input.origin, distance + 1));
  }
}

/** The field whose entry is the smallest around the span; of a span in a manifest the field that names one. */
function fieldOfSpan(
  { entries, text }: Example,
  { source, start, end }: Span,
  tree: readonly Field[],
): Field | undefined {
  if (source.text !== text) {
    const naming = entries.find(({ path }) => path.at(-1) === 'manifest');
    return naming === undefined ? undefined : fieldAt(tree, naming.path);
  }
  let smallest: Entry | undefined;
  for (const entry of entries) {
    if (
      entry.start <= start &&
      end <= entry.end &&
      (smallest === undefined || entry.end - entry.start < smallest.end - smallest.start)
    )
      smallest = entry;
  }
  return smallest === undefined ? undefined : fieldAt(tree, smallest.path);
}

/** Without the stack, which repeats the payloads, and without files that no platform reads. */
function placeOf({ path, pool }: OutputFile, at: string, distance: number): Place | undefined {
  const [folder = '', ...rest] = path.split('/');
  if (path === 'ecs/stack.yaml') return undefined;
  const target =
    folder === 'kubernetes' || folder === 'gitops'
      ? 'kubernetes'
      : folder === 'ecs' || folder === 'lambda'
        ? 'ecs'
        : undefined;
  const file =
    pool === undefined || folder === 'gitops'
      ? path
      : folder === 'lambda'
        ? `watcher ${rest.slice(1).join('/')}`
        : rest.slice(1).join('/');
  return target === undefined ? undefined : { target, file, at, distance };
}
