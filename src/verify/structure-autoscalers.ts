import { listAt, numberAt, textAt } from './json-path.ts';
import { containersOf, requests } from './objects.ts';
import type { EmittedObject, Finding, Inventory } from './objects.ts';

/** Rules of HorizontalPodAutoscalers, and of there being one autoscaler a workload, whichever kind it is. */
export function autoscalerFindings(inventory: Inventory): Finding[] {
  const autoscalers = [...inventory.ofKind('HorizontalPodAutoscaler'), ...inventory.ofKind('ScaledObject')];
  return [
    ...inventory.ofKind('HorizontalPodAutoscaler').flatMap(hpa => [...bounds(hpa), ...metrics(hpa, inventory)]),
    ...repeated(autoscalers, targetOf).map(({ object, first }) => ({
      file: object.file,
      path: ['spec', 'scaleTargetRef', 'name'],
      problem: `names a workload that "${first.file.path}" scales already`,
    })),
    ...repeated(autoscalers, hpaName).map(({ object, first }) => ({
      file: object.file,
      path: object.kind === 'ScaledObject' ? hpaNamePath : ['metadata', 'name'],
      problem: `gives the autoscaler the name of the one in "${first.file.path}"`,
    })),
    ...autoscalers.flatMap(autoscaler => replicas(autoscaler, inventory)),
  ];
}

export const hpaNamePath = ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name'];

/** The name of the HPA that an autoscaler is or makes: KEDA's is `keda-hpa-` and its own unless told otherwise. */
export function hpaName(object: EmittedObject): string {
  const name =
    object.kind === 'ScaledObject' ? (textAt(object.plain, ...hpaNamePath) ?? `keda-hpa-${object.name}`) : object.name;
  return `${object.namespace}/${name}`;
}

/** The emitted Deployment that an autoscaler names, if it names one of ours. */
export function targetDeployment(object: EmittedObject, inventory: Inventory): EmittedObject | undefined {
  const target = inventory.named(targetOf(object));
  return target?.kind === 'Deployment' ? target : undefined;
}

/** What an autoscaler scales, as an Inventory names it. */
export function targetOf(object: EmittedObject): string {
  const target = ['spec', 'scaleTargetRef'];
  // KEDA scales a Deployment where no kind is given: scaledobject_types.go.
  return `${object.namespace}/${textAt(object.plain, ...target, 'kind') ?? 'Deployment'}/${textAt(object.plain, ...target, 'name') ?? ''}`;
}

function repeated(
  objects: readonly EmittedObject[],
  keyOf: (object: EmittedObject) => string,
): { object: EmittedObject; first: EmittedObject }[] {
  const seen = new Map<string, EmittedObject>();
  return objects.flatMap(object => {
    const first = seen.get(keyOf(object));
    if (first !== undefined) return [{ object, first }];
    seen.set(keyOf(object), object);
    return [];
  });
}

function bounds(hpa: EmittedObject): Finding[] {
  const min = numberAt(hpa.plain, 'spec', 'minReplicas') ?? 1;
  const max = numberAt(hpa.plain, 'spec', 'maxReplicas');
  if (max === undefined || min <= max) return [];
  return [
    { file: hpa.file, path: ['spec', 'minReplicas'], problem: `is ${String(min)}, above maxReplicas, ${String(max)}` },
  ];
}

/**
 * A metric of a container that is not there, or of a resource that is not requested, is undefined and scales nothing.
 */
function metrics(hpa: EmittedObject, inventory: Inventory): Finding[] {
  const deployment = targetDeployment(hpa, inventory);
  if (deployment === undefined) return [];
  return listAt(hpa.plain, 'spec', 'metrics').flatMap((metric, index): Finding[] => {
    const named = textAt(metric, 'containerResource', 'container');
    const resource = textAt(metric, 'containerResource', 'name') ?? textAt(metric, 'resource', 'name');
    if (resource === undefined) return [];
    const path = ['spec', 'metrics', index];
    return measured(deployment, resource, named).map(problem => ({ file: hpa.file, path, problem }));
  });
}

/** Why a pod's use of a resource cannot be measured against its request; the pod's container, or all of them. */
export function measured(deployment: EmittedObject, resource: string, container: string | undefined): string[] {
  const containers = containersOf(deployment).filter(({ name }) => container === undefined || name === container);
  if (containers.length === 0)
    return [`watches a container "${container ?? ''}" that "${deployment.name}" does not have`];
  return containers
    .filter(({ plain }) => !requests(plain, resource))
    .map(({ name }) => `watches ${resource}, which the container "${name}" does not request`);
}

/** A count in git is written back at every sync, over the autoscaler's. */
function replicas(autoscaler: EmittedObject, inventory: Inventory): Finding[] {
  const deployment = targetDeployment(autoscaler, inventory);
  if (deployment === undefined || numberAt(deployment.plain, 'spec', 'replicas') === undefined) return [];
  return [
    {
      file: deployment.file,
      path: ['spec', 'replicas'],
      problem: `is set beside the autoscaler in "${autoscaler.file.path}"`,
    },
  ];
}
