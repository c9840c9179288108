import { defineDiagnostics } from '../define-diagnostics.ts';
import { namesIn } from '../names-in.ts';

const BUILD_AND_COMMIT = 'run {command} and commit the result';
const BUILD_REMOVES = 'run {command}, which removes it, and commit the result';

/** For all the files beyond the first twenty. */
const MORE = { text: 'the same holds for {count} more {files}', help: '{help}' } as const;

const WRITABLE = 'make the folder writable for the user that runs the build';
const FREE_SPACE = 'free some space and run the command again';

/** What a failed call of the file system means, by the code of the system. */
const FAILURES = {
  EACCES: { text: '{failed}: permission denied', help: WRITABLE },
  EPERM: { text: '{failed}: operation not permitted', help: WRITABLE },
  EROFS: {
    text: '{failed}: the file system is read-only',
    help: 'build in a writable checkout, or use build --check, which writes nothing',
  },
  ENOSPC: { text: '{failed}: no space left on the device', help: FREE_SPACE },
  EDQUOT: { text: '{failed}: the disk quota is exceeded', help: FREE_SPACE },
  ENOTDIR: { text: '{failed}: a file stands where a folder is needed', help: 'move that file away' },
  EISDIR: { text: '{failed}: a folder stands where a file is needed', help: 'move that folder away' },
  ENOTEMPTY: {
    text: '{failed}: the folder is not empty',
    help: 'close what writes to it and run the command again',
  },
  EEXIST: { text: '{failed}: it appeared meanwhile', help: 'close what writes to it and run the command again' },
  ENOENT: {
    text: '{failed}: it does not exist, or the folder that it is in does not',
    help: 'create the folder, or close what removes it, and run the command again',
  },
  EFBIG: {
    text: '{failed}: the file is larger than any that is generated',
    help: 'move that file away',
  },
  EMFILE: {
    text: '{failed}: too many open files',
    help: 'raise the limit with ulimit -n and run the command again',
  },
  ENFILE: {
    text: '{failed}: too many open files on the machine',
    help: 'close some programs and run the command again',
  },
  ENAMETOOLONG: {
    text: '{failed}: the name is too long',
    help: 'shorten the names of the environment and the pool, or build in a shorter path',
  },
  EXDEV: {
    text: '{failed}: it is on another file system',
    help: 'keep the whole output folder on one file system: a commit is a rename',
  },
  EBUSY: { text: '{failed}: it is in use', help: 'close what uses it and run the command again' },
  EIO: { text: '{failed}: the device reported an error', help: 'check the disk and run the command again' },
  ELOOP: { text: '{failed}: it is a symbolic link', help: 'remove the symbolic link' },
} as const;

const OTHER_FAILURE = {
  text: '{failed}: {code}',
  help: 'fix what the error names and run the command again',
} as const;

/** Codes of the system that have a sentence of their own. */
export const FAILURE_CODES = namesIn(FAILURES);

/** What stands between the configuration and the files of the output folder. */
export const outputProblem = defineDiagnostics('Output', {
  'output-missing': {
    summary: 'Every file that the configuration generates must exist in the output folder.',
    severity: 'error',
    why: 'Argo CD, Flux and CloudFormation apply the output folder, so a missing file is a missing object',
    messages: {
      file: { text: '"{path}" is missing', help: BUILD_AND_COMMIT },
      folder: { text: '"{path}" has not been generated yet', help: BUILD_AND_COMMIT },
      more: MORE,
    },
  },
  'output-stale': {
    summary: 'Every generated file must match the configuration.',
    severity: 'error',
    why: 'Argo CD, Flux and CloudFormation apply the output folder, so a stale file deploys an earlier configuration',
    messages: {
      file: { text: '"{path}" is not what the configuration compiles to', help: BUILD_AND_COMMIT },
      more: MORE,
    },
  },
  'output-orphaned': {
    summary: 'The output folder must not contain files that the configuration no longer generates.',
    severity: 'error',
    why: 'A file that remains is still applied, so a removed pool or environment keeps running',
    messages: {
      file: { text: '"{path}" is generated no more', help: BUILD_REMOVES },
      environment: {
        text: '"{path}" was generated for an environment that the configuration no longer has',
        help: BUILD_REMOVES,
      },
      more: MORE,
    },
  },
  'output-edited': {
    summary: 'Generated files must not be edited by hand.',
    severity: 'error',
    why: 'A build would overwrite the edit, so it stops instead',
    messages: {
      edited: {
        text: '"{path}" was edited by hand',
        help: 'take the edit into pipestream-scaling.yaml or an overlay of your own, or overwrite it with build --force',
      },
      keptOrphan: {
        text: '"{path}" is generated no more, but was edited by hand, so it stays',
        help: 'remove it if you do not need it; from now on it counts as your own',
        severity: 'warning',
      },
      keptMeanwhile: {
        text: '"{path}" changed after the build that would replace it had begun, so it stays',
        help: 'build again: it is then reported as edited by hand',
        severity: 'warning',
      },
      more: MORE,
      moreKept: { ...MORE, severity: 'warning' },
    },
  },
  'output-foreign': {
    summary: 'Files that were not generated must not have the path of a generated file.',
    severity: 'error',
    why: 'A build never overwrites or removes a file that it did not write',
    messages: {
      foreign: {
        text: '"{path}" stands where a generated file goes, and was not generated',
        help: 'move it out of the output folder, or overwrite it with build --force',
      },
      blocked: {
        text: '"{path}" stands in the way of a generated file, and was not generated',
        help: 'move it out of the output folder; build --force does not remove it',
      },
      more: MORE,
    },
  },
  'output-symlink': {
    summary: 'The output folder must not contain symbolic links.',
    severity: 'error',
    why: 'Writing through a link would change files outside the output folder',
    messages: {
      link: {
        text: '"{path}" is a symbolic link, and output is never written through one',
        help: 'replace the link by a folder, or remove it',
      },
      more: MORE,
    },
  },
  'output-line-endings': {
    summary: 'Generated files must keep the line endings that they were written with.',
    severity: 'error',
    why: 'Git can convert line endings on checkout, and then every file differs from its digest in the ledger',
    messages: {
      file: {
        text: '"{path}" differs from what was generated only by CR LF line endings, which the checkout made',
        help: 'put "{folder}/** text eol=lf" into .gitattributes and check the files out again',
      },
      files: {
        text: '{count} files in "{folder}" differ from what was generated only by CR LF line endings, which the checkout made',
        help: 'put "{folder}/** text eol=lf" into .gitattributes and check the files out again',
      },
    },
  },
  'output-unwritable': {
    summary: 'The output folder must be writable.',
    severity: 'error',
    why: 'A build that cannot write leaves an output that does not match the configuration',
    messages: {
      ...FAILURES,
      other: OTHER_FAILURE,
      mounted: {
        text: '"{folder}" is on another file system than "{root}"',
        help: 'keep the whole output folder on one file system: a commit is a rename',
      },
    },
  },
  'output-unreadable': {
    summary: 'The output folder must be readable.',
    severity: 'error',
    why: 'Files that cannot be read cannot be compared with the configuration',
    messages: { ...FAILURES, other: OTHER_FAILURE },
  },
  'output-path-unsafe': {
    summary: 'The path of a generated file must be valid on Linux, macOS and Windows.',
    severity: 'error',
    why: 'A path that leaves its folder, or that a checkout on another system cannot create, breaks the repository',
    messages: {
      fault: { text: 'the path {path} {fault}', help: 'rename the environment or the pool that it is made of' },
    },
  },
  'output-path-collision': {
    summary: 'Generated files must have paths that differ in more than case.',
    severity: 'error',
    why: 'macOS and Windows keep one of the two',
    messages: {
      same: {
        text: 'two generated files, or a file and a folder, would stand at "{path}"',
        help: 'rename one of the pools that they belong to',
      },
      differentCase: {
        text: '"{path}" and "{twin}" differ only in case',
        help: 'rename one of the pools that they belong to',
      },
      environments: {
        text: 'two environments have names that differ only in case',
        help: 'rename one of them',
      },
    },
  },
  'output-locked': {
    summary: 'Only one build must write to an output folder at a time.',
    severity: 'error',
    why: 'Two builds at the same time would mix their files',
    messages: {
      locked: {
        text: 'another build, {holder}, is writing to "{root}"',
        help: 'wait until it ends and build again',
      },
    },
  },
  'output-commit-damaged': {
    summary: 'The journal of an interrupted build must be intact.',
    severity: 'error',
    why: 'it was changed by hand, or the machine lost power while it was written',
    messages: {
      journal: {
        text: 'the interrupted build in "{path}" cannot be finished: its journal is damaged',
        help: 'remove "{path}", restore the output folder with git and build again',
      },
    },
  },
  'output-ledger-damaged': {
    summary: 'The ledger of an environment must be intact.',
    severity: 'error',
    why: 'without it nothing tells generated files from your own',
    messages: {
      ledger: {
        text: 'the ledger "{ledger}" {fault}',
        help: 'restore it with git, or run build --force to overwrite the files that it would name',
      },
    },
  },
});
