import type { Container } from './container.ts';
import type { LabelPair } from './label-pair.ts';
import type { Patch } from './patch.ts';
import type { RawPart } from './raw-part.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { Bytes, Replicas, Seconds } from './units.ts';

/** What a replica has beside its containers. */
export interface PodSettings {
  /** Started one after the other before the containers: each runs to its end, or beside them as a sidecar. */
  readonly initContainers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly serviceAccount: ServiceAccount | undefined;
  readonly imagePullSecrets: readonly PullSecret[];
  readonly scheduling: Scheduling | undefined;
  /** Group that owns the files of its volumes. */
  readonly fsGroup: Sourced<number> | undefined;
  /** Of the pods alone, beside the labels of the pool. */
  readonly podLabels: readonly LabelPair[];
  readonly podAnnotations: readonly LabelPair[];
  readonly patches: readonly Patch[];
}

export interface Volume {
  /** What mounts call it. */
  readonly key: Sourced<string>;
  readonly at: Origin;
  readonly source: VolumeSource;
}

export type VolumeSource =
  | {
      readonly kind: 'emptyDir';
      /** Its files are in memory, and count as memory of the containers that write them. */
      readonly medium: Sourced<'Memory'> | undefined;
      readonly sizeLimit: Sourced<Bytes> | undefined;
    }
  | {
      readonly kind: 'configMap' | 'secret';
      readonly name: Sourced<string>;
      /** Keys that are laid as files, with the path of each; empty for all of them. */
      readonly items: readonly LabelPair[];
      readonly optional: Sourced<boolean> | undefined;
      readonly mode: Sourced<number> | undefined;
    }
  | {
      readonly kind: 'persistentVolumeClaim';
      readonly claim: Sourced<string>;
      readonly readOnly: Sourced<boolean> | undefined;
      /** What tasks on ECS mount in its place. */
      readonly efs: EfsFileSystem | undefined;
    }
  | { readonly kind: 'efs'; readonly efs: EfsFileSystem }
  | { readonly kind: 'hostPath'; readonly path: Sourced<string>; readonly type: Sourced<string> | undefined }
  | {
      readonly kind: 'csi';
      readonly driver: Sourced<string>;
      readonly readOnly: Sourced<boolean> | undefined;
      readonly fsType: Sourced<string> | undefined;
      readonly attributes: readonly LabelPair[];
      readonly secret: Sourced<string> | undefined;
    }
  | {
      readonly kind: 'projected';
      readonly sources: readonly RawPart[];
      readonly mode: Sourced<number> | undefined;
    };

/** A file system of Amazon EFS, for ECS. */
export interface EfsFileSystem {
  readonly at: Origin;
  /** Id: `fs-0123456789abcdef0`. */
  readonly fileSystem: Sourced<string>;
  /** Id: `fsap-0123456789abcdef0`. */
  readonly accessPoint: Sourced<string> | undefined;
  readonly rootDirectory: Sourced<string> | undefined;
  /** Whether the task role signs in. */
  readonly iam: Sourced<boolean> | undefined;
}

/** Who the pods are to the cluster, and by its role to the cloud. */
export interface ServiceAccount {
  readonly at: Origin;
  /** Name of one that exists; undefined where one is generated with the name of the pool. */
  readonly existing: Sourced<string> | undefined;
  readonly role: CloudRole | undefined;
  readonly annotations: readonly LabelPair[];
  /** Whether the containers get its token, to ask the API server. */
  readonly automountToken: Sourced<boolean>;
}

export interface CloudRole {
  readonly cloud: 'aws' | 'google' | 'azure';
  /** ARN of the role, address of the account, client id. */
  readonly identity: Sourced<string>;
}

/** What the image is pulled with. */
export interface PullSecret {
  readonly at: Origin;
  readonly secret: Sourced<string> | undefined;
  /** In Secrets Manager, for ECS. */
  readonly arn: Sourced<string> | undefined;
}

/** Which nodes the pods may run on, beside what the hardware asks for. */
export interface Scheduling {
  readonly at: Origin;
  readonly nodeSelector: readonly LabelPair[];
  readonly tolerations: readonly Toleration[];
  readonly affinity: {
    readonly nodeAffinity?: RawPart | undefined;
    readonly podAffinity?: RawPart | undefined;
    readonly podAntiAffinity?: RawPart | undefined;
  };
  /** Undefined for the default: zones and nodes evenly, where that is possible. */
  readonly topologySpread: readonly Spread[] | undefined;
  readonly priorityClass: Sourced<string> | undefined;
}

export interface Toleration {
  readonly at: Origin;
  readonly key: Sourced<string> | undefined;
  readonly operator: Sourced<'Equal' | 'Exists'> | undefined;
  readonly value: Sourced<string> | undefined;
  readonly effect: Sourced<'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'> | undefined;
  readonly seconds: Sourced<Seconds> | undefined;
}

export interface Spread {
  readonly at: Origin;
  readonly topologyKey: Sourced<string>;
  readonly maxSkew: Sourced<number>;
  readonly whenUnsatisfiable: Sourced<'DoNotSchedule' | 'ScheduleAnyway'>;
  readonly minDomains: Sourced<number> | undefined;
  readonly nodeAffinityPolicy: Sourced<'Honor' | 'Ignore'> | undefined;
  readonly nodeTaintsPolicy: Sourced<'Honor' | 'Ignore'> | undefined;
  /** Labels by whose values the pods are counted apart: of each version by `pod-template-hash`. */
  readonly matchLabelKeys: Sourced<readonly Sourced<string>[]> | undefined;
}

/** How replicas are replaced by those of a new version. */
export interface RolloutSettings {
  readonly strategy: Sourced<'RollingUpdate' | 'Recreate'>;
  readonly maxSurge: Sourced<Replicas | string> | undefined;
  readonly maxUnavailable: Sourced<Replicas | string> | undefined;
  /** How long a new replica must be ready before it counts; undefined for at once. */
  readonly minReady: Sourced<Seconds> | undefined;
  readonly revisionHistoryLimit: Sourced<number> | undefined;
}
