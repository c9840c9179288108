import { defineDiagnostics } from '../define-diagnostics.ts';

const POOLS = `policies: [policies.yaml]
pools:
  worker:
    kind: always-on
    replicas: 2..30
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
    signals: { cpu: 70% }
`;

/** A file with one policy that asserts this. */
function asserting(assert: string, message = 'pool "{pool.name}" breaks the rule', id = 'max-replicas'): string {
  return `version: 1
policies:
  - id: ${id}
    severity: error
    scope: pool
    assert: ${assert}
    message: ${message}
    why: The quota of the cluster
`;
}

const UNKNOWN_VARIABLE = 'there is no variable "{name}" here';
const UNKNOWN_FUNCTION = 'there is no function "{name}"';
const UNKNOWN_FIELD = 'there is no field "{field}" here';
const DID_YOU_MEAN = '; did you mean "{meant}"?';

const NOT_IN_PROJECT =
  'Keep policies in the repository of the configuration, so that what is checked is what is reviewed';

/** What is wrong with an organisation's own policies: their files, and the CEL in them. */
export const organisationProblem = defineDiagnostics("An organisation's own policies", {
  'policy-file-path': {
    summary: 'A policy file must be named by a relative path inside the project.',
    severity: 'error',
    why: 'A file from outside the repository is not part of the review, and another machine does not have it',
    messages: {
      notRelative: {
        text: '"{file}" is not a relative path',
        help: 'Write a path that is relative to the configuration, with "/" between folders',
      },
      outside: { text: '"{file}" is outside of the project', help: NOT_IN_PROJECT },
      linkToOutside: {
        text: '"{file}" is a link to outside of the project',
        help: 'Keep the file itself in the repository',
      },
    },
  },
  'policy-file-unreadable': {
    summary: 'A policy file must exist and be readable.',
    severity: 'error',
    why: 'Policies that cannot be read are not checked, and without an error the run would look clean',
    messages: {
      missing: {
        text: '"{file}" cannot be read: there is no such file',
        help: 'Fix the path, or take it out of "policies"',
      },
      noFile: { text: '"{file}" cannot be read: it is no file', help: 'Name the file itself' },
      system: { text: '{problem}', help: 'Give this user the right to read it' },
    },
  },
  'policy-file-too-large': {
    summary: 'A policy file must not be larger than 1 MB.',
    severity: 'error',
    why: '500 policies with long explanations need a quarter of that, so this is hardly a policy file',
    messages: {
      size: {
        text: '"{file}" has {size} MB, and a policy file may have 1 MB',
        help: 'Check that this is the right file, or split it',
      },
    },
  },
  'policy-id-taken': {
    summary: "An organisation's own policy must not have the id of a built-in policy.",
    severity: 'error',
    why: 'A suppression, a rule or a baseline entry with that id would concern both',
    messages: {
      builtIn: { text: '"{policy}" is a policy of pipestream-scaling itself', help: 'Give it another id' },
    },
    examples: () => [
      {
        title: 'the id of a built-in policy',
        message: 'builtIn',
        yaml: POOLS,
        policies: asserting('pool.replicas.max <= 40', undefined, 'bounds-inverted'),
      },
    ],
  },
  'duplicate-policy': {
    summary: "An organisation's own policies must have different ids.",
    severity: 'error',
    why: 'A suppression, a rule or a baseline entry with that id would concern both',
    messages: {
      twice: { text: 'there are two policies "{policy}"', help: 'Give one of them another id' },
    },
    examples: () => [
      {
        title: 'a copied policy',
        message: 'twice',
        yaml: POOLS,
        policies: `${asserting('pool.replicas.max <= 40')}  - id: max-replicas
    severity: error
    scope: pool
    assert: pool.replicas.max <= 50
    message: pool "{pool.name}" breaks the rule
    why: The quota of the cluster
`,
      },
    ],
  },
  'policy-syntax': {
    summary: "An organisation's own policy must be valid CEL.",
    severity: 'error',
    why: 'An expression that cannot be parsed checks nothing',
    messages: {
      unclosedQuote: { text: 'this quote is never closed', help: 'Add the closing {quote}' },
      unclosedBracket: { text: 'this "{bracket}" is never closed', help: 'Add the closing {closing}' },
      nested: {
        text: 'brackets are nested more than {levels} deep',
        help: 'Write it flatter, or as several policies',
      },
      unopened: { text: '"{bracket}" closes nothing', help: 'Take it out, or open a bracket before it' },
      otherBracket: {
        text: '"{bracket}" closes the "{opening}" before it',
        help: 'Close it with {closing}',
      },
      tooDeep: { text: 'this is nested too deeply to be read', help: 'Write it flatter, or as several policies' },
      atMost: { text: '"{operator}" is not CEL', help: 'Write <=' },
      atLeast: { text: '"{operator}" is not CEL', help: 'Write >=' },
      equals: { text: '"{operator}" is not CEL', help: 'Compare with ==' },
      and: { text: '"{operator}" is not CEL', help: 'Write && for "and"' },
      or: { text: '"{operator}" is not CEL', help: 'Write || for "or"' },
      not: { text: '"{operator}" is not CEL', help: 'Write ! for "not"' },
      matches: { text: '"{operator}" is not CEL', help: 'Match with text.matches("…")' },
      end: { text: 'the expression ends too early', help: 'Write the rest of it' },
      unexpected: {
        text: 'this cannot be read as CEL from "{word}" on',
        help: 'See https://cel.dev for what may stand here',
      },
    },
    examples: () => [
      {
        title: 'an operator of another language',
        message: 'and',
        yaml: POOLS,
        policies: asserting('pool.replicas.min >= 1 and pool.replicas.max <= 40'),
      },
    ],
  },
  'policy-unknown-name': {
    summary: "An organisation's own policy must use variables and functions that exist in its scope.",
    severity: 'error',
    why: 'A name that does not exist fails when the policy is evaluated',
    messages: {
      variable: { text: UNKNOWN_VARIABLE, help: 'Read one of {known}' },
      similarVariable: { text: `${UNKNOWN_VARIABLE}${DID_YOU_MEAN}`, help: 'Read one of {known}' },
      pool: {
        text: `${UNKNOWN_VARIABLE}{suggestion}`,
        help: 'Give the policy "scope: pool", or go through environment.pools',
      },
      environment: {
        text: `${UNKNOWN_VARIABLE}{suggestion}`,
        help: 'Give the policy "scope: environment", or go through system.environments',
      },
      function: { text: UNKNOWN_FUNCTION, help: 'Call one of {known}' },
      similarFunction: { text: `${UNKNOWN_FUNCTION}${DID_YOU_MEAN}`, help: 'Call one of {known}' },
    },
    examples: () => [
      {
        title: 'a misspelled variable',
        message: 'similarVariable',
        yaml: POOLS,
        policies: asserting('pol.replicas.max <= 40'),
      },
    ],
  },
  'policy-unknown-field': {
    summary: "An organisation's own policy must read fields that the documented input has.",
    severity: 'error',
    why: 'A field that does not exist fails when the policy is evaluated',
    messages: {
      field: { text: UNKNOWN_FIELD, help: 'Read one of {known}' },
      similar: { text: `${UNKNOWN_FIELD}${DID_YOU_MEAN}`, help: 'Read one of {known}' },
      ofList: {
        text: '{shape} has no field "{field}"',
        help: 'Ask its items: .all(x, …), .exists(x, …), .filter(x, …)',
      },
      ofValue: { text: '{shape} has no field "{field}"', help: 'Read the value itself' },
    },
    examples: () => [
      {
        title: 'a misspelled field',
        message: 'similar',
        yaml: POOLS,
        policies: asserting('pool.replica.max <= 40'),
      },
    ],
  },
  'policy-not-a-condition': {
    summary: 'An assertion must be true or false.',
    severity: 'error',
    why: 'A number or a string does not say whether the rule holds',
    messages: {
      given: {
        text: 'an assertion must be true or false, and this is {given}',
        help: 'Compare it with what it must be',
      },
    },
    examples: () => [{ title: 'a number', message: 'given', yaml: POOLS, policies: asserting('pool.replicas.max') }],
  },
  'policy-placeholder': {
    summary: 'Braces in a message must enclose a CEL expression, or be written twice.',
    severity: 'error',
    why: 'A message with an unmatched brace would print part of its expression',
    messages: {
      unclosed: {
        text: 'this placeholder is never closed',
        help: 'Write {braces} for a brace that is part of the text',
      },
      unopened: {
        text: 'this "}" closes no placeholder',
        help: 'Write {braces} for a brace that is part of the text',
      },
    },
    examples: () => [
      {
        title: 'a brace without its partner',
        message: 'unclosed',
        yaml: POOLS,
        policies: asserting('pool.replicas.max <= 40', "'pool {pool.name has too many replicas'"),
      },
    ],
  },
  'policy-failed': {
    summary: "An organisation's own policy must be evaluated without an error.",
    severity: 'error',
    why: 'A policy that fails checks nothing, and without an error the run would look clean',
    messages: {
      absent: {
        text: 'there is no "{field}" to read',
        help: 'Ask has(…) before you read what may be absent, or "key" in a map',
      },
      types: {
        text: '{operator} does not take {types}',
        help: 'Compare like with like: whole numbers are ints, durations are written duration("5m")',
      },
      unbound: {
        text: '{operator} does not exist for these values',
        help: 'See https://cel.dev for the functions of each type',
      },
      other: { text: '{problem}', help: 'Fix the expression' },
      unprintable: {
        text: 'a sentence cannot hold this value',
        help: 'Write a text, a number, a truth value, a duration, or a short list of them',
      },
    },
    examples: () => [
      {
        title: 'a signal that the pool does not have',
        message: 'absent',
        yaml: POOLS,
        policies: asserting('pool.signals.latency.target < duration("1s")'),
      },
    ],
  },
  'policy-too-costly': {
    summary: "An organisation's own policy must not take more than 20 million steps or 10 s in an environment.",
    severity: 'error',
    why: 'Nested comprehensions grow with the square or the cube of the number of pools',
    messages: {
      steps: {
        text: 'policy "{policy}" takes more than {steps} steps in one environment, or {seconds} s',
        help: 'Nest fewer comprehensions over pools, or ask each pool for itself with "scope: pool"',
      },
    },
  },
});
