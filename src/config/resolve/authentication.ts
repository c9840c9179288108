import type { OwnAuthentication, PodIdentity, TriggerSignIn } from '../../model/trigger-authentication.ts';
import { because, Sourced } from '../../model/sourced.ts';
import type * as z from 'zod/mini';
import type { Authentication } from '../schema/authentication.ts';
import { entriesOf } from '../zip.ts';
import type { Section } from '../zip.ts';

type Written = Section<z.output<typeof Authentication>>;

export function signInOf(written: Written | undefined): TriggerSignIn | undefined {
  if (written === undefined) return undefined;
  const at = written.$key ?? written.$at;
  const { name, kind } = written;
  if (name === undefined) return ownOf(written, at);
  return {
    kind: 'existing',
    at,
    name,
    object: kind ?? because('an object of the namespace unless it is said', 'TriggerAuthentication', at),
  };
}

function ownOf({ identity, secrets }: Written, at: OwnAuthentication['at']): OwnAuthentication {
  return {
    kind: 'own',
    at,
    identity: identity && identityOf(identity),
    secrets:
      secrets === undefined
        ? []
        : entriesOf(secrets).map(([parameter, { name, key, $key, $at }]) => ({
            parameter: new Sourced(parameter, $key ?? $at),
            name,
            key,
          })),
  };
}

function identityOf({ provider, roleArn, owner, identityId, tenantId }: NonNullable<Written['identity']>): PodIdentity {
  return { provider, roleArn, owner, identityId, tenantId };
}
