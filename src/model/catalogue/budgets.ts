import { defineDiagnostics } from '../define-diagnostics.ts';

const CHECK = 'check that this is the right file, or split the system into several';
const LARGE = 'pass --large if the file is yours, or split the system into several';

/** What a file may cost. */
export const budgetProblem = defineDiagnostics('Budgets', {
  'over-budget': {
    summary: 'A configuration must not cost more to read than any real system does.',
    severity: 'error',
    why: 'A linter opens files of strangers in an editor and in CI, and one of a few megabytes could take all the memory of the machine',
    messages: {
      tokens: { text: 'the text has more than {most} tokens of YAML; reading ends here', help: CHECK },
      nodes: { text: 'the text has more than {most} keys and values; reading ends here', help: CHECK },
      suppressions: { text: 'more than {most} comments suppress findings; none of them is in force', help: CHECK },
      environments: { text: 'the file has {count} environments, and may have {most}', help: CHECK },
      workloads: {
        text: 'the file has {count} pools, counted in each environment, and may have {most}',
        help: LARGE,
      },
      values: {
        text: 'the environments have {count} values together, and may have {most}',
        help: LARGE,
      },
    },
  },
  'problems-not-told': {
    summary: 'Reports that a text has more problems than are told of one kind.',
    severity: 'error',
    why: 'Thousands of problems of one kind have one cause, and telling each takes longer than finding it',
    messages: {
      more: {
        text: 'and {count} more problems like these, from here on',
        help: 'fix those above first; the others are told then',
      },
    },
  },
  'findings-not-shown': {
    summary: 'Reports that a run has more findings than it shows.',
    severity: 'error',
    why: 'A report of hundreds of megabytes is read by nobody, and fills the log of the run',
    messages: {
      findings: {
        text: '{count} more findings, {errors} of them errors, are not shown: a report has at most {most}',
        help: 'fix those that are shown first, or lint one environment at a time with --env',
      },
      printed: {
        text: '{count} more findings, {errors} of them errors, are not shown: a report has at most {most} MB',
        help: 'fix those that are shown first, or lint one environment at a time with --env',
      },
    },
  },
});
