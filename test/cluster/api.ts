import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

export const TOKEN = 'administrator-of-a-cluster-that-lasts-minutes';

/** An answer of the API server: its status, and its JSON of any shape. */
export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects of any kind, asserted where they are read
  readonly body: any;
}

/** What kubectl printed. */
export interface Told {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The API server: by HTTP for the many small reads and patches, and by kubectl to apply as a person does. */
export class Api {
  readonly #agent: Agent;

  constructor(
    readonly port: number,
    readonly kubectlPath: string,
    readonly kubeconfig: string,
    authority: string,
  ) {
    this.#agent = new Agent({ keepAlive: true, ca: readFileSync(authority) });
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  /** The items of a list; an error of the server is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  async list(path: string): Promise<readonly any[]> {
    const { body } = await this.get(path);
    return Array.isArray(body?.items) ? body.items : [];
  }

  send(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.#agent,
          host: '127.0.0.1',
          port: this.port,
          path,
          method,
          headers: { authorization: `Bearer ${TOKEN}`, 'content-type': type, accept: 'application/json' },
        },
        response => {
          const parts: Buffer[] = [];
          response.on('data', part => parts.push(part));
          response.on('end', () => {
            const text = Buffer.concat(parts).toString();
            resolve({ status: response.statusCode ?? 0, body: text.startsWith('{') ? JSON.parse(text) : text });
          });
        },
      );
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  kubectl(args: readonly string[], input = ''): Promise<Told> {
    return new Promise((resolve, reject) => {
      const child = execFile(
        this.kubectlPath,
        ['--kubeconfig', this.kubeconfig, ...args],
        { maxBuffer: 256 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error !== null && typeof error.code !== 'number') reject(new Error('kubectl', { cause: error }));
          else resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
        },
      );
      child.stdin?.end(input);
    });
  }

  /** A namespace, if it is not there yet. */
  async namespace(name: string): Promise<void> {
    await this.send('POST', '/api/v1/namespaces', { metadata: { name } });
  }
}
