import { defineDiagnostics } from '../define-diagnostics.ts';

/** How a suppression is written. */
const GRAMMAR = 'Write # pipestream-scaling-ignore <policy> [until YYYY-MM-DD] -- <reason>';

const WORKER = `pools:
  worker:
    kind: always-on
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 500m, memory: 512Mi } }
`;

/** The linter's own machinery: comments that suppress, the baseline, and `lint.rules`. */
export const linterProblem = defineDiagnostics('Linter', {
  'unknown-policy': {
    summary: 'A suppression, a rule or --require must name a policy that exists.',
    severity: 'error',
    why: 'A misspelled policy changes nothing, so the finding stays or the policy stays off',
    messages: {
      inComment: { text: 'there is no policy "{policy}"', help: GRAMMAR },
      inCommentSimilar: { text: 'there is no policy "{policy}"; did you mean "{meant}"?', help: GRAMMAR },
      inRules: { text: 'there is no policy "{policy}"', help: 'Name one of {known}' },
      inRulesSimilar: { text: 'there is no policy "{policy}"; did you mean "{meant}"?', help: 'Write "{meant}"' },
      required: {
        text: '--require names a policy that does not exist: "{policy}"',
        help: 'Name a policy that explain lists, or give the file of the policy with --policies',
      },
      requiredSimilar: {
        text: '--require names a policy that does not exist: "{policy}"; did you mean "{meant}"?',
        help: 'Write --require {meant}',
      },
    },
    examples: () => [
      {
        title: 'a typing error in a comment',
        message: 'inCommentSimilar',
        yaml: `# pipestream-scaling-ignore min-above-priorty -- the contract asks for three\n${WORKER}`,
      },
    ],
  },
  'unknown-option': {
    summary: 'A rule must set options that its policy has.',
    severity: 'error',
    why: 'An option that the policy does not have changes nothing',
    messages: {
      none: { text: 'policy "{policy}" has no option "{option}"', help: 'Take it out' },
      unknown: { text: 'policy "{policy}" has no option "{option}"', help: 'Name one of {known}' },
      similar: {
        text: 'policy "{policy}" has no option "{option}"; did you mean "{meant}"?',
        help: 'Name one of {known}',
      },
    },
    examples: () => [
      {
        title: 'an option of another policy',
        message: 'none',
        yaml: `${WORKER}lint: { rules: { bounds-inverted: { severity: error, options: { times: 3 } } } }\n`,
      },
    ],
  },
  'suppression-without-policy': {
    summary: 'A suppression must name the policy that it suppresses.',
    severity: 'error',
    why: 'A comment without a policy would hide every later finding on the same lines',
    messages: { policy: { text: 'this suppression names no policy', help: GRAMMAR } },
    examples: () => [
      {
        title: 'a comment that names nothing',
        message: 'policy',
        yaml: `# pipestream-scaling-ignore\n${WORKER}`,
      },
    ],
  },
  'suppression-without-reason': {
    summary: 'A suppression must give a reason.',
    severity: 'error',
    why: 'Whoever reads it later must know whether it still holds',
    messages: {
      reason: {
        text: 'the suppression of "{policy}" gives no reason',
        help: `${GRAMMAR}; until then it hides nothing`,
      },
    },
    examples: () => [
      {
        title: 'a comment without a reason',
        message: 'reason',
        yaml: `# pipestream-scaling-ignore min-above-priority\n${WORKER}`,
      },
    ],
  },
  'suppression-date': {
    summary: 'The date of a suppression must have the form YYYY-MM-DD.',
    severity: 'error',
    why: 'A date that cannot be read would never expire',
    messages: { date: { text: '"{date}" is no date', help: GRAMMAR } },
    examples: () => [
      {
        title: 'another order of day and month',
        message: 'date',
        yaml: `# pipestream-scaling-ignore min-above-priority until 24.12.2030 -- the season\n${WORKER}`,
      },
    ],
  },
  'expired-suppression': {
    summary: 'A suppression must not be past its date.',
    severity: 'warning',
    why: 'The team agreed to fix the finding by that date',
    messages: {
      expired: {
        text: 'the suppression of "{policy}" held until {until}',
        help: 'Fix what it hides, or write a later date',
      },
    },
    examples: () => [
      {
        title: 'a date that has passed',
        message: 'expired',
        yaml: `# pipestream-scaling-ignore min-above-priority until 2020-12-24 -- the season\n${WORKER}`,
      },
    ],
  },
  'unused-suppression': {
    summary: 'A suppression must hide at least one finding.',
    severity: 'warning',
    why: 'A comment that hides nothing now would hide the next finding there without a review',
    messages: {
      unused: { text: 'there is nothing of "{policy}" to suppress here', help: 'Take the comment out' },
    },
    examples: () => [
      {
        title: 'a finding that was fixed',
        message: 'unused',
        yaml: `# pipestream-scaling-ignore missing-cpu-request -- measured next week\n${WORKER}`,
      },
    ],
  },
  'unreadable-baseline': {
    summary: 'A baseline must be a JSON object with a list of findings.',
    severity: 'error',
    why: 'A baseline that cannot be read accepts nothing, so every accepted finding is reported again',
    messages: {
      unreadable: {
        text: 'this is not a baseline',
        help: 'Make it anew with lint --update-baseline, or take the file away',
      },
      link: {
        text: 'the baseline "{file}" is a symbolic link, and is neither read nor written through it',
        help: 'Replace the link by the file itself',
      },
    },
    examples: () => [
      { title: 'a list where an object belongs', message: 'unreadable', yaml: WORKER, baseline: '[]\n' },
    ],
  },
  'stale-baseline': {
    summary: 'A baseline must contain only findings that still exist.',
    severity: 'warning',
    why: 'An entry without its finding would accept the finding unseen when it comes back',
    messages: {
      stale: {
        text: 'the baseline accepts "{policy}" at {place}, where it is found no more',
        help: 'Make the baseline anew with lint --update-baseline, so that the finding cannot come back unseen',
      },
    },
    examples: () => [
      {
        title: 'a finding that was fixed',
        message: 'stale',
        yaml: WORKER,
        baseline: '{ "findings": [{ "policy": "max-unreachable", "path": "pools.worker.replicas.max" }] }\n',
      },
    ],
  },
});
