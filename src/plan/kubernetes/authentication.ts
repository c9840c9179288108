import type { Authentication, Trigger } from '../../model/kubernetes-plan.ts';
import { text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { TriggerSignIn } from '../../model/trigger-authentication.ts';

/** Keys of a Secret, called as the scaler's parameters are; `of` is the end of the object's name. */
export function secretOf(
  pool: Sourced<string>,
  of: string,
  secret: Sourced<string>,
  keys: readonly string[],
): Authentication {
  return { name: text`${pool}-${of}`, from: { kind: 'secret', secret, keys } };
}

/** The AWS role of the workload's service account. */
export function podIdentity(pool: Sourced<string>): Authentication {
  return { name: text`${pool}-aws`, from: { kind: 'pod-identity', provider: 'aws' } };
}

/** How a trigger names the object by which it signs in, and that object where it is generated. */
export interface SignIn extends Pick<Trigger, 'authentication' | 'authenticationKind'> {
  readonly emitted: Authentication | undefined;
}

/** What is written of it, or else what the compiler chooses. */
export function signInOf(
  pool: Sourced<string>,
  of: string,
  written: TriggerSignIn | undefined,
  otherwise?: Authentication,
): SignIn {
  if (written === undefined) return { authentication: otherwise?.name, emitted: otherwise };
  if (written.kind === 'existing')
    return { authentication: written.name, authenticationKind: written.object, emitted: undefined };
  const { identity, secrets } = written;
  const name = text`${pool}-${of}`;
  return { authentication: name, emitted: { name, from: { kind: 'written', identity, secrets } } };
}
