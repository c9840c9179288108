import type { Json } from '../model/sourced.ts';
import { listAt, numberAt, textAt, valueAt } from './json-path.ts';
import type { EmittedObject, Finding, Inventory } from './objects.ts';
import { hpaName, hpaNamePath, measured, targetDeployment } from './structure-autoscalers.ts';

/** What KEDA's admission webhook refuses: kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go. */
export function scaledObjectFindings(inventory: Inventory): Finding[] {
  return inventory
    .ofKind('ScaledObject')
    .flatMap(scaledObject => [
      ...bounds(scaledObject),
      ...onlyResources(scaledObject),
      ...names(scaledObject),
      ...triggers(scaledObject, inventory),
      ...modifiers(scaledObject),
    ]);
}

// maxReplicaCount where none is given: scaledobject_types.go defaultHPAMaxReplicas.
const defaultMax = 100;
const longestName = 63;

function bounds({ file, plain }: EmittedObject): Finding[] {
  const min = numberAt(plain, 'spec', 'minReplicaCount') ?? 0;
  const max = numberAt(plain, 'spec', 'maxReplicaCount') ?? defaultMax;
  const idle = numberAt(plain, 'spec', 'idleReplicaCount');
  return [
    ...(min > max
      ? [
          {
            file,
            path: ['spec', 'minReplicaCount'],
            problem: `is ${String(min)}, above maxReplicaCount, ${String(max)}`,
          },
        ]
      : []),
    ...(idle !== undefined && idle >= min
      ? [
          {
            file,
            path: ['spec', 'idleReplicaCount'],
            problem: `is ${String(idle)}, and must be below minReplicaCount, ${String(min)}`,
          },
        ]
      : []),
  ];
}

/** CPU and memory are measured on running pods: they wake nothing, and no fallback can stand in for them. */
function onlyResources({ file, plain }: EmittedObject): Finding[] {
  const all = listAt(plain, 'spec', 'triggers');
  if (all.length === 0 || !all.every(isResource)) return [];
  const min = numberAt(plain, 'spec', 'minReplicaCount') ?? 0;
  return [
    ...(min === 0
      ? [
          {
            file,
            path: ['spec', 'minReplicaCount'],
            problem: 'is 0, from which triggers of CPU and memory never wake a workload',
          },
        ]
      : []),
    ...(valueAt(plain, ['spec', 'fallback']) === undefined
      ? []
      : [{ file, path: ['spec', 'fallback'], problem: 'has no effect on triggers of CPU and memory' }]),
  ];
}

function names(scaledObject: EmittedObject): Finding[] {
  const { file, name } = scaledObject;
  const made = hpaName(scaledObject).slice(scaledObject.namespace.length + 1);
  const path = textAt(scaledObject.plain, ...hpaNamePath) === undefined ? ['metadata', 'name'] : hpaNamePath;
  return [
    ...(name.length > longestName
      ? [
          {
            file,
            path: ['metadata', 'name'],
            problem: `is ${String(name.length)} characters long; at most ${String(longestName)} are allowed`,
          },
        ]
      : []),
    ...(made.length > longestName
      ? [
          {
            file,
            path,
            problem: `names the autoscaler "${made}", which is longer than ${String(longestName)} characters`,
          },
        ]
      : []),
  ];
}

function triggers(scaledObject: EmittedObject, inventory: Inventory): Finding[] {
  const { file, plain } = scaledObject;
  const deployment = targetDeployment(scaledObject, inventory);
  const seen = new Set<string>();
  return listAt(plain, 'spec', 'triggers').flatMap((trigger, index): Finding[] => {
    const path = ['spec', 'triggers', index];
    const type = textAt(trigger, 'type') ?? '';
    const name = textAt(trigger, 'name');
    const found: Finding[] = [];
    if (name !== undefined && seen.has(name))
      found.push({ file, path: [...path, 'name'], problem: `repeats the trigger name "${name}"` });
    if (name !== undefined) seen.add(name);
    if (valueAt(trigger, ['useCachedMetrics']) === true && ['cpu', 'memory', 'cron'].includes(type)) {
      found.push({ file, path: [...path, 'useCachedMetrics'], problem: `is not supported by the trigger "${type}"` });
    }
    if (valueAt(trigger, ['metadata', 'type']) !== undefined && isResource(trigger)) {
      found.push({
        file,
        path: [...path, 'metadata', 'type'],
        problem: 'was removed in KEDA 2.18; metricType replaces it',
      });
    }
    if (deployment !== undefined && isResource(trigger)) {
      found.push(
        ...measured(deployment, type, textAt(trigger, 'metadata', 'containerName')).map(problem => ({
          file,
          path,
          problem,
        })),
      );
    }
    return found;
  });
}

function modifiers({ file, plain }: EmittedObject): Finding[] {
  const path = ['spec', 'advanced', 'scalingModifiers'];
  if (valueAt(plain, path) === undefined) return [];
  const missing = ['formula', 'target'].filter(member => (textAt(plain, ...path, member) ?? '') === '');
  const dropped = listAt(plain, 'spec', 'triggers').flatMap((trigger, index) =>
    isResource(trigger) && textAt(trigger, 'metadata', 'containerName') !== undefined
      ? [
          {
            file,
            path: ['spec', 'triggers', index, 'metadata', 'containerName'],
            problem: 'is dropped without a word where scalingModifiers are used',
          },
        ]
      : [],
  );
  return [...missing.map(member => ({ file, path, problem: `lacks "${member}"` })), ...dropped];
}

function isResource(trigger: Json): boolean {
  return ['cpu', 'memory'].includes(textAt(trigger, 'type') ?? '');
}
