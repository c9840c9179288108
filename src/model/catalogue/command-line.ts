import { defineDiagnostics } from '../define-diagnostics.ts';

const FETCH =
  'Name a commit, a branch or a tag of the repository that holds the configuration, and fetch it where the clone is shallow';

/** What a command was asked for and cannot do. */
export const commandLineProblem = defineDiagnostics('Command line', {
  'unknown-base-revision': {
    summary: 'The base revision must be a commit of the repository that contains the configuration.',
    severity: 'error',
    why: 'Policies about history compare with the base revision, and without it they would find nothing',
    messages: {
      notAName: {
        text: 'the base revision "{revision}" cannot be read: that cannot name a revision',
        help: FETCH,
      },
      standardInput: {
        text: 'the base revision "{revision}" cannot be read: standard input is in no git repository',
        help: FETCH,
      },
      noRepository: {
        text: 'the base revision "{revision}" cannot be read: "{file}" is in no git repository',
        help: FETCH,
      },
      git: { text: 'the base revision "{revision}" cannot be read: {problem}', help: FETCH },
    },
  },
  'no-base-revision': {
    summary: 'Reports that the configuration could not be compared with an earlier revision.',
    severity: 'information',
    why: 'A renamed pool or a replica count that is taken away shows only beside the revision before it',
    messages: {
      refused: {
        text: 'git refuses the repository of "{file}", so nothing was compared with an earlier revision: {problem}',
        help: 'Run git status in its folder and fix what git reports. If another user owns a repository that you trust, add its folder to safe.directory',
        severity: 'warning',
      },
      unreadable: {
        text: 'git cannot read "{file}" at {revision}, so nothing was compared with an earlier revision: {problem}',
        help: 'Run git fsck, and fetch the history again, or name a revision with --base',
        severity: 'warning',
      },
      noGit: {
        text: '"{file}" is in a git repository and git is not installed, so nothing was compared with an earlier revision',
        help: 'Install git and put its folder on the PATH',
      },
      mergeBase: {
        text: 'this clone does not have the merge base of HEAD and origin/{branch}, so nothing was compared with what is deployed',
        help: 'Fetch the history (actions/checkout with fetch-depth: 0), or name a revision with --base',
      },
    },
  },
  'files-share-workloads': {
    summary: 'Two files must not deploy the same workload.',
    severity: 'error',
    why: 'The last one that is applied wins: each file undoes the image, the bounds and the count of the other, and two autoscalers set one count',
    messages: {
      ecs: {
        text: 'environment "{environment}" deploys what environment "{other}" of {file} deploys on ECS: account {account}, {region}, and {count} named alike ({names})',
        help: 'Keep the pool in one of the files, or give each file its own targets.ecs.cluster, region or account',
      },
      kubernetes: {
        text: 'environment "{environment}" deploys what environment "{other}" of {file} deploys on Kubernetes: cluster {cluster}, namespace "{namespace}", and {count} named alike ({names})',
        help: 'Keep the pool in one of the files, or give each file its own targets.kubernetes.namespace',
      },
      unnamed: {
        text: 'environment "{environment}" deploys what environment "{other}" of {file} deploys, if both are applied to one cluster: namespace "{namespace}", and {count} named alike ({names})',
        help: 'Name the cluster of each file in targets.kubernetes.gitops.destination',
        severity: 'information',
      },
    },
  },
});
