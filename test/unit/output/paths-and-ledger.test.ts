import { expect, test } from 'vitest';
import { entryOf, ledgerOf, parseLedger, printLedger } from '../../../src/output/ledger.ts';
import { checkPaths, unsafeEnvironment, unsafePath } from '../../../src/output/paths.ts';

const a = '0'.repeat(64);

test.each([
  ['', 'is empty'],
  ['/etc/passwd', 'is absolute'],
  ['a\\b', 'contains a backslash'],
  ['C:/a', 'contains a character that Windows forbids or takes for a drive'],
  ['a:stream', 'contains a character that Windows forbids or takes for a drive'],
  ['a\u0000b', 'contains a control character'],
  ['a\nb', 'contains a control character'],
  ['..', 'contains the segment ".."'],
  ['../a', 'contains the segment ".."'],
  ['a/../../b', 'contains the segment ".."'],
  ['./a', 'contains the segment "."'],
  ['a//b', 'contains an empty segment'],
  ['a/', 'contains an empty segment'],
  ['a./b', 'contains a segment that ends with a dot or a space'],
  ['a /b', 'contains a segment that ends with a dot or a space'],
  ['a/.git/hooks/post-checkout', 'contains the segment ".git"'],
  ['.GIT/config', 'contains the segment ".git"'],
  ['e\u0301', 'is not in Unicode normal form C'],
  ['a\uD800', 'contains half a character'],
  ['x'.repeat(256), 'contains a segment longer than 255 bytes'],
  ['kubernetes/aux/a.yaml', 'contains a name that Windows keeps for a device'],
  ['con.yaml', 'contains a name that Windows keeps for a device'],
  ['nul', 'contains a name that Windows keeps for a device'],
])('the path %j %s', (path, fault) => {
  expect(unsafePath(path)).toBe(fault);
});

test.each([
  'REPORT.md',
  'kubernetes/engine/scaled-object.yaml',
  'a.b/c',
  'é',
  '日本/x',
  'console/com/nullable',
  'a-b_c',
  '.hidden',
])('the path %j is safe', path => {
  expect(unsafePath(path)).toBeUndefined();
});

test.each([
  ['a/b', 'contains a slash'],
  ['.next', 'starts with a dot'],
  ['..', 'starts with a dot'],
  ['', 'is empty'],
])('an environment cannot be named %j', (name, fault) => {
  expect(unsafeEnvironment(name)).toBe(fault);
});

test.each([
  [['a', 'A'], '"out/x/A" and "out/x/a" differ only in case'],
  [['é.yaml', 'É.yaml'], '"out/x/É.yaml" and "out/x/é.yaml" differ only in case'],
  [['a/b', 'A/c'], '"out/x/A" and "out/x/a" differ only in case'],
  [['a', 'a'], 'two generated files, or a file and a folder, would stand at "out/x/a"'],
  [['a', 'a/b'], 'two generated files, or a file and a folder, would stand at "out/x/a"'],
  [['Ledger.json'], '"out/x/Ledger.json" and "out/x/ledger.json" differ only in case'],
])('the files %j collide', (paths, message) => {
  expect(checkPaths('out/x', paths).map(diagnostic => [diagnostic.id, diagnostic.message])).toEqual([
    ['output-path-collision', message],
  ]);
});

test('a ledger is sorted by bytes, has a line a file, and reads back', () => {
  const ledger = ledgerOf(
    [
      { path: 'b', text: 'x' },
      { path: 'a/b', pool: 'engine', text: 'y' },
      { path: 'Z', text: '' },
      { path: '\u{1F600}', text: '' },
      { path: '\uFF5E', text: '' },
    ].map(entryOf),
  );
  expect(ledger.files.map(file => file.path)).toEqual(['Z', 'a/b', 'b', '\uFF5E', '\u{1F600}']);
  const text = printLedger(ledger);
  expect(text).toBe(`{
  "version": 1,
  "generator": "pipestream-scaling",
  "files": [
    {"path":"Z","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"path":"a/b","sha256":"a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa","pool":"engine"},
    {"path":"b","sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},
    {"path":"\uFF5E","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"path":"\u{1F600}","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
  ]
}
`);
  expect(parseLedger('ledger.json', text)).toEqual({ value: ledger, diagnostics: [] });
  expect(parseLedger('ledger.json', text.replaceAll('\n', '\r\n'))).toEqual({ value: ledger, diagnostics: [] });
  expect(printLedger({ files: [] })).toBe(
    '{\n  "version": 1,\n  "generator": "pipestream-scaling",\n  "files": []\n}\n',
  );
});

const head = '{"version": 1, "generator": "pipestream-scaling", "files": ';

test.each([
  ['', 'is not JSON'],
  ['{"version": 1,\n<<<<<<< HEAD\n', 'contains the marks of a merge conflict'],
  ['[]', 'is not an object'],
  ['null', 'is not an object'],
  ['{"version": 2, "generator": "pipestream-scaling", "files": []}', 'is of a version that this release does not know'],
  ['{"version": 1, "generator": "other", "files": []}', 'is of another generator'],
  ['{"version": 1, "generator": "pipestream-scaling"}', 'has no list "files"'],
  [`${head}[], "more": 1}`, 'has the unknown key "more"'],
  [`${head}[{"path": "a"}]}`, 'has a wrong entry at position 1'],
  [`${head}[{"path": "a", "sha256": "${a}"}, {"path": "b", "sha256": "ABC"}]}`, 'has a wrong entry at position 2'],
  [`${head}[{"path": "a", "sha256": "${a}", "extra": 1}]}`, 'has a wrong entry at position 1'],
  [`${head}[{"path": "a", "sha256": "${a}", "pool": 1}]}`, 'has a wrong entry at position 1'],
  [`${head}[{"path": "../a", "sha256": "${a}"}]}`, 'cannot be trusted: the path "out/../a" contains the segment ".."'],
  [
    `${head}[{"path": "a", "sha256": "${a}"}, {"path": "a", "sha256": "${a}"}]}`,
    'cannot be trusted: two generated files, or a file and a folder, would stand at "out/a"',
  ],
])('the ledger %j is refused', (text, fault) => {
  const { value, diagnostics } = parseLedger('out/ledger.json', text);
  expect(value).toEqual({ files: [] });
  expect(diagnostics).toEqual([
    {
      id: 'output-ledger-damaged',
      messageId: 'ledger',
      severity: 'error',
      message: `the ledger "out/ledger.json" ${fault}`,
      why: 'without it nothing tells generated files from your own',
      help: 'restore it with git, or run build --force to overwrite the files that it would name',
      link: 'https://github.com/ai-pipestream/pipestream-scaling/blob/main/docs/diagnostics/output-ledger-damaged.md',
    },
  ]);
});
