import type { Container, Image, Port, RequestLimit } from '../../model/container.ts';
import type { ManifestAutoscaler, ManifestPod, WorkloadManifest } from '../../model/manifest.ts';
import { because, Sourced } from '../../model/sourced.ts';
import { bytes, milliCpu, seconds } from '../../model/units.ts';
import { NOTHING_STATED } from '../resolve/containers.ts';
import type { Located } from '../../source/located.ts';
import { nodeAt, textAt } from './objects.ts';
import type { ManifestObject } from './objects.ts';
import { readQuantity } from './quantity.ts';

/** What a manifest says of a workload. */
export interface ReadWorkload {
  readonly apiVersion: Sourced<string>;
  readonly kind: Sourced<string>;
  readonly manifest: WorkloadManifest;
}

/** Reads a workload; `around` are the objects of the same file that name it. */
export function readWorkload(
  path: Sourced<string>,
  object: ManifestObject,
  around: readonly ManifestObject[],
): ReadWorkload {
  const { tree } = object;
  const at = placeOf(tree, 'metadata', 'name');
  const spec = nodeAt(tree, 'spec', 'template', 'spec');
  return {
    apiVersion: new Sourced(object.apiVersion, placeOf(tree, 'apiVersion')),
    kind: new Sourced(object.kind, placeOf(tree, 'kind')),
    manifest: {
      path,
      at,
      replicas: numberAt(tree, 'spec', 'replicas'),
      autoscalers: around.flatMap(other => autoscalerOf(other, object)),
      pod: spec === undefined ? undefined : podOf(spec),
    },
  };
}

function podOf(spec: Located): ManifestPod | undefined {
  const containers = listAt(spec, 'containers').flatMap(containerOf);
  if (containers.length === 0) return undefined;
  const grace = numberAt(spec, 'terminationGracePeriodSeconds');
  return {
    at: spec.at,
    gracePeriod: grace === undefined ? undefined : new Sourced(seconds(grace.plain), grace.origin),
    containers,
    ready: listAt(spec, 'containers').flatMap(container =>
      nodeAt(container, 'readinessProbe')?.kind === 'map' ? (textAt(container, 'name') ?? []) : [],
    ),
  };
}

/** An HPA, or an object of KEDA that makes one, whose target is this workload. */
function autoscalerOf({ kind, name, tree }: ManifestObject, workload: ManifestObject): readonly ManifestAutoscaler[] {
  if (kind !== 'HorizontalPodAutoscaler' && kind !== 'ScaledObject') return [];
  // KEDA takes a Deployment where no kind is written.
  const scaled = textAt(tree, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
  if (scaled !== workload.kind || textAt(tree, 'spec', 'scaleTargetRef', 'name') !== workload.name) return [];
  return [{ kind, name, at: placeOf(tree, 'metadata', 'name') }];
}

function containerOf(tree: Located): readonly Container[] {
  const name = textAt(tree, 'name');
  if (name === undefined) return [];
  return [
    {
      ...NOTHING_STATED,
      name: new Sourced(name, placeOf(tree, 'name')),
      at: placeOf(tree, 'name'),
      image: imageOf(tree),
      cpu: resourceOf(tree, 'cpu', quantity => milliCpu(Math.ceil(quantity * 1000))),
      memory: resourceOf(tree, 'memory', quantity => bytes(Math.ceil(quantity))),
      ports: listAt(tree, 'ports').flatMap(portOf),
      readOnlyRootFilesystem: because("the container is somebody else's", false, tree.at),
    },
  ];
}

function imageOf(container: Located): Image {
  const written = textAt(container, 'image') ?? '';
  return written === ''
    ? { kind: 'parameter', name: because("the image is somebody else's", 'existing', container.at) }
    : { kind: 'pinned', reference: new Sourced(written, placeOf(container, 'image')) };
}

/** The API server requests what is limited, where no request is written. */
function resourceOf<T>(
  container: Located,
  resource: 'cpu' | 'memory',
  unit: (quantity: number) => T,
): RequestLimit<T> | undefined {
  const limit = quantityAt(container, unit, 'limits', resource);
  const request = quantityAt(container, unit, 'requests', resource) ?? limit;
  return request === undefined ? undefined : { request, limit };
}

function quantityAt<T>(
  container: Located,
  unit: (quantity: number) => T,
  ...path: readonly [string, string]
): Sourced<T> | undefined {
  const written = textAt(container, 'resources', ...path);
  const quantity = written === undefined ? undefined : readQuantity(written);
  return quantity === undefined || quantity === 0
    ? undefined
    : new Sourced(unit(quantity), placeOf(container, 'resources', ...path));
}

function portOf(tree: Located): readonly Port[] {
  const name = textAt(tree, 'name');
  const number = numberAt(tree, 'containerPort');
  return name === undefined || number === undefined ? [] : [{ name: new Sourced(name, placeOf(tree, 'name')), number }];
}

function numberAt(tree: Located, ...path: readonly string[]): Sourced<number> | undefined {
  const node = nodeAt(tree, ...path);
  return node?.kind === 'scalar' && typeof node.plain === 'number' ? new Sourced(node.plain, node.at) : undefined;
}

function listAt(tree: Located | undefined, key: string): readonly Located[] {
  const node = nodeAt(tree, key);
  return node?.kind === 'list' ? node.items : [];
}

function placeOf(tree: Located, ...path: readonly string[]): Located['at'] {
  return (nodeAt(tree, ...path) ?? tree).at;
}
