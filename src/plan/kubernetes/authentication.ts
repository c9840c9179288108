import type { Authentication } from '../../model/kubernetes-plan.ts';
import { text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';

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
