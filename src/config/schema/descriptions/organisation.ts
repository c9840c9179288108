import type { Descriptions } from './descriptions.ts';

/** What each field of a file of the organisation's own policies is for. */
export const ORGANISATION: Descriptions = {
  version: 'Version of the format',
  policies: 'The policies, in the order in which they are asked',
  'policies.*.id': 'Names the policy in findings, suppressions and lint.rules',
  'policies.*.severity': 'Severity, unless lint.rules gives another',
  'policies.*.scope': 'What it is asked of: the system once, each environment, or each pool of each environment',
  'policies.*.assert': 'CEL that must be true; its variables are in organisation-input.schema.json',
  'policies.*.message':
    'What is wrong, in one sentence without a full stop; {pool.name} and other CEL in braces is filled in',
  'policies.*.why': 'What happens otherwise, and who says so',
  'policies.*.help': 'How to fix it, in the imperative; it may have placeholders too',
  'policies.*.link': 'Page that says more',
};
