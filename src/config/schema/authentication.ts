import * as z from 'zod/mini';
import { Name, RoleArn, SecretName, Word } from './scalars.ts';
import { ofMainKey } from './short-form.ts';

const Provider = z.enum(['aws', 'azure-workload', 'gcp']);

const Identity = ofMainKey(
  'provider',
  Provider,
  z
    .strictObject({
      provider: Provider,
      roleArn: z.optional(RoleArn),
      owner: z.optional(z.enum(['keda', 'workload'])),
      identityId: z.optional(Word),
      tenantId: z.optional(Word),
    })
    .check(
      z.refine(({ provider, roleArn, owner }) => provider === 'aws' || (roleArn === undefined && owner === undefined), {
        error: 'expected roleArn and owner only beside provider: aws',
      }),
      z.refine(
        ({ provider, identityId, tenantId }) =>
          provider === 'azure-workload' || (identityId === undefined && tenantId === undefined),
        { error: 'expected identityId and tenantId only beside provider: azure-workload' },
      ),
      z.refine(({ roleArn, owner }) => roleArn === undefined || owner !== 'workload', {
        error: 'expected roleArn or owner: workload, not both',
        params: { help: 'KEDA assumes either a named role or the role of the workload.' },
      }),
    ),
);

const SecretKey = z.strictObject({ name: SecretName, key: Word });

/** How a trigger signs in; what a Secret holds never appears here. */
export const Authentication = z
  .strictObject({
    name: z.optional(Name),
    kind: z.optional(z.enum(['TriggerAuthentication', 'ClusterTriggerAuthentication'])),
    identity: z.optional(Identity),
    secrets: z.optional(
      z
        .record(Word, SecretKey)
        .check(z.refine(secrets => Object.keys(secrets).length > 0, { error: 'expected at least one parameter' })),
    ),
  })
  .check(
    z.refine(
      ({ name, identity, secrets }) => (name !== undefined) !== (identity !== undefined || secrets !== undefined),
      {
        error: 'expected either name, or identity and secrets',
        params: { help: 'Name an object that exists, or say of what one is generated.' },
      },
    ),
    z.refine(({ name, kind }) => kind === undefined || name !== undefined, {
      error: 'expected kind only beside name',
      params: { help: 'What is generated is a TriggerAuthentication.' },
    }),
  );

/** A short field says the usual way to sign in, and `authentication` any other. */
export function oneSignIn<K extends string>(short: K) {
  return z.refine<{ readonly [S in K]?: unknown } & { readonly authentication?: unknown }>(
    map => map[short] === undefined || map.authentication === undefined,
    { error: `expected ${short} or authentication, not both` },
  );
}
