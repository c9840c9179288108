import { configurationProblem } from '../../model/catalogue/configuration.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifests } from '../../model/manifest.ts';
import { NEVER_SCALED } from '../../model/never-scaled.ts';
import { writtenAt } from '../../model/sourced.ts';
import type { Path, Sourced } from '../../model/sourced.ts';
import type { SourceText } from '../../model/span.ts';
import { nodeAt, objectsOf } from './objects.ts';
import type { ManifestObject, ObjectsNaming } from './objects.ts';
import { readWorkload } from './workload.ts';
import type { ReadWorkload } from './workload.ts';

/** The workload that a pool scales, as the configuration names it. */
export interface Asked {
  readonly path: Sourced<string>;
  readonly name: Sourced<string>;
  readonly kind: Sourced<string> | undefined;
  /** Of the objects that the pool's autoscaler is in; undefined where the system has no Kubernetes. */
  readonly namespace: string | undefined;
  /** Of the pool's `workload.existing`. */
  readonly at: Path;
}

export type FindWorkload = (asked: Asked) => {
  readonly value: ReadWorkload | undefined;
  readonly diagnostics: readonly Diagnostic[];
};

/** Finds workloads in the manifests that were read beside a configuration, each of which is gone through once. */
export function workloadsIn(manifests: Manifests): FindWorkload {
  const known = new Map<SourceText, (name: string) => ObjectsNaming>();
  return asked => {
    const place = { at: asked.path.origin, path: [...asked.at, 'manifest'] };
    const file = asked.path.plain;
    const read = manifests.get(file);
    if (read?.value === undefined) {
      const span = writtenAt(asked.path.origin)?.span;
      return refused(
        ...(read === undefined
          ? [configurationProblem('unreadable-manifest', 'missing', { data: { file }, ...place })]
          : read.diagnostics.map(found =>
              found.span === undefined
                ? { ...found, ...(span === undefined ? {} : { span }), path: place.path }
                : { ...found, path: place.path },
            )),
      );
    }
    const naming = known.get(read.value) ?? objectsOf(read.value);
    known.set(read.value, naming);
    const { objects, problem } = naming(asked.name.plain);
    const named = objects.filter(({ name }) => name === asked.name.plain);
    const [found, other] = workloadAmong(named, asked);
    if (found !== undefined) {
      const around = objects.filter(
        ({ namespace }) => namespace === undefined || namespace === (found.namespace ?? namespace),
      );
      return { value: readWorkload(asked.path, found, around), diagnostics: [] };
    }
    const data = { file, kind: asked.kind?.plain ?? 'workload', name: asked.name.plain };
    if (problem !== undefined) {
      const { message, span } = problem;
      return refused(
        configurationProblem('unreadable-manifest', 'syntax', {
          data: { file, problem: message },
          ...place,
          related: span === undefined ? [] : [{ message: 'in the manifest', span }],
        }),
      );
    }
    return refused(
      other === undefined
        ? configurationProblem('workload-not-in-manifest', 'missing', { data, ...place })
        : configurationProblem('workload-not-in-manifest', 'namespace', {
            data: { ...data, namespace: asked.namespace ?? '', other: other.namespace ?? '' },
            ...place,
            related: [{ message: 'the other one', span: other.tree.at.span }],
          }),
    );
  };
}

/** The workload of that kind in the namespace, and one that is in another; without a kind, what has a pod template. */
function workloadAmong(
  named: readonly ManifestObject[],
  { kind, namespace }: Asked,
): readonly [found: ManifestObject | undefined, elsewhere: ManifestObject | undefined] {
  const fitting =
    kind === undefined
      ? named.filter(({ kind: own, tree }) => !NEVER_SCALED.has(own) && nodeAt(tree, 'spec', 'template') !== undefined)
      : named.filter(({ kind: own }) => own === kind.plain);
  const isHere = ({ namespace: own }: ManifestObject) => own === undefined || own === (namespace ?? own);
  return [fitting.find(isHere), fitting.find(one => !isHere(one))];
}

function refused(...diagnostics: readonly Diagnostic[]) {
  return { value: undefined, diagnostics };
}
