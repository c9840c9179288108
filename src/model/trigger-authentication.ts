import type { Origin, Sourced } from './sourced.ts';

/** How a trigger signs in: by an object that exists, or by one that is generated. */
export type TriggerSignIn = ExistingAuthentication | OwnAuthentication;

export interface ExistingAuthentication {
  readonly kind: 'existing';
  readonly at: Origin;
  readonly name: Sourced<string>;
  readonly object: Sourced<AuthenticationKind>;
}

export type AuthenticationKind = 'TriggerAuthentication' | 'ClusterTriggerAuthentication';

export interface OwnAuthentication {
  readonly kind: 'own';
  readonly at: Origin;
  readonly identity: PodIdentity | undefined;
  /** Empty where the identity alone signs in. */
  readonly secrets: readonly SecretParameter[];
}

/** A parameter of the scaler and the key of the Secret that holds it. */
export interface SecretParameter {
  readonly parameter: Sourced<string>;
  readonly name: Sourced<string>;
  readonly key: Sourced<string>;
}

export type IdentityProvider = 'aws' | 'azure-workload' | 'gcp';

export interface PodIdentity {
  readonly provider: Sourced<IdentityProvider>;
  /** AWS: a role that KEDA assumes. */
  readonly roleArn: Sourced<string> | undefined;
  /** AWS: whether KEDA's own service account signs in or the workload's. */
  readonly owner: Sourced<'keda' | 'workload'> | undefined;
  /** Azure: client id of another identity than KEDA's, and its tenant. */
  readonly identityId: Sourced<string> | undefined;
  readonly tenantId: Sourced<string> | undefined;
}
