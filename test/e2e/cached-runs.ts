import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'bin/pipestream-scaling.cjs');

/** What V8 said of the cache of each bundle that a run compiled: none was given to it, or it took it, or not. */
export type Verdicts = Readonly<Record<string, 'none' | 'accepted' | 'rejected'>>;

/** Notes them, as the process ends, in the file that VERDICTS names. */
const PROBE = `
const vm = require('node:vm');
const verdicts = {};
const { Script } = vm;
vm.Script = class extends Script {
  constructor(source, options) {
    super(source, options);
    const name = options.filename.replace(/^.*[/\\\\]|\\.cjs$/g, '');
    verdicts[name] = options.cachedData === undefined ? 'none' : this.cachedDataRejected ? 'rejected' : 'accepted';
  }
};
process.on('exit', () => require('node:fs').writeFileSync(process.env.VERDICTS, JSON.stringify(verdicts)));
`;

export interface Said {
  readonly said: string;
  readonly status: number | null;
  readonly verdicts: Verdicts;
}

export interface RunOptions {
  /** The path of the Node that runs it; otherwise this one. */
  readonly node?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CachedRuns {
  /** Where they run. */
  readonly work: string;
  /** Their user's cache folder. */
  readonly caches: string;
  /** `pipestream-scaling/code` in it. */
  readonly code: string;
  readonly lint: (text: string, options?: RunOptions) => Said;
  /** The command that loads least, of two bundles all the same. */
  readonly schema: (options?: RunOptions) => Said;
  readonly end: () => void;
}

/** Runs of the command with a cache folder of their own. */
export function cachedRuns(): CachedRuns {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'code-cache-')));
  const work = join(folder, 'work');
  const caches = join(folder, 'caches');
  const probe = join(folder, 'probe.cjs');
  const notes = join(folder, 'verdicts.json');
  mkdirSync(work);
  writeFileSync(probe, PROBE);
  const run = (words: readonly string[], { node = process.execPath, env = {} }: RunOptions = {}): Said => {
    const { stdout, stderr, status } = spawnSync(node, ['--require', probe, bin, ...words], {
      cwd: work,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', XDG_CACHE_HOME: caches, VERDICTS: notes, ...env },
    });
    return { said: stdout + stderr, status, verdicts: JSON.parse(readFileSync(notes, 'utf8')) };
  };
  return {
    work,
    caches,
    code: join(caches, 'pipestream-scaling/code'),
    lint: (text, options) => {
      writeFileSync(join(work, 'any.yaml'), text);
      return run(['lint', 'any.yaml'], options);
    },
    schema: options => run(['schema'], options),
    end: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
