import { environment } from './sandbox.ts';

/** A build over an older one, with every kind of change at once. */
export const before = [
  environment('production', {
    'REPORT.md': 'old report\n',
    'kubernetes/engine/deployment.yaml': 'old engine\n',
    'kubernetes/engine/hpa.yaml': 'unchanged\n',
    'kubernetes/parser/deployment.yaml': 'removed with its folder\n',
    'kubernetes/parser/deep/service.yaml': 'removed with its folder\n',
    'becomes-folder': 'a file\n',
    'becomes-file/one': 'in a folder\n',
    'becomes-file/two/three': 'in a folder\n',
  }),
  environment('staging', { 'REPORT.md': 'old staging\n', 'kubernetes/engine/deployment.yaml': 'the same\n' }),
  environment('retired', { 'REPORT.md': 'old\n', 'kubernetes/engine/deployment.yaml': 'old\n' }),
];

export const after = [
  environment('production', {
    'REPORT.md': 'new report\n',
    'kubernetes/engine/deployment.yaml': 'new engine\n',
    'kubernetes/engine/hpa.yaml': 'unchanged\n',
    'kubernetes/engine/service.yaml': 'added\n',
    'kubernetes/chunker/deployment.yaml': 'added with its folder\n',
    'kubernetes/chunker/deep/er/service.yaml': 'added with its folder\n',
    'becomes-folder/one': 'in a folder\n',
    'becomes-file': 'a file\n',
  }),
  environment('staging', { 'REPORT.md': 'new staging\n', 'kubernetes/engine/deployment.yaml': 'the same\n' }),
  environment('preview', { 'REPORT.md': 'first\n', 'kubernetes/engine/deployment.yaml': 'first\n' }),
];

/** Files of other people, in folders that come, go and stay. */
export const foreign = {
  'README.md': 'ours\n',
  'production/notes.txt': 'ours\n',
  'production/kubernetes/parser/patch.yaml': 'ours\n',
  'retired/kept/by-hand.yaml': 'ours\n',
  'unrelated/ledger.txt': 'ours\n',
};
