import type { LabelPair } from './label-pair.ts';
import { namesIn } from './names-in.ts';
import { because } from './sourced.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { TriggerSignIn } from './trigger-authentication.ts';
import type { Seconds } from './units.ts';

/**
 * What is configured of each target that the compiler knows: a target is a key here, and TypeScript names all that must
 * know it.
 */
export interface TargetConfig {
  readonly kubernetes: KubernetesTarget;
  readonly ecs: EcsTarget;
}

export type TargetName = keyof TargetConfig;

/** What people call each target, in the order of everything that is listed by target. */
export const TARGET_LABEL: Readonly<Record<TargetName, string>> = { kubernetes: 'Kubernetes', ecs: 'ECS' };

/** Which of a signal's two sources each target reads. */
export const TARGET_SOURCE: Readonly<Record<TargetName, 'prometheus' | 'cloudwatch'>> = {
  kubernetes: 'prometheus',
  ecs: 'cloudwatch',
};

/** Every target, in the same order. */
export const TARGET_NAMES = namesIn(TARGET_LABEL);

export type Provisioner = 'karpenter' | 'cluster-autoscaler' | 'gke';

export interface KubernetesTarget {
  readonly at: Origin;
  /** `1.32` */
  readonly version: Sourced<string>;
  readonly namespace: Sourced<string>;
  /** `2.18` */
  readonly keda: Sourced<string>;
  readonly provisioner: Sourced<Provisioner>;
  readonly prometheus: Prometheus | undefined;
  readonly monitoring: Sourced<'prometheus-operator' | 'none'>;
  /** Address of an alert's page, with `{alert}` for its name; undefined for the documentation's. */
  readonly runbooks: Sourced<string> | undefined;
  readonly gitops: GitOps | undefined;
}

export interface Prometheus {
  readonly at: Origin;
  readonly url: Sourced<string>;
  readonly auth: { readonly mode: Sourced<'bearer' | 'basic'>; readonly secret: Sourced<string> } | undefined;
  /** Instead of `auth`. */
  readonly authentication: TriggerSignIn | undefined;
  readonly authModes: Sourced<string> | undefined;
  readonly awsRegion: Sourced<string> | undefined;
  /** Of each request, as KEDA takes them: `name=value`, separated by commas. */
  readonly headers: Sourced<string> | undefined;
  readonly queryParameters: Sourced<string> | undefined;
  readonly namespace: Sourced<string> | undefined;
  readonly unsafeSsl: Sourced<boolean>;
  /** What tells this environment apart in a store that several share: `cluster` and its value. */
  readonly labels: readonly LabelPair[];
}

export interface RoleSettings {
  /** `/teams/search/`; undefined for the root. */
  readonly path: Sourced<string> | undefined;
  readonly permissionsBoundary: Sourced<string> | undefined;
}

export interface GitOps {
  readonly at: Origin;
  readonly tool: Sourced<'argocd' | 'flux'>;
  readonly repoURL: Sourced<string>;
  readonly revision: Sourced<string>;
  /** Folder of `out/` in the repository. */
  readonly path: Sourced<string>;
  /** Where the Application or Kustomization itself lives: `argocd` or `flux-system`. */
  readonly namespace: Sourced<string>;
  readonly project: Sourced<string>;
  readonly destination: { readonly server: Sourced<string> } | { readonly name: Sourced<string> };
  readonly interval: Sourced<Seconds>;
  /** What the tool may do to the cluster by itself. */
  readonly sync: {
    readonly prune: Sourced<boolean>;
    readonly selfHeal: Sourced<boolean>;
    readonly createNamespace: Sourced<boolean>;
  };
}

export interface EcsTarget {
  readonly at: Origin;
  readonly region: Sourced<string>;
  /** Undefined where nothing that is emitted needs it, and it was not written. */
  readonly accountId: Sourced<string> | undefined;
  readonly cluster: Sourced<string>;
  /** Empty where they were not written, as no task of ours runs in them. */
  readonly subnets: readonly Sourced<string>[];
  readonly securityGroups: readonly Sourced<string>[];
  readonly assignPublicIp: Sourced<boolean>;
  /** Of the target groups that are made. */
  readonly vpc: Sourced<string> | undefined;
  /** Namespace in which services call each other by name; undefined where they do not. */
  readonly serviceConnect: Sourced<string> | undefined;
  readonly executionRoleArn: Sourced<string> | undefined;
  readonly taskRoleArn: Sourced<string> | undefined;
  /** Of the roles that are created: those of the watchers. */
  readonly roles: RoleSettings;
  readonly containerInsights: Sourced<boolean>;
  /** SNS topic told of alarms that people should see. */
  readonly alarmTopicArn: Sourced<string> | undefined;
  /** The same address of an alarm's page as on Kubernetes. */
  readonly runbooks: Sourced<string> | undefined;
  readonly logRetentionDays: Sourced<number>;
  /** aws, aws-cn or aws-us-gov, from the region. */
  readonly partition: Sourced<string>;
}

/** In the place of a setting that was not written. Where something that is emitted needs it, that is an error. */
export const UNSTATED: Sourced<string> = because('it was not written', '');
