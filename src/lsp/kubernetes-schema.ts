import type { KUBERNETES_VERSIONS } from '../config/schema/targets.ts';
import type { PatchedKind } from '../model/patch.ts';
import type { SchemaNode } from './schema.ts';

export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

/** JSON Schema of an object in a version of Kubernetes, every reference followed; read when it is first asked for. */
export function objectSchema(kind: PatchedKind, version: KubernetesVersion): SchemaNode {
  const file = FILES[kind];
  const path = `${isOfKubernetes(kind) ? `${version}/` : ''}${file}.json`;
  // The boundary where generated data comes in: `require` yields no type. An editor asks for few of 50 files.
  const known = schemas.get(path) ?? followed(require(`#schema/kubernetes/${path}`) as SchemaNode);
  schemas.set(path, known);
  return known;
}

/** Its schema follows the version of the cluster, and not that of an operator. */
export function isOfKubernetes(kind: PatchedKind): boolean {
  return !FILES[kind].startsWith('crds/');
}

const schemas = new Map<string, SchemaNode>();

const FILES: Readonly<Record<PatchedKind, string>> = {
  Deployment: 'deployment-apps-v1',
  Service: 'service-v1',
  ServiceAccount: 'serviceaccount-v1',
  PodDisruptionBudget: 'poddisruptionbudget-policy-v1',
  HorizontalPodAutoscaler: 'horizontalpodautoscaler-autoscaling-v2',
  ScaledObject: 'crds/scaledobject-keda-v1alpha1',
  PodMonitor: 'crds/podmonitor-monitoring-v1',
};

/** The same schema with what its references name in their place. Each definition is followed once, and shared. */
function followed({ definitions, ...root }: SchemaNode): SchemaNode {
  const written = new Map(isMap(definitions) ? Object.entries(definitions) : []);
  const known = new Map<string, unknown>();
  const follow = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(follow);
    if (!isMap(node)) return node;
    const { $ref: reference, ...beside } = node;
    if (typeof reference !== 'string') return mapped(node);
    const name = reference.replace('#/definitions/', '');
    if (!known.has(name)) known.set(name, follow(written.get(name)));
    const found = known.get(name);
    return isMap(found) && Object.keys(beside).length > 0 ? { ...found, ...beside } : found;
  };
  const mapped = (node: SchemaNode) =>
    Object.fromEntries(Object.entries(node).map(([key, member]) => [key, follow(member)]));
  return mapped(root);
}

function isMap(node: unknown): node is SchemaNode {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
