import type { Json, Path } from '../model/sourced.ts';
import { entriesAt, listAt, textAt, valueAt } from './json-path.ts';
import { containersOf, matches, podLabels } from './objects.ts';
import type { EmittedObject, Finding, Inventory } from './objects.ts';
import { targetDeployment } from './structure-autoscalers.ts';

/**
 * What an object names must be there. A pool without a Deployment of its own scales a workload that another chart
 * owns, so nothing is known of what it names.
 */
export function referenceFindings(inventory: Inventory): Finding[] {
  const own = (object: EmittedObject): readonly EmittedObject[] => inventory.deploymentsBeside(object);
  const ours = (kind: string): readonly EmittedObject[] =>
    inventory.ofKind(kind).filter(object => own(object).length > 0);
  return [
    ...inventory.ofKind('Deployment').flatMap(selector),
    ...[...ours('HorizontalPodAutoscaler'), ...ours('ScaledObject')].flatMap(object => target(object, inventory)),
    ...inventory.ofKind('ScaledObject').flatMap(object => authentications(object, inventory)),
    ...ours('Service').flatMap(service => [
      ...selected(service, ['spec', 'selector'], own(service)),
      ...servicePorts(service, own(service)),
    ]),
    ...ours('PodDisruptionBudget').flatMap(budget =>
      selected(budget, ['spec', 'selector', 'matchLabels'], own(budget)),
    ),
    ...ours('PodMonitor').flatMap(monitor => [
      ...selected(monitor, ['spec', 'selector', 'matchLabels'], own(monitor)),
      ...monitorPorts(monitor, own(monitor)),
    ]),
  ];
}

function selector(deployment: EmittedObject): Finding[] {
  const path = ['spec', 'selector', 'matchLabels'];
  const labels = podLabels(deployment);
  return entriesAt(deployment.plain, ...path)
    .filter(([key, value]) => labels.get(key) !== value)
    .map(([key]) => ({
      file: deployment.file,
      path: [...path, key],
      problem: 'selects a label that the pods of the template do not have',
    }));
}

function target(object: EmittedObject, inventory: Inventory): Finding[] {
  const kind = textAt(object.plain, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
  if (kind !== 'Deployment' || targetDeployment(object, inventory) !== undefined) return [];
  const name = textAt(object.plain, 'spec', 'scaleTargetRef', 'name') ?? '';
  return [
    {
      file: object.file,
      path: ['spec', 'scaleTargetRef', 'name'],
      problem: `names a Deployment "${name}" that is not emitted`,
    },
  ];
}

function authentications(object: EmittedObject, inventory: Inventory): Finding[] {
  return listAt(object.plain, 'spec', 'triggers').flatMap((trigger, index): Finding[] => {
    const name = textAt(trigger, 'authenticationRef', 'name');
    // What is generated is named without its kind; an object that exists belongs to whoever made it.
    if (name === undefined || textAt(trigger, 'authenticationRef', 'kind') !== undefined) return [];
    if (inventory.named(`${object.namespace}/TriggerAuthentication/${name}`) !== undefined) return [];
    return [
      {
        file: object.file,
        path: ['spec', 'triggers', index, 'authenticationRef', 'name'],
        problem: `names a TriggerAuthentication "${name}" that is not emitted`,
      },
    ];
  });
}

function selected(object: EmittedObject, path: Path, deployments: readonly EmittedObject[]): Finding[] {
  const labels = entriesAt(object.plain, ...path);
  if (labels.length > 0 && deployments.some(deployment => matches(labels, podLabels(deployment)))) return [];
  return [
    {
      file: object.file,
      path,
      problem: labels.length === 0 ? 'selects nothing in particular' : 'selects no pod that is emitted',
    },
  ];
}

function servicePorts(service: EmittedObject, deployments: readonly EmittedObject[]): Finding[] {
  return namedPorts(service, ['spec', 'ports'], 'targetPort', deployments);
}

function monitorPorts(monitor: EmittedObject, deployments: readonly EmittedObject[]): Finding[] {
  return namedPorts(monitor, ['spec', 'podMetricsEndpoints'], 'port', deployments);
}

/** A port that is given by name must be one of the pod's; a number needs no declaration. */
function namedPorts(
  object: EmittedObject,
  list: Path,
  member: string,
  deployments: readonly EmittedObject[],
): Finding[] {
  const known = new Set(
    deployments
      .flatMap(containersOf)
      .flatMap(({ plain }) => listAt(plain, 'ports'))
      .map(port => textAt(port, 'name')),
  );
  return listAt(object.plain, ...list).flatMap((entry: Json, index): Finding[] => {
    const name = valueAt(entry, [member]);
    if (typeof name !== 'string' || known.has(name)) return [];
    return [
      {
        file: object.file,
        path: [...list, index, member],
        problem: `names a port "${name}" that no container declares`,
      },
    ];
  });
}
