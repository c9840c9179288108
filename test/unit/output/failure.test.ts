import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TestContext } from 'vitest';
import { checkOutput } from '../../../src/output/check.ts';
import { recover } from '../../../src/output/recover.ts';
import { writeOutput } from '../../../src/output/write.ts';
import { NOT_PERMITTED, needs } from '../../programs.ts';
import { environment, generated, inSandbox, put, refusal, snapshot, watched } from './sandbox.ts';
import { after, before } from './scenario.ts';

test.each([
  ['EACCES', 'permission denied'],
  ['EPERM', 'operation not permitted'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space left on the device'],
  ['EDQUOT', 'the disk quota is exceeded'],
  ['ENOTDIR', 'a file stands where a folder is needed'],
  ['EISDIR', 'a folder stands where a file is needed'],
  ['EMFILE', 'too many open files'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EXDEV', 'it is on another file system'],
  ['EIO', 'the device reported an error'],
])(
  '%s before any call is a diagnostic, and the next build is whole',
  (code, fault) => {
    inSandbox(folder => {
      const root = join(folder, 'out');
      let calls = 0;
      writeOutput(root, before, { force: false });
      const old = snapshot(root);
      writeOutput(join(folder, 'new'), before, { force: false });
      writeOutput(
        join(folder, 'new'),
        after,
        { force: false },
        watched(() => {
          calls += 1;
        }),
      );
      const fresh = snapshot(join(folder, 'new'));
      for (let failing = 1; failing <= calls; failing += 13) {
        const here = join(folder, `out-${String(failing)}`);
        writeOutput(here, before, { force: false });
        let call = 0;
        const { value, diagnostics } = writeOutput(
          here,
          after,
          { force: false },
          watched((name, path) => {
            call += 1;
            if (call === failing) throw refusal(code, name, path);
          }),
        );
        const failed = diagnostics.filter(({ id }) => id === 'output-unwritable');
        // Only giving the lock back may fail unsaid: then the work is done, and the lock is stale with the process.
        if (failed.length === 0) expect(value.written.length).toBeGreaterThan(0);
        else {
          expect(failed.map(({ severity }) => severity)).toEqual(['error']);
          expect(failed[0]?.message).toMatch(new RegExp(`^writing the output failed at "${here}.*": ${fault}$`));
          expect(failed[0]?.help).not.toBe('');
        }
        recover(here);
        const settled = snapshot(here);
        expect(settled).toEqual(settled['staging/REPORT.md'] === 'old staging\n' ? old : fresh);
        expect(writeOutput(here, after, { force: false }).diagnostics).toEqual([]);
        expect(snapshot(here)).toEqual(fresh);
      }
    });
  },
  30_000,
);

test('a bug is thrown, not reported as a failure of the disk', () => {
  inSandbox(root => {
    expect(() =>
      writeOutput(
        root,
        after,
        { force: false },
        watched(() => {
          throw new TypeError('a bug');
        }),
      ),
    ).toThrow('a bug');
  });
});

test('reading that fails is said by the check', () => {
  inSandbox(root => {
    writeOutput(root, before, { force: false });
    const { diagnostics } = checkOutput(root, 'staging', before[1]?.files ?? [], {
      disk: watched((call, path) => {
        if (call === 'read' && path.endsWith('REPORT.md')) throw refusal('EACCES', 'open', path);
      }),
    });
    expect(diagnostics.map(({ id, message }) => [id, message.replace(root, 'out')])).toEqual([
      ['output-unreadable', 'reading the output failed at "out/staging/REPORT.md": permission denied'],
    ]);
  });
});

test('a file where the output folder goes, and names that no file system takes, are diagnostics', () => {
  inSandbox(folder => {
    put(folder, { file: 'mine\n' });
    for (const root of [join(folder, 'file'), join(folder, 'file/out'), join(folder, 'x'.repeat(300))]) {
      expect(
        writeOutput(root, after, { force: true }).diagnostics.map(({ id }) => id),
        root,
      ).toEqual(['output-unwritable']);
    }
    expect(snapshot(folder)).toEqual({ file: 'mine\n' });
  });
});

test('a named pipe in the way is not opened', context => {
  needs(context, 'mkfifo');
  inSandbox(root => {
    mkdirSync(join(root, 'staging'));
    execFileSync('mkfifo', [join(root, 'staging/REPORT.md')]);
    expect(writeOutput(root, after, { force: true }).diagnostics.map(({ id }) => id)).toEqual(['output-foreign']);
  });
});

test('an output folder reached through a symbolic link above it is where the user put it', () => {
  inSandbox(folder => {
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    expect(
      writeOutput(join(folder, 'link/out'), [environment('staging', { a: '1\n' })], { force: false }).diagnostics,
    ).toEqual([]);
    expect(generated(join(folder, 'real/out'))).toEqual({ 'staging/a': '1\n' });
  });
});

/** Does the work on a small file system of its own, or skips the test where this user must not mount one. */
function mounted(context: TestContext, options: string, work: (folder: string) => void): void {
  needs(context, 'mount', 'umount');
  inSandbox(folder => {
    const root = join(folder, 'mount');
    mkdirSync(root);
    const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', root], { encoding: 'utf8' });
    if (/permission denied|superuser|not permitted/i.test(mount.stderr)) context.skip(NOT_PERMITTED);
    expect(mount.stderr).toBe('');
    try {
      work(root);
    } finally {
      execFileSync('umount', [root]);
    }
  });
}

test('a disk that is really full loses nothing, and the build succeeds once there is room', context => {
  mounted(context, 'size=128k', root => {
    const small = [environment('staging', { a: 'old\n' })];
    const big = [environment('staging', { a: 'new\n', b: 'x'.repeat(300_000) })];
    expect(writeOutput(root, small, { force: false }).diagnostics).toEqual([]);
    const old = snapshot(root);
    const { diagnostics } = writeOutput(root, big, { force: false });
    expect(diagnostics.map(({ id, message, help }) => [id, message.replace(root, 'out'), help])).toEqual([
      [
        'output-unwritable',
        'writing the output failed at "out/.next/files/staging/b": no space left on the device',
        'free some space and run the command again',
      ],
    ]);
    expect(snapshot(root)).toEqual(old);
    execFileSync('mount', ['-o', 'remount,size=8m', root]);
    expect(writeOutput(root, big, { force: false }).diagnostics).toEqual([]);
    expect(generated(root)['staging/a']).toBe('new\n');
  });
});

test('on a read-only file system a build that changes nothing succeeds, and one that would is refused', context => {
  mounted(context, 'size=1m', root => {
    const first = [environment('staging', { a: 'old\n' })];
    writeOutput(root, first, { force: false });
    execFileSync('mount', ['-o', 'remount,ro', root]);
    expect(writeOutput(root, first, { force: false })).toEqual({
      value: { written: [], unchanged: 1, pruned: [], kept: [] },
      diagnostics: [],
    });
    expect(checkOutput(root, 'staging', first[0]?.files ?? []).diagnostics).toEqual([]);
    expect(
      writeOutput(root, [environment('staging', { a: 'new\n' })], { force: false }).diagnostics.map(({ message }) =>
        message.replace(root, 'out'),
      ),
    ).toEqual(['writing the output failed at "out/.pipestream-scaling.lock": the file system is read-only']);
    execFileSync('mount', ['-o', 'remount,rw', root]);
    expect(generated(root)).toEqual({ 'staging/a': 'old\n' });
  });
});

test('an environment on a file system of its own is refused before anything is committed', context => {
  mounted(context, 'size=1m', root => {
    mkdirSync(join(root, 'staging'));
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', join(root, 'staging')]);
    try {
      expect(
        writeOutput(root, [environment('staging', { a: '1\n' })], { force: true }).diagnostics.map(({ message }) =>
          message.replaceAll(root, 'out'),
        ),
      ).toEqual(['"out/staging" is on another file system than "out"']);
      expect(snapshot(root)).toEqual({ 'staging/': 'empty folder' });
    } finally {
      execFileSync('umount', [join(root, 'staging')]);
    }
  });
});

test.each(['default/ledger.json', '.commit/journal.json', 'default/a.yaml'])(
  'a file of a gigabyte that the repository brings as %s is refused with its name, and not read',
  path => {
    inSandbox(folder => {
      const root = join(folder, 'out');
      put(root, { [path]: '' });
      // It has no blocks: git, too, carries it for nothing.
      truncateSync(join(root, path), 2 ** 30);
      const wanted = [environment('default', { 'a.yaml': 'a: 1\n' })];
      for (const { diagnostics } of [
        writeOutput(root, wanted, { force: false }),
        checkOutput(root, 'default', wanted[0]?.files ?? []),
      ])
        expect(diagnostics.map(({ message }) => message).join('\n')).toContain(
          `at "${root}/${path}": the file is larger than any that is generated`,
        );
    });
  },
);
