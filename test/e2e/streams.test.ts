import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readWaiting } from '../../src/surroundings/streams.ts';
import { needs } from '../programs.ts';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/pipestream-scaling.cjs');
const FILE = 'pipestream-scaling.yaml';
const BASELINE = 'pipestream-scaling-baseline.json';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'streams-')));
  cpSync(join(root, 'examples/http-api', FILE), join(folder, FILE));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Stdio = 'pipe' | 'ignore' | number;

function run(words: readonly string[], [input, out]: readonly [Stdio, Stdio] = ['ignore', 'pipe'], text?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    encoding: 'utf8',
    input: text,
    stdio: [text === undefined ? input : 'pipe', out, 'pipe'],
    timeout: 60_000,
    env: { ...process.env, CI: '', GITHUB_BASE_REF: '' },
  });
  return { status, stdout: stdout, stderr };
}

/** Calls with a descriptor of a path, which is closed afterwards. */
function withOpen<T>(path: string, flags: string, work: (descriptor: number) => T): T {
  const descriptor = openSync(path, flags);
  try {
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Says in its first line what is wrong, and never that there is a bug. */
function refused({ status, stderr }: ReturnType<typeof run>, sentence: string): void {
  // `explain` says first that it does not know the id.
  const first = stderr.split('\n').find(line => !line.startsWith('pipestream-scaling: there is no policy'));
  expect({ status, first }).toEqual({ status: 2, first: sentence });
}

const FULL = 'error  writing standard output failed: no space left on the device  [output-unwritable]';
const PRINTING = [
  ['--help'],
  ['--version'],
  ['schema'],
  ['explain'],
  ['explain', '--format', 'markdown'],
  ['init', '-'],
  ['build', '--format', 'json'],
  ...['json', 'sarif', 'github', 'junit', 'markdown'].map(format => ['lint', '--format', format]),
];

describe('standard output', () => {
  test.each(PRINTING.map(words => [words.join(' '), words] as const))('that is full ends %s with 2', (_name, words) => {
    // A finding, which every format prints.
    writeFileSync(join(folder, FILE), `${readFileSync(join(folder, FILE), 'utf8')}\nunknown: 1\n`);
    withOpen('/dev/full', 'w', full => {
      refused(run(words, ['ignore', full]), FULL);
    });
  });

  test('that is full ends the language server with 2', async () => {
    const child = withOpen('/dev/full', 'w', full =>
      spawn(process.execPath, [bin, 'lsp'], { stdio: ['pipe', full, 'pipe'] }),
    );
    let said = '';
    child.stderr?.on('data', (part: Buffer) => (said += part.toString()));
    child.stdin?.write('Content-Length: 2\r\n\r\n[]');
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(2);
    expect(said.split('\n')[0]).toBe(FULL);
  });

  test('that is full, as standard error is too, leaves the exit code to say it', () => {
    const words = [bin, 'schema'];
    withOpen('/dev/full', 'w', full => {
      expect(spawnSync(process.execPath, words, { stdio: ['ignore', full, full] }).status).toBe(2);
      expect(spawnSync(process.execPath, [bin, 'lint', 'nowhere'], { stdio: ['ignore', 'ignore', full] }).status).toBe(
        2,
      );
    });
  });

  test('that nobody reads any more ends a command quietly, as it would have ended', async () => {
    const child = spawn(process.execPath, [bin, 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (part: Buffer) => (said += part.toString()));
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(0);
    expect(said).toBe('');
  });

  test('that does not block is written to its end', context => {
    needs(context, 'python3');
    const script = `
import fcntl, os, subprocess, sys, time
r, w = os.pipe()
fcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK)
p = subprocess.Popen(sys.argv[1:], stdout=w)
os.close(w)
time.sleep(0.5)
size = 0
while part := os.read(r, 1000): size += len(part)
print(p.wait(), size)`;
    const [status, size] = execFileSync('python3', ['-c', script, process.execPath, bin, 'schema'], {
      encoding: 'utf8',
    })
      .trim()
      .split(' ')
      .map(Number);
    expect(status).toBe(0);
    expect(size).toBe(Buffer.byteLength(run(['schema']).stdout));
  });
});

describe('standard input', () => {
  test.each([[['lsp']], [['lint', '-']], [['build', '-']], [['lint', '--fix', '-']], [['explain', 'mine', '-']]])(
    'that is a folder is refused by %j',
    words => {
      withOpen(folder, 'r', input => {
        refused(run(words, [input, 'pipe']), 'error  "<stdin>" cannot be read: it is a folder  [unreadable-file]');
      });
    },
  );

  test('without end is read as far as a configuration may go', () => {
    withOpen('/dev/zero', 'r', input => {
      refused(
        run(['lint', '-'], [input, 'pipe']),
        'error  "<stdin>" has more than 8 MB, and a configuration may have 8 MB  [file-too-large]',
      );
    });
  });

  test('that does not block is waited for', context => {
    needs(context, 'python3');
    const script = `
import fcntl, os, subprocess, sys, time
r, w = os.pipe()
fcntl.fcntl(r, fcntl.F_SETFL, os.O_NONBLOCK)
p = subprocess.Popen(sys.argv[2:], stdin=r, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
text = open(sys.argv[1], 'rb').read()
for part in (text[:100], text[100:]):
    time.sleep(0.4)
    os.write(w, part)
os.close(w)
out, err = p.communicate()
print(p.returncode, err.decode())`;
    const said = execFileSync('python3', ['-c', script, FILE, process.execPath, bin, 'lint', '-'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(said).toMatch(/^0 <stdin>: no problems/);
  });

  test('that does not block and stays silent is given up', context => {
    needs(context, 'mkfifo');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    // Open for both, so that it has a writer; non-blocking, as O_NONBLOCK asks for.
    const descriptor = openSync(join(folder, 'pipe'), 0o2 | 0o4000);
    try {
      expect(() => readWaiting(descriptor, new Uint8Array(8), 0, 20)).toThrow('EAGAIN');
    } finally {
      closeSync(descriptor);
    }
  });

  test('and a pipe that the caller opened can be named like a file', context => {
    needs(context, 'cat');
    const words = ['-c', 'cat "$1" | "$2" "$3" lint /dev/stdin', 'sh', FILE, process.execPath, bin];
    expect(spawnSync('sh', words, { cwd: folder, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^\/dev\/stdin: no problems/),
    });
  });
});

describe('a configuration that is no file', () => {
  const COMMANDS = [['lint'], ['build'], ['build', '--check'], ['lint', '--fix'], ['explain', 'mine']];

  test.for(COMMANDS.map(words => [words] as const))('but a pipe is refused by %j', ([words], context) => {
    needs(context, 'mkfifo');
    rmSync(join(folder, FILE));
    execFileSync('mkfifo', [join(folder, FILE)]);
    refused(run([...words, FILE]), `error  "${FILE}" cannot be read: it is a named pipe  [unreadable-file]`);
  });

  test('but a folder or a device is refused', () => {
    mkdirSync(join(folder, 'folder'));
    refused(run(['lint', 'folder']), 'error  "folder" cannot be read: it is a folder  [unreadable-file]');
    symlinkSync('/dev/zero', join(folder, 'device'));
    refused(run(['lint', 'device']), 'error  "device" cannot be read: it is a device  [unreadable-file]');
  });

  test('such as a socket', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(join(folder, 'socket'), resolve));
    refused(run(['lint', 'socket']), 'error  "socket" cannot be read: it is a socket  [unreadable-file]');
    await new Promise(resolve => server.close(resolve));
  });

  test('is refused among others that a pattern matches, and they are linted', context => {
    needs(context, 'mkfifo');
    execFileSync('mkfifo', [join(folder, 'a.yaml')]);
    const { status, stderr } = run(['lint', 'a.yaml', FILE]);
    expect(status).toBe(2);
    expect(stderr).toContain('"a.yaml" cannot be read: it is a named pipe');
  });
});

describe('a baseline', () => {
  const LINK = `error  the baseline "${BASELINE}" is a symbolic link, and is neither read nor written through it  [unreadable-baseline]`;

  test.each([[['lint']], [['build']], [['lint', '--fix']], [['lint', '--format', 'pretty', '--update-baseline']]])(
    'behind a link is refused by %j',
    words => {
      writeFileSync(join(folder, 'secret'), 'password: 1\n');
      symlinkSync('secret', join(folder, BASELINE));
      refused(run(words), words.includes('--update-baseline') ? `${BASELINE}: left as it is` : LINK);
      expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe('password: 1\n');
      expect(lstatSync(join(folder, BASELINE)).isSymbolicLink()).toBe(true);
      expect(existsSync(join(folder, 'out'))).toBe(false);
    },
  );

  test.for([[['lint']], [['build']]] as const)(
    'that is a pipe, a folder or a link to nothing is refused by %j',
    ([words], context) => {
      needs(context, 'mkfifo');
      const path = join(folder, BASELINE);
      execFileSync('mkfifo', [path]);
      refused(run(words), `error  "${BASELINE}" cannot be read: it is a named pipe  [unreadable-file]`);
      rmSync(path);
      mkdirSync(path);
      refused(run(words), `error  "${BASELINE}" cannot be read: it is a folder  [unreadable-file]`);
      rmSync(path, { recursive: true });
      symlinkSync('nowhere', path);
      refused(run(words), LINK);
    },
  );
});

describe('output that cannot be written', () => {
  test.each([
    ['build', ['build', '--out', 'taken/out']],
    ['build --check', ['build', '--check', '--out', 'taken/out']],
    ['init', ['init', 'taken/new.yaml']],
  ])('ends %s with 2, whatever the format', (_name, words) => {
    writeFileSync(join(folder, 'taken'), '');
    const formats = words.includes('init') ? [[]] : ['pretty', 'json', 'sarif'].map(name => ['--format', name]);
    for (const format of formats) {
      const { status, stdout, stderr } = run([...words, ...format]);
      expect(status, format.join(' ')).toBe(2);
      expect(`${stdout}${stderr}`).toMatch(/a file stands where a folder is needed|cannot be written/);
    }
  });

  test('ends --fix and --update-baseline with 2', () => {
    const text = readFileSync(join(folder, FILE), 'utf8');
    expect(
      run(['lint', '--stdin-filename', 'nowhere/x.yaml', '--update-baseline', '-'], ['pipe', 'pipe'], text),
    ).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('[output-unwritable]'),
    });
  });
});
