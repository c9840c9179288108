import type { ClusterTools } from '../../scripts/cluster-tools.mjs';
import { freePort } from './processes.ts';
import type { Processes } from './processes.ts';
import { until } from './waiting.ts';

/** A broker with one topic and one consumer group, whose lag can be made. */
export class Kafka {
  private constructor(
    readonly tools: ClusterTools,
    readonly processes: Processes,
    readonly port: number,
    readonly control: number,
  ) {}

  static async of(tools: ClusterTools, processes: Processes): Promise<Kafka> {
    return new Kafka(tools, processes, await freePort(), await freePort());
  }

  async start(): Promise<void> {
    this.processes.start('kafka', this.tools.kafka, [String(this.port), String(this.control), 'documents', 'engine']);
    await until('Kafka is ready', async () => {
      try {
        return (await fetch(`http://127.0.0.1:${String(this.control)}/commit`)).ok;
      } catch {
        return false;
      }
    });
  }

  async stop(): Promise<void> {
    await this.processes.stop('kafka');
  }

  async produce(messages: number): Promise<void> {
    await this.#ask(`produce?n=${String(messages)}`);
  }

  /** The group has read everything. */
  async catchUp(): Promise<void> {
    await this.#ask('commit');
  }

  async #ask(what: string): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${String(this.control)}/${what}`);
    if (!answer.ok) throw new Error(`Kafka: ${await answer.text()}`);
  }
}
