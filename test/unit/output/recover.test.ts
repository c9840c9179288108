import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkOutput, checkRemoved } from '../../../src/output/check.ts';
import type { Disk } from '../../../src/output/disk.ts';
import { readThrough, recover } from '../../../src/output/recover.ts';
import { writeOutput } from '../../../src/output/write.ts';
import { environment, generated, inSandbox, put, refusal, snapshot, watched } from './sandbox.ts';

const killed = new Error('killed');
const next = [environment('staging', { a: 'new\n', b: 'new\n', 'c/d': 'new\n' })];

/** A commit that took effect, and was cut off before anything of it was done. */
function cutOff(root: string): void {
  writeOutput(
    root,
    [environment('staging', { a: 'old\n', b: 'old\n', gone: 'old\n' }), environment('retired', { a: 'old\n' })],
    { force: false },
  );
  let committed = false;
  const disk = watched((call, path) => {
    if (committed) throw killed;
    committed = call === 'rename' && path.endsWith('/.next');
  });
  expect(() => writeOutput(root, next, { force: false }, disk)).toThrow();
}

test('readers and the check see the commit before it is finished', () => {
  inSandbox(root => {
    cutOff(root);
    expect(readFileSync(join(root, 'staging/a'), 'utf8')).toBe('old\n');
    expect(readThrough(root, 'staging/a')).toBe('new\n');
    expect(readThrough(root, 'staging/c/d')).toBe('new\n');
    expect(readThrough(root, 'staging/gone')).toBeUndefined();
    expect(readThrough(root, 'retired/ledger.json')).toBeUndefined();
    expect(readThrough(root, 'never')).toBeUndefined();
    expect(checkOutput(root, 'staging', next[0]?.files ?? []).diagnostics).toEqual([]);
    expect(checkRemoved(root, ['staging']).diagnostics).toEqual([]);
    expect(recover(root)).toEqual({ value: 'finished', diagnostics: [] });
    expect(generated(root)).toEqual({ 'staging/a': 'new\n', 'staging/b': 'new\n', 'staging/c/d': 'new\n' });
    expect(recover(root)).toEqual({ value: 'nothing', diagnostics: [] });
  });
});

test('what was edited between the interruption and the recovery stays, and is said', () => {
  inSandbox(root => {
    cutOff(root);
    put(root, { 'staging/a': 'edited\n', 'staging/c/d': 'mine\n', 'staging/gone': 'edited\n' });
    expect(readThrough(root, 'staging/a')).toBe('edited\n');
    const { value, diagnostics } = recover(root);
    expect(value).toBe('finished');
    expect(diagnostics.map(({ severity, message }) => `${severity}: ${message.replaceAll(root, 'out')}`)).toEqual([
      'warning: "out/staging/a" changed after the build that would replace it had begun, so it stays',
      'warning: "out/staging/c/d" changed after the build that would replace it had begun, so it stays',
    ]);
    expect(generated(root)).toEqual({
      'staging/a': 'edited\n',
      'staging/b': 'new\n',
      'staging/c/d': 'mine\n',
      'staging/gone': 'edited\n',
    });
    expect(checkOutput(root, 'staging', next[0]?.files ?? []).value.edited).toEqual([
      `${root}/staging/a`,
      `${root}/staging/c/d`,
    ]);
  });
});

test('a recovery that cannot write is a warning, and readers still see the commit', () => {
  inSandbox(root => {
    cutOff(root);
    const readOnly = watched((call, path) => {
      if (!['lstat', 'list', 'read'].includes(call)) throw refusal('EROFS', call, path);
    });
    const { value, diagnostics } = recover(root, readOnly);
    expect(value).toBe('failed');
    expect(diagnostics.map(({ id, severity }) => [id, severity])).toEqual([['output-unwritable', 'warning']]);
    expect(readThrough(root, 'staging/a')).toBe('new\n');
    expect(recover(root).value).toBe('finished');
  });
});

test.each([
  '',
  '{}',
  '{"version": 1, "environments": [{"name": "staging", "moves": [{"path": "../../x", "sha256": "a", "was": null}], "prunes": []}]}',
])('the damaged journal %j is not acted on', text => {
  inSandbox(root => {
    cutOff(root);
    writeFileSync(join(root, '.commit/journal.json'), text);
    const before = snapshot(root);
    delete before['.pipestream-scaling.lock'];
    const { value, diagnostics } = recover(root);
    expect(value).toBe('failed');
    expect(diagnostics.map(({ id, severity, message }) => [id, severity, message.replaceAll(root, 'out')])).toEqual([
      [
        'output-commit-damaged',
        'warning',
        'the interrupted build in "out/.commit" cannot be finished: its journal is damaged',
      ],
    ]);
    expect(writeOutput(root, next, { force: true }).diagnostics.map(({ id, severity }) => [id, severity])).toEqual([
      ['output-commit-damaged', 'error'],
    ]);
    expect(snapshot(root)).toEqual(before);
  });
});

test('an interrupted preparation is dropped', () => {
  inSandbox(root => {
    put(root, { '.next/files/staging/a': 'half', 'staging/mine': 'mine\n' });
    expect(recover(root)).toEqual({ value: 'dropped', diagnostics: [] });
    expect(snapshot(root)).toEqual({ 'staging/mine': 'mine\n' });
  });
});

const dead = '{"pid": 4194399, "start": "1", "host": "HOST"}';

test.each([
  ['of a process that is dead', dead, true],
  [
    'of a process whose number another one has now',
    `{"pid": ${String(process.ppid)}, "start": "1", "host": "HOST"}`,
    process.platform === 'linux',
  ],
  ['of another machine, young', '{"pid": 1, "start": "1", "host": "elsewhere"}', false],
  ['that is being written', '', false],
  ['of a process group', '{"pid": -1, "start": "", "host": "HOST"}', false],
])('a lock %s is taken over: %s, %s', async (_name, text, taken) => {
  const { hostname } = await import('node:os');
  inSandbox(root => {
    put(root, { '.pipestream-scaling.lock': text.replace('HOST', hostname()) });
    // Young however slow this machine is.
    const future = new Date('2100-01-01');
    utimesSync(join(root, '.pipestream-scaling.lock'), future, future);
    const { diagnostics } = writeOutput(root, next, { force: false, patience: 0 });
    expect(diagnostics.map(({ id }) => id)).toEqual(taken ? [] : ['output-locked']);
  });
});

test('nothing is asked of the file system where nothing was interrupted but whether the marks are there', () => {
  inSandbox(root => {
    const calls: (keyof Disk)[] = [];
    recover(
      root,
      watched(call => {
        calls.push(call);
      }),
    );
    expect(calls).toEqual(['lstat', 'lstat', 'lstat', 'lstat']);
  });
});
