import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { stdout } from 'node:process';
import type { Case, Done } from './protocol.ts';

/** Seconds after which a case that goes on counts as one without an end. */
const ENDLESS = 30;

export interface Hunt {
  readonly worker: string;
  readonly root: string;
  readonly folder: string;
  readonly seed: number;
  readonly minutes: number;
  readonly workers: number;
}

/** Where one worker's cases begin, so that no two try the same. */
const APART = 100_000_000;

/** Tries texts until the time is over, and prints what was tried and what was wrong; the number of faults. */
export async function hunt(options: Hunt): Promise<number> {
  const figures = new Figures();
  const until = Date.now() + options.minutes * 60_000;
  const progress = setInterval(() => {
    stdout.write(`${figures.line()}\n`);
  }, 60_000);
  await Promise.all(
    Array.from({ length: options.workers }, (_, number) => follow(options, until, number * APART, figures)),
  );
  clearInterval(progress);
  stdout.write(figures.table());
  return figures.faults.size;
}

/** A worker, and another one in its place where it ends before its time. */
async function follow(options: Hunt, until: number, from: number, figures: Figures): Promise<void> {
  let next = from;
  while (Date.now() < until) {
    const child = fork(options.worker, { execArgv: ['--max-old-space-size=1024'], silent: false });
    const last = await watched(child, { ...options, from: next, until }, figures);
    if (last === undefined) return;
    next = last + 1;
  }
}

/** The index of the case that it ended in; undefined where it ended as it should. */
function watched(
  child: ChildProcess,
  order: Hunt & { readonly from: number; readonly until: number },
  figures: Figures,
): Promise<number | undefined> {
  let current: { readonly index: number; readonly of: string; readonly since: number } | undefined;
  let endless = false;
  const watch = setInterval(() => {
    if (current !== undefined && Date.now() - current.since > ENDLESS * 1000) {
      endless = true;
      child.kill('SIGKILL');
    }
  }, 1000);
  child.on('message', (message: Case | Done) => {
    if (message.kind === 'case') current = { index: message.index, of: message.of, since: Date.now() };
    else {
      figures.add(current?.of ?? '', message);
      current = undefined;
    }
  });
  child.send(order);
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      if (current === undefined && code === 0) resolve(undefined);
      else if (current === undefined) reject(new Error(`a worker ended before its first case: ${String(code)}`));
      else {
        const how = endless ? `goes on for over ${String(ENDLESS)} s` : `ends the process: ${String(signal ?? code)}`;
        figures.fault(`${how} (seed ${String(order.seed)}, case ${String(current.index)})`, undefined);
        resolve(current.index);
      }
    });
  });
}

interface Row {
  cases: number;
  planned: number;
  compiled: number;
  counted: number;
  slowest: number;
}

class Figures {
  readonly #rows = new Map<string, Row>();
  /** Each fault once, with the first text that shows it. */
  readonly faults = new Map<string, string | undefined>();
  #megabytes = 0;

  add(kind: string, { faults, planned, compiled, counted, seconds, megabytes, file }: Done): void {
    const row = this.#rows.get(kind) ?? { cases: 0, planned: 0, compiled: 0, counted: 0, slowest: 0 };
    row.cases += 1;
    row.planned += Number(planned);
    row.compiled += Number(compiled);
    row.counted += counted;
    row.slowest = Math.max(row.slowest, seconds);
    this.#rows.set(kind, row);
    this.#megabytes = Math.max(this.#megabytes, megabytes);
    for (const fault of faults) this.fault(fault, file);
  }

  fault(what: string, file: string | undefined): void {
    if (this.faults.has(what)) return;
    this.faults.set(what, file);
    stdout.write(`FAULT ${what}${file === undefined ? '' : `\n  ${file}`}\n`);
  }

  line(): string {
    const cases = [...this.#rows.values()].reduce((sum, row) => sum + row.cases, 0);
    return `${String(cases)} cases, ${String(this.faults.size)} faults`;
  }

  table(): string {
    const rows = [...this.#rows].map(([kind, { cases, planned, compiled, counted, slowest }]) =>
      [
        kind.padEnd(38),
        ...[cases, planned, compiled, counted].map(one => String(one).padStart(9)),
        slowest.toFixed(1).padStart(8),
      ].join(' '),
    );
    const head = [
      'kind'.padEnd(38),
      ...['cases', 'planned', 'compiled', 'objects'].map(one => one.padStart(9)),
      'slowest'.padStart(8),
    ];
    return `${[head.join(' '), ...rows].join('\n')}\n${this.line()}, ${this.#megabytes.toFixed(0)} MB at most\n`;
  }
}
