import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** One word for one thing, and no riddles: what is refused in every text of this repository, and what to write. */
const REFUSED: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bmend(?:s|ed|ing)?\b/gi, '"fix"'],
  [/\brungs?\b/gi, '"stage"'],
  [/\bfor good\b/gi, '"permanently", or until when'],
  [/\b(?:is|are) to be had\b/gi, '"is available"'],
  [/\bwhatever\b/gi, '"any", and of what'],
  [/\bsomebody\b/gi, 'who it is: a user, another team, a controller'],
  [/\bwhat (?:is|are)\b(?![^.!?\n]*\?)/gi, 'the name of the thing'],
  [/\bof (?:its|their|his|her) own\b/gi, '"its own …", or "separate"'],
  [/\b(?:is|are) said\b/gi, 'who says it: "declares", "reports", "prints"'],
  [/\bbrought about\b/gi, '"caused"'],
  [/\bstands?\b(?! (?:for|in for|out)\b)/gi, '"is"'],
  [/\bas wanted\b/gi, '"desired", or the field'],
];

/** Folders whose texts are still to be rewritten; the list ends empty. */
const NOT_YET: readonly string[] = ['docs/configuration/', 'docs/diagnostics/', 'src/'];

const files = execFileSync(
  'git',
  [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    'src',
    'policies',
    'docs',
    'templates',
    'scripts',
    'eslint',
    '*.md',
  ],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  // The history of changes is as it was; out/ and examples/ hold what is generated from the rest.
  .filter(file => /\.(?:[cm]?[jt]s|hbs|md|ya?ml)$/.test(file) && !/^(?:CHANGELOG\.md|out\/|examples\/)/.test(file))
  .filter(file => !NOT_YET.some(folder => file.startsWith(folder)));

test('there are texts to read', () => {
  expect(files).toEqual(expect.arrayContaining(['CONTRIBUTING.md', 'scripts/gate.mjs']));
});

test.each(files)('%s says it in plain words', file => {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const refused = lines.flatMap((line, index) =>
    REFUSED.flatMap(([pattern, instead]) =>
      [...line.matchAll(pattern)].map(([word]) => `${file}:${String(index + 1)} "${word}": write ${instead}`),
    ),
  );
  expect(refused).toEqual([]);
});
