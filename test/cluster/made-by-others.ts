import { tree } from '../matrix/objects.ts';
import type { Tree } from '../matrix/objects.ts';
import type { Api } from './api.ts';
import { applied } from './applying.ts';

/** The workloads that another team deploys: they are scaled, and are not among the objects. */
export async function madeByOthers(api: Api, objects: readonly Tree[]): Promise<void> {
  const emitted = new Set(objects.map(({ kind, metadata }) => keyOf(kind, metadata)));
  const others = new Map(
    objects.flatMap(({ metadata, spec }) => {
      const { apiVersion, kind, name } = tree(tree(spec)['scaleTargetRef']);
      const { namespace } = tree(metadata);
      const key = keyOf(kind, { name, namespace });
      return name === undefined || emitted.has(key)
        ? []
        : [[key, workload(String(apiVersion ?? 'apps/v1'), String(kind), String(name), String(namespace))] as const];
    }),
  );
  if (others.size === 0) return;
  for (const { apiVersion, kind } of others.values()) await defined(api, String(apiVersion), String(kind));
  const { errors } = await applied(api, [...others.values()], 'client-side');
  if (errors.length > 0) throw new Error(errors.join('\n'));
}

function keyOf(kind: unknown, metadata: unknown): string {
  const { name, namespace } = tree(metadata);
  return `${String(kind)} ${String(namespace)}/${String(name)}`;
}

function workload(apiVersion: string, kind: string, name: string, namespace: string): Tree {
  const labels = { app: name };
  const container = {
    name,
    image: 'registry.example.com/other:1.0.0',
    resources: { requests: { cpu: '1', memory: '1Gi' } },
  };
  return {
    apiVersion,
    kind,
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  };
}

const known = new WeakMap<Api, Set<string>>();

/** A kind that no release of Kubernetes has: one with a scale subresource, as Argo's Rollout. */
async function defined(api: Api, apiVersion: string, kind: string): Promise<void> {
  const [group = '', version = ''] = apiVersion.split('/');
  const kinds = known.get(api) ?? new Set();
  known.set(api, kinds);
  if (group === 'apps' || kinds.has(`${apiVersion} ${kind}`)) return;
  kinds.add(`${apiVersion} ${kind}`);
  const plural = `${kind.toLowerCase()}s`;
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          subresources: {
            scale: {
              specReplicasPath: '.spec.replicas',
              statusReplicasPath: '.status.replicas',
              labelSelectorPath: '.status.selector',
            },
          },
        },
      ],
    },
  };
  const { status, stderr } = await api.kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(definition));
  const ready = await api.kubectl(['wait', '--for=condition=Established', `crd/${plural}.${group}`, '--timeout=60s']);
  if (status !== 0 || ready.status !== 0) throw new Error(`${kind} cannot be defined: ${stderr}${ready.stderr}`);
}
