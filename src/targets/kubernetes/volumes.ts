import { mapped } from '../../model/sourced.ts';
import type { Emit, Sourced } from '../../model/sourced.ts';
import type { LabelPair } from '../../model/label-pair.ts';
import type { VolumeSource } from '../../model/pod.ts';
import type { Pool } from '../../model/pool.ts';
import { formatMemory } from '../../model/units.ts';
import { listed } from './container.ts';
import type { KeyToPath, Volume as VolumeObject, VolumeProjection } from './emitted-objects.ts';
import { rawTree } from './raw-tree.ts';

/** The volumes of a pod; one of EFS alone is on ECS only. */
export function volumeTrees({ volumes }: Pool): readonly Emit<VolumeObject>[] {
  return volumes.flatMap(({ key, source }) => (source.kind === 'efs' ? [] : [volumeTree(key, source)]));
}

function volumeTree(key: Sourced<string>, source: Exclude<VolumeSource, { kind: 'efs' }>): Emit<VolumeObject> {
  switch (source.kind) {
    case 'emptyDir':
      return {
        name: key,
        emptyDir: { medium: source.medium, sizeLimit: source.sizeLimit && mapped(source.sizeLimit, formatMemory) },
      };
    case 'configMap':
      return {
        name: key,
        configMap: {
          name: source.name,
          items: files(source.items),
          optional: source.optional,
          defaultMode: source.mode,
        },
      };
    case 'secret':
      return {
        name: key,
        secret: {
          secretName: source.name,
          items: files(source.items),
          optional: source.optional,
          defaultMode: source.mode,
        },
      };
    case 'persistentVolumeClaim':
      return { name: key, persistentVolumeClaim: { claimName: source.claim, readOnly: source.readOnly } };
    case 'hostPath':
      return { name: key, hostPath: { path: source.path, type: source.type } };
    case 'csi':
      return {
        name: key,
        csi: {
          driver: source.driver,
          readOnly: source.readOnly,
          fsType: source.fsType,
          volumeAttributes:
            source.attributes.length === 0
              ? undefined
              : Object.fromEntries(source.attributes.map(({ key: name, value }) => [name.plain, value])),
          nodePublishSecretRef: source.secret && { name: source.secret },
        },
      };
    case 'projected':
      return {
        name: key,
        projected: {
          sources: source.sources.map(part => rawTree<VolumeProjection>(part)),
          defaultMode: source.mode,
        },
      };
  }
}

function files(items: readonly LabelPair[]): readonly Emit<KeyToPath>[] | undefined {
  return listed(items.map(({ key, value }): Emit<KeyToPath> => ({ key, path: value })));
}
