import { PATCHED_KINDS } from '../../model/patch.ts';
import type { Patch } from '../../model/patch.ts';
import { because, mapped, Sourced } from '../../model/sourced.ts';
import type {
  EfsFileSystem,
  PodSettings,
  PullSecret,
  RolloutSettings,
  Scheduling,
  ServiceAccount,
  Volume,
  VolumeSource,
} from '../../model/pod.ts';
import type { Origin } from '../../model/sourced.ts';
import type { RawPart } from '../../model/raw-part.ts';
import { replicas } from '../../model/units.ts';
import type { Config } from '../schema/root.ts';
import { entriesOf } from '../zip.ts';
import type { Section } from '../zip.ts';
import { initContainersOf, pairsOf } from './containers.ts';
import { rawPart } from './raw-part.ts';

type PoolSection = Section<Config['pools'][string]>;
type VolumeSection = NonNullable<PoolSection['volumes']>[string];
type EfsSection = NonNullable<VolumeSection['efs']>;

export function podOf(written: PoolSection, poolName: Sourced<string>): PodSettings {
  return {
    initContainers: initContainersOf(written, poolName),
    volumes:
      written.volumes === undefined
        ? []
        : entriesOf(written.volumes).map(
            ([key, volume]): Volume => ({
              key: new Sourced(key, volume.$key ?? volume.$at),
              at: volume.$key ?? volume.$at,
              source: volumeSourceOf(volume),
            }),
          ),
    serviceAccount: serviceAccountOf(written.serviceAccount),
    imagePullSecrets:
      written.imagePullSecrets?.plain.map(({ $at, secret, arn }): PullSecret => ({ at: $at, secret, arn })) ?? [],
    scheduling: schedulingOf(written.scheduling),
    fsGroup: written.fsGroup,
    podLabels: pairsOf(written.podLabels),
    podAnnotations: pairsOf(written.podAnnotations),
    patches: patchesOf(written.patch),
  };
}

function patchesOf(written: PoolSection['patch']): readonly Patch[] {
  if (written === undefined) return [];
  return PATCHED_KINDS.flatMap((kind): readonly Patch[] => {
    const raw: unknown = written[kind];
    if (raw === undefined) return [];
    const tree = rawPart(raw, written.$at);
    return [{ kind, at: tree.origin, tree }];
  });
}

function volumeSourceOf(written: VolumeSection): VolumeSource {
  const { emptyDir, configMap, secret, persistentVolumeClaim, hostPath, csi, projected } = written;
  const efs = written.efs && efsOf(written.efs);
  const object = configMap ?? secret;
  if (object !== undefined)
    return {
      kind: configMap === undefined ? 'secret' : 'configMap',
      name: object.name,
      items: pairsOf(object.items),
      optional: object.optional,
      mode: modeOf(object.mode),
    };
  if (persistentVolumeClaim !== undefined)
    return {
      kind: 'persistentVolumeClaim',
      claim: persistentVolumeClaim.claim,
      readOnly: persistentVolumeClaim.readOnly,
      efs,
    };
  if (efs !== undefined) return { kind: 'efs', efs };
  if (hostPath !== undefined) return { kind: 'hostPath', path: hostPath.path, type: hostPath.type };
  if (csi !== undefined)
    return {
      kind: 'csi',
      driver: csi.driver,
      readOnly: csi.readOnly,
      fsType: csi.fsType,
      attributes: pairsOf(csi.attributes),
      secret: csi.secret,
    };
  if (projected !== undefined)
    return {
      kind: 'projected',
      sources: projected.sources.plain.map((source: unknown): RawPart => rawPart(source, projected.sources.origin)),
      mode: modeOf(projected.mode),
    };
  return { kind: 'emptyDir', medium: emptyDir?.medium, sizeLimit: emptyDir?.sizeLimit };
}

function efsOf({ $at, $key, fileSystem, accessPoint, rootDirectory, iam }: EfsSection): EfsFileSystem {
  return { at: $key ?? $at, fileSystem, accessPoint, rootDirectory, iam };
}

/** `"0440"` is 288. */
function modeOf(written: Sourced<string> | undefined): Sourced<number> | undefined {
  return written && mapped(written, mode => Number.parseInt(mode, 8));
}

function serviceAccountOf(written: PoolSection['serviceAccount']): ServiceAccount | undefined {
  if (written === undefined) return undefined;
  const { role } = written;
  const identity = role?.aws ?? role?.google ?? role?.azure;
  return {
    at: written.$key ?? written.$at,
    existing: written.existing,
    role:
      identity === undefined
        ? undefined
        : {
            cloud: role?.aws !== undefined ? 'aws' : role?.google !== undefined ? 'google' : 'azure',
            identity,
          },
    annotations: pairsOf(written.annotations),
    automountToken: written.automountToken ?? because('few programs ask the API server', false, written.$at),
  };
}

function schedulingOf(written: PoolSection['scheduling']): Scheduling | undefined {
  if (written === undefined) return undefined;
  const { affinity, topologySpread } = written;
  const part = (name: 'nodeAffinity' | 'podAffinity' | 'podAntiAffinity') => {
    const raw: unknown = affinity?.[name];
    return raw === undefined || affinity === undefined ? undefined : rawPart(raw, affinity.$at);
  };
  return {
    at: written.$key ?? written.$at,
    nodeSelector: pairsOf(written.nodeSelector),
    tolerations:
      written.tolerations?.plain.map(({ $at, key, operator, value, effect, seconds }) => ({
        at: $at,
        key,
        operator,
        value,
        effect,
        seconds,
      })) ?? [],
    affinity: {
      nodeAffinity: part('nodeAffinity'),
      podAffinity: part('podAffinity'),
      podAntiAffinity: part('podAntiAffinity'),
    },
    topologySpread: topologySpread?.plain.map(({ $at, topologyKey, maxSkew, whenUnsatisfiable, ...rest }) => ({
      at: $at,
      topologyKey,
      maxSkew: maxSkew ?? because('as even as can be', 1, $at),
      whenUnsatisfiable: whenUnsatisfiable ?? because('an uneven replica is better than none', 'ScheduleAnyway', $at),
      minDomains: rest.minDomains,
      nodeAffinityPolicy: rest.nodeAffinityPolicy,
      nodeTaintsPolicy: rest.nodeTaintsPolicy,
      matchLabelKeys: rest.matchLabelKeys,
    })),
    priorityClass: written.priorityClass,
  };
}

const counted = (budget: Sourced<number | string> | undefined) =>
  budget && mapped(budget, value => (typeof value === 'number' ? replicas(value) : value));

export function rolloutSettingsOf(written: PoolSection['rollout'], place: Origin): RolloutSettings {
  return {
    strategy: written?.strategy ?? because('a rollout replaces replicas a few at a time', 'RollingUpdate', place),
    maxSurge: counted(written?.maxSurge),
    maxUnavailable: counted(written?.maxUnavailable),
    minReady: written?.minReady,
    revisionHistoryLimit: written?.revisionHistoryLimit,
  };
}
