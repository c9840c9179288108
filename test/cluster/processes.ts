import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Processes of one run; each writes its log beside the others, and all of them end with the run. */
export class Processes {
  readonly #running = new Map<string, ChildProcess>();

  constructor(readonly folder: string) {}

  /** Starts a program under a name, which is also that of its log. */
  start(name: string, program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
    const log = openSync(this.logOf(name), 'a');
    const child = spawn(program, args, { stdio: ['ignore', log, log], env: { ...process.env, ...env } });
    closeSync(log);
    this.#running.set(name, child);
    child.once('exit', code => {
      if (this.#running.get(name) !== child) return;
      this.#running.delete(name);
      process.stderr.write(`${name} ended with ${String(code)}; its log is ${this.logOf(name)}\n`);
    });
  }

  async stop(name: string): Promise<void> {
    const child = this.#running.get(name);
    if (child === undefined) return;
    this.#running.delete(name);
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGTERM');
    const harder = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(harder);
  }

  /** Last started first, since those need the others. */
  async stopAll(): Promise<void> {
    for (const name of [...this.#running.keys()].reverse()) await this.stop(name);
  }

  logOf(name: string): string {
    return join(this.folder, `${name}.log`);
  }

  endOfLog(name: string): string {
    return readFileSync(this.logOf(name), 'utf8').split('\n').slice(-15).join('\n');
  }
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port is free'));
        else resolve(address.port);
      });
    });
  });
}
