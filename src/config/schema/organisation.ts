import * as z from 'zod/mini';

/** Long enough for any rule that a person can check by reading it. */
export const LONGEST_EXPRESSION = 4096;

const Said = (describe: string) => z.string().check(z.minLength(1), z.maxLength(2000), z.describe(describe));

const Policy = z.strictObject({
  id: z
    .string()
    .check(
      z.regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'expected lower-case words joined by "-", such as max-replicas'),
      z.maxLength(60),
      z.describe('Names the policy in findings, suppressions and lint.rules'),
    ),
  severity: z.enum(['information', 'warning', 'error']).check(z.describe('Severity, unless lint.rules gives another')),
  scope: z
    .enum(['system', 'environment', 'pool'])
    .check(z.describe('What it is asked of: the system once, each environment, or each pool of each environment')),
  assert: z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(LONGEST_EXPRESSION),
      z.describe('CEL that must be true; its variables are in organisation-input.schema.json'),
    ),
  message: Said('What is wrong, in one sentence without a full stop; {pool.name} and other CEL in braces is filled in'),
  why: Said('What happens otherwise, and who says so'),
  help: z.optional(Said('How to mend it, in the imperative; it may have placeholders too')),
  link: z.optional(
    z
      .string()
      .check(
        z.regex(/^https?:\/\/\S+$/, 'expected a URL that begins with https://'),
        z.maxLength(2000),
        z.describe('Page that says more'),
      ),
  ),
});

/** A file of the organisation's own policies. */
export const OrganisationPolicies = z.strictObject({
  version: z.literal(1).check(z.describe('Version of the format')),
  policies: z
    .array(Policy)
    .check(
      z.minLength(1, 'expected at least one policy'),
      z.maxLength(500),
      z.describe('The policies, in the order in which they are asked'),
    ),
});

export type OrganisationPolicies = z.output<typeof OrganisationPolicies>;
