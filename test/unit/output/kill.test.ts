import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Disk } from '../../../src/output/disk.ts';
import { committed, staging } from '../../../src/output/marks.ts';
import { readThrough, recover } from '../../../src/output/recover.ts';
import { writeOutput } from '../../../src/output/write.ts';
import { SCRATCH, copy, put, snapshot, watched } from './sandbox.ts';
import { after, before, foreign } from './scenario.ts';

const killed = new Error('killed');
const base = mkdtempSync(join(SCRATCH, 'kill-'));
const template = join(base, 'template');
let oldTree: Record<string, string> = {};
let newTree: Record<string, string> = {};

beforeAll(async () => {
  put(template, foreign);
  expect(writeOutput(template, before, { force: false }).diagnostics).toEqual([]);
  oldTree = snapshot(template);
  copy(template, join(base, 'new'));
  expect(writeOutput(join(base, 'new'), after, { force: false }).diagnostics).toEqual([]);
  newTree = snapshot(join(base, 'new'));
  await build({
    entryPoints: [join(import.meta.dirname, 'child.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: join(base, 'child.cjs'),
    logLevel: 'error',
  });
});

afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

test('the scenario changes what it should and leaves the files of others', () => {
  expect(Object.keys(oldTree).sort()).toEqual([
    'README.md',
    'production/REPORT.md',
    'production/becomes-file/one',
    'production/becomes-file/two/three',
    'production/becomes-folder',
    'production/kubernetes/engine/deployment.yaml',
    'production/kubernetes/engine/hpa.yaml',
    'production/kubernetes/parser/deep/service.yaml',
    'production/kubernetes/parser/deployment.yaml',
    'production/kubernetes/parser/patch.yaml',
    'production/ledger.json',
    'production/notes.txt',
    'retired/REPORT.md',
    'retired/kept/by-hand.yaml',
    'retired/kubernetes/engine/deployment.yaml',
    'retired/ledger.json',
    'staging/REPORT.md',
    'staging/kubernetes/engine/deployment.yaml',
    'staging/ledger.json',
    'unrelated/ledger.txt',
  ]);
  expect(Object.keys(newTree).sort()).toEqual([
    'README.md',
    'preview/REPORT.md',
    'preview/kubernetes/engine/deployment.yaml',
    'preview/ledger.json',
    'production/REPORT.md',
    'production/becomes-file',
    'production/becomes-folder/one',
    'production/kubernetes/chunker/deep/er/service.yaml',
    'production/kubernetes/chunker/deployment.yaml',
    'production/kubernetes/engine/deployment.yaml',
    'production/kubernetes/engine/hpa.yaml',
    'production/kubernetes/engine/service.yaml',
    'production/kubernetes/parser/patch.yaml',
    'production/ledger.json',
    'production/notes.txt',
    'retired/kept/by-hand.yaml',
    'staging/REPORT.md',
    'staging/kubernetes/engine/deployment.yaml',
    'staging/ledger.json',
    'unrelated/ledger.txt',
  ]);
  expect(newTree).toMatchObject(foreign);
});

/** Dies before the call of that number; a file being created may be there by half. */
function dyingAt(call: number, torn: boolean): { disk: Disk; calls: () => number } {
  let calls = 0;
  const disk = watched((name, path, text) => {
    calls += 1;
    if (calls < call) return;
    if (calls === call && torn && name === 'create') writeFileSync(path, text.slice(0, text.length / 2));
    throw killed;
  });
  return { disk, calls: () => calls };
}

function survives(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error !== killed) throw error;
    return false;
  }
}

/** What readers see, whatever state the folder is in. */
function seen(root: string): Record<string, string> {
  const paths = new Set([...Object.keys(oldTree), ...Object.keys(newTree)]);
  const found: Record<string, string> = {};
  for (const path of paths) {
    const text = readThrough(root, path);
    if (text !== undefined) found[path] = text;
  }
  return found;
}

function isOld(tree: Record<string, string>): boolean {
  return tree['staging/REPORT.md'] === 'old staging\n';
}

function expectOneOrTheOther(tree: Record<string, string>): void {
  expect(tree).toEqual(isOld(tree) ? oldTree : newTree);
}

/**
 * A lock that was cut off before its text was complete is taken for a beginning one for two seconds. How much time has
 * really passed must not matter here, so the file is given its age.
 */
function expectSettled(root: string, view = seen(root)): void {
  const lock = join(root, '.pipestream-scaling.lock');
  if (existsSync(lock)) {
    utimesSync(lock, FUTURE, FUTURE);
    expect(recover(root).value).toBe('busy');
    utimesSync(lock, new Date(0), new Date(0));
    recover(root);
  }
  expect(snapshot(root)).toEqual(view);
  expectOneOrTheOther(view);
}

test('killed before every call, and again before calls of the recovery, the tree is the old one or the new one', () => {
  const root = join(base, 'in-process');
  const counter = dyingAt(Infinity, false);
  copy(template, root);
  writeOutput(root, after, { force: false }, counter.disk);
  const calls = counter.calls();
  expect(calls).toBeGreaterThan(100);
  let kills = 0;
  let oldSeen = 0;
  const half = join(base, 'half');
  for (let first = 1; first <= calls; first += 1) {
    copy(template, root);
    expect(survives(() => writeOutput(root, after, { force: false }, dyingAt(first, first % 2 === 0).disk))).toBe(
      false,
    );
    kills += 1;
    const view = seen(root);
    expectOneOrTheOther(view);
    if (isOld(view)) oldSeen += 1;
    copy(root, half);
    const recovery = dyingAt(Infinity, false);
    recover(root, recovery.disk);
    expectSettled(root, view);
    const step = Math.max(1, Math.floor(recovery.calls() / 6));
    for (let second = 1 + (first % step); second <= recovery.calls(); second += step) {
      copy(half, root);
      expect(survives(() => recover(root, dyingAt(second, second % 2 === 0).disk))).toBe(false);
      kills += 1;
      expect(seen(root)).toEqual(view);
      recover(root);
      expectSettled(root, view);
    }
    expect(writeOutput(root, after, { force: false }).diagnostics).toEqual([]);
    expect(snapshot(root)).toEqual(newTree);
  }
  expect(oldSeen).toBeGreaterThan(20);
  expect(oldSeen).toBeLessThan(calls - 20);
  expect(kills).toBeGreaterThan(800);
});

/** Deterministic, so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const FUTURE = new Date('2100-01-01');

interface End {
  readonly signal: string | null;
  readonly output: string;
}

function child(args: readonly string[], killAfter?: number): Promise<End> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [join(base, 'child.cjs'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    running.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (killAfter !== undefined && text.includes('begin')) setTimeout(() => running.kill('SIGKILL'), killAfter);
    });
    running.on('error', reject);
    running.on('close', (_code, signal) => {
      resolve({ signal, output });
    });
  });
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
}

/**
 * Real kills of the gate, spread over the calls, each of which is tried above; `npm run test:kills` makes a thousand.
 */
const GATE = 90;
const KILLS = Number(process.env['KILLS'] ?? GATE);

/** Where a killed write stood, by what it has left. */
function phaseOf(root: string): string {
  if (existsSync(join(root, committed))) return 'after the mark, before it was finished';
  if (existsSync(join(root, staging))) return 'before the mark, while staging';
  return isOld(snapshot(root)) ? 'before anything was staged' : 'after it was finished';
}

test('real processes killed at each call and at any time leave the old tree or the new one', async () => {
  const counter = dyingAt(Infinity, false);
  const counted = join(base, 'counted');
  copy(template, counted);
  writeOutput(counted, after, { force: false }, counter.disk);
  const calls = counter.calls();
  // Drawn before, as it is not known which of them ends first.
  const random = seeded(20);
  const draws = Array.from({ length: KILLS }, () => [random(), random()]);
  const phases = new Map<string, number>();
  let deadAtCall = 0;
  await inParallel(KILLS, async index => {
    const [when = 0, whenRecovering = 0] = draws[index] ?? [];
    const root = join(base, `real-${String(index)}`);
    copy(template, root);
    const atCall = index % 5 !== 4;
    const end = await (atCall
      ? child(['write', root, String(1 + Math.floor((index * calls) / KILLS))])
      : child(['write', root, '0'], when * 12));
    if (atCall && end.signal === 'SIGKILL') deadAtCall += 1;
    const phase = phaseOf(root);
    phases.set(phase, (phases.get(phase) ?? 0) + 1);
    if (index % 5 === 0) await child(['recover', root, String(1 + Math.floor(whenRecovering * 30))]);
    expectOneOrTheOther(seen(root));
    recover(root);
    expectSettled(root);
    expect(writeOutput(root, after, { force: false }).diagnostics).toEqual([]);
    expect(snapshot(root)).toEqual(newTree);
    rmSync(root, { recursive: true, force: true });
  });
  if (KILLS > GATE)
    process.stdout.write(
      `${String(KILLS)} kills over ${String(calls)} calls of a write, none of which left a torn tree:\n${[...phases]
        .map(([phase, count]) => `  ${String(count).padStart(5)} ${phase}\n`)
        .join('')}`,
    );
  // A process that is killed by the clock may have ended before.
  expect(deadAtCall).toBe(KILLS - Math.floor(KILLS / 5));
  expect(phases.get('before the mark, while staging') ?? 0).toBeGreaterThan(KILLS / 10);
  expect(phases.get('after the mark, before it was finished') ?? 0).toBeGreaterThan(KILLS / 10);
}, 900_000);

test('builds at once do not mix: one after the other, also over the lock of a dead process', async () => {
  for (const round of [1, 2, 3]) {
    const root = join(base, `race-${String(round)}`);
    copy(template, root);
    if (round > 1) await child(['die-with-lock', root, '0']);
    const variants = ['a', 'b', 'c', 'd', 'e', 'f'];
    const ends = await Promise.all(variants.map(variant => child(['variant', root, variant])));
    expect(ends.map(({ output }) => output.trim())).toEqual(variants.map(() => 'begin\n[]'));
    const tree = snapshot(root);
    const winners = new Set(
      Object.entries(tree)
        .filter(([path]) => path.startsWith('production/f'))
        .map(([, text]) => text),
    );
    expect(winners.size).toBe(1);
    expect(readdirSync(root).sort()).toEqual(['README.md', 'production', 'retired', 'unrelated']);
    expect(Object.keys(tree).filter(path => path.startsWith('production/f'))).toHaveLength(200);
  }
});

test('a build that would have to wait too long says who is writing', async () => {
  const root = join(base, 'patience');
  copy(template, root);
  const holder = spawn(process.execPath, [join(base, 'child.cjs'), 'hold-lock', root], { stdio: 'ignore' });
  const ended = new Promise(resolve => holder.once('close', resolve));
  while ((statSync(join(root, '.pipestream-scaling.lock'), { throwIfNoEntry: false })?.size ?? 0) === 0)
    await new Promise(resolve => {
      setTimeout(resolve, 10);
    });
  const { value, diagnostics } = writeOutput(root, after, { force: false, patience: 50 });
  expect(value.written).toEqual([]);
  expect(diagnostics.map(({ id, severity }) => [id, severity])).toEqual([['output-locked', 'error']]);
  expect(diagnostics[0]?.message).toMatch(/^another build, process \d+, is writing to "/);
  expect(recover(root)).toEqual({ value: 'busy', diagnostics: [] });
  holder.kill('SIGKILL');
  await ended;
  expect(writeOutput(root, after, { force: false }).diagnostics).toEqual([]);
  expect(snapshot(root)).toEqual(newTree);
});
