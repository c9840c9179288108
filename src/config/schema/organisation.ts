import * as z from 'zod/mini';

/** Long enough for any rule that a person can check by reading it. */
export const LONGEST_EXPRESSION = 4096;

const Said = z.string().check(z.minLength(1), z.maxLength(2000));

const Policy = z.strictObject({
  id: z
    .string()
    .check(
      z.regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'expected lower-case words joined by "-", such as max-replicas'),
      z.maxLength(60),
    ),
  severity: z.enum(['information', 'warning', 'error']),
  scope: z.enum(['system', 'environment', 'pool']),
  assert: z.string().check(z.minLength(1), z.maxLength(LONGEST_EXPRESSION)),
  message: Said,
  why: Said,
  help: z.optional(Said),
  link: z.optional(
    z.string().check(z.regex(/^https?:\/\/\S+$/, 'expected a URL that begins with https://'), z.maxLength(2000)),
  ),
});

/** A file of the organisation's own policies. */
export const OrganisationPolicies = z.strictObject({
  version: z.literal(1),
  policies: z.array(Policy).check(z.minLength(1, 'expected at least one policy'), z.maxLength(500)),
});

export type OrganisationPolicies = z.output<typeof OrganisationPolicies>;
