import { compilerProblem } from '../model/catalogue/compiler.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { merged } from '../model/patch.ts';
import type { PatchedKind } from '../model/patch.ts';
import type { Plan } from '../model/plan.ts';
import type { Pool } from '../model/pool.ts';
import type { RawPart } from '../model/raw-part.ts';
import { originAt, unwrap } from '../model/sourced.ts';
import type { Json, Path } from '../model/sourced.ts';
import { printed } from './invalid.ts';
import { validatorFor } from './validators.ts';
import { explained } from './violation.ts';

/**
 * Holds what is written in the words of the Kubernetes API against the schema of the object that it becomes part of:
 * each part in the smallest object that the API takes. So lint says what the check of the output would, at its line.
 */
export function checkWrittenParts({ system, pools }: Plan): readonly Diagnostic[] {
  const target = system.targets.kubernetes;
  if (target === undefined) return [];
  return pools.flatMap(({ pool, on: { kubernetes } }) =>
    kubernetes === undefined ? [] : partsOf(pool).flatMap(part => check(part, pool, target.version.plain)),
  );
}

interface Part {
  /** As it is called in the file: `patch.Deployment`. */
  readonly written: string;
  readonly kind: PatchedKind;
  /** The whole object, in which only the part has places. */
  readonly tree: unknown;
  readonly part: RawPart;
}

function partsOf(pool: Pool): readonly Part[] {
  const { scheduling, volumes, patches } = pool;
  const pod = (spec: object) => ({
    ...SMALLEST.Deployment,
    spec: { selector: {}, template: { spec: { containers: [{ name: pool.containers[0]?.name ?? 'app' }], ...spec } } },
  });
  return [
    ...Object.entries(scheduling?.affinity ?? {}).flatMap(
      ([key, part]: readonly [string, RawPart | undefined]): Part[] =>
        part === undefined
          ? []
          : [
              {
                written: `scheduling.affinity.${key}`,
                kind: 'Deployment',
                tree: pod({ affinity: { [key]: part } }),
                part,
              },
            ],
    ),
    ...volumes.flatMap(({ key, source }): Part[] =>
      source.kind !== 'projected'
        ? []
        : source.sources.map(part => ({
            written: `volumes.${key.plain}.projected`,
            kind: 'Deployment',
            tree: pod({ volumes: [{ name: 'part', projected: { sources: [part] } }] }),
            part,
          })),
    ),
    ...patches.map(
      ({ kind, tree: part }): Part => ({
        written: `patch.${kind}`,
        kind,
        tree: merged(kind === 'Deployment' ? pod({}) : SMALLEST[kind], part),
        part,
      }),
    ),
  ];
}

const HEAD = { metadata: { name: 'pool' } };
const SMALLEST: Readonly<Record<PatchedKind, { readonly apiVersion: string; readonly kind: string }>> = {
  Deployment: { apiVersion: 'apps/v1', kind: 'Deployment', ...HEAD },
  Service: { apiVersion: 'v1', kind: 'Service', ...HEAD, ...{ spec: { ports: [] } } },
  ServiceAccount: { apiVersion: 'v1', kind: 'ServiceAccount', ...HEAD },
  PodDisruptionBudget: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', ...HEAD, ...{ spec: {} } },
  HorizontalPodAutoscaler: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    ...HEAD,
    ...{ spec: { maxReplicas: 1, scaleTargetRef: { kind: 'Deployment', name: 'pool' } } },
  },
  ScaledObject: {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    ...HEAD,
    ...{ spec: { scaleTargetRef: { name: 'pool' }, triggers: [{ type: 'cpu', metadata: {} }] } },
  },
  PodMonitor: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    ...HEAD,
    ...{ spec: { selector: {}, podMetricsEndpoints: [{}] } },
  },
};

function check({ written, kind, tree, part }: Part, pool: Pool, version: string): readonly Diagnostic[] {
  const place = (path: Path) => ({
    at: originAt(tree, path) ?? part.origin,
    path: ['pools', pool.key, ...written.split('.')],
  });
  const plain = unwrap(tree);
  const [none] = nullsIn(plain, []);
  // cdk8s leaves null out, and a validator may take it.
  if (none !== undefined)
    return [
      compilerProblem('invalid-object-field', 'null', {
        ...place(none),
        data: { written, pool: pool.key, field: printed(none) },
      }),
    ];
  const validate = validatorFor({ of: 'kubernetes', apiVersion: SMALLEST[kind].apiVersion, kind, version });
  if (validate(plain)) return [];
  return explained(plain, validate.errors ?? []).map(({ path, problem }) =>
    compilerProblem('invalid-object-field', 'field', {
      ...place(path),
      data: { written, pool: pool.key, kind, version, field: path.length === 0 ? 'it' : printed(path), problem },
    }),
  );
}

function nullsIn(node: Json, path: Path): readonly Path[] {
  if (node === null) return [path];
  if (typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, child]: readonly [string, Json]) =>
    nullsIn(child, [...path, Array.isArray(node) ? Number(key) : key]),
  );
}
