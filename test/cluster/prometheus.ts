import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import type { ClusterTools } from '../../scripts/cluster-tools.mjs';
import type { RenderedFile } from '../../src/model/output-file.ts';
import type { Processes } from './processes.ts';
import { until } from './waiting.ts';

/** An alert as Prometheus lists it. */
export interface Firing {
  readonly alert: string;
  readonly pool: string;
  readonly state: 'pending' | 'firing';
}

/** A real Prometheus that scrapes the stand-ins, and evaluates the rules that were emitted. */
export class Prometheus {
  constructor(
    readonly tools: ClusterTools,
    readonly processes: Processes,
    readonly port: number,
  ) {}

  /** Writes its configuration: the job of each port, and the groups of each emitted PrometheusRule. */
  configure(jobs: Readonly<Record<string, number>>, files: readonly RenderedFile[]): void {
    const rules = files.filter(({ path }) => path.endsWith('prometheus-rule.yaml'));
    const groups = rules.flatMap(({ text }) => JSON.parse(JSON.stringify(load(text))).spec.groups);
    writeFileSync(join(this.processes.folder, 'rules.yml'), dump({ groups }));
    writeFileSync(
      join(this.processes.folder, 'prometheus.yml'),
      dump({
        global: { scrape_interval: '15s', evaluation_interval: '15s' },
        rule_files: ['rules.yml'],
        scrape_configs: Object.entries(jobs).map(([job, port]) => ({
          job_name: job,
          static_configs: [{ targets: [`127.0.0.1:${String(port)}`] }],
        })),
      }),
    );
  }

  async start(): Promise<void> {
    const { folder } = this.processes;
    this.processes.start('prometheus', this.tools.prometheus, [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'prometheus')}`,
      `--web.listen-address=127.0.0.1:${String(this.port)}`,
    ]);
    await until('Prometheus is ready', async () => (await this.#get('/-/ready')) !== undefined);
  }

  async stop(): Promise<void> {
    await this.processes.stop('prometheus');
  }

  async alerts(): Promise<readonly Firing[]> {
    const body = await this.#get('/api/v1/alerts');
    if (body === undefined) return [];
    const {
      alerts,
    }: {
      readonly alerts: readonly { readonly labels: Record<string, string>; readonly state: 'pending' | 'firing' }[];
    } = JSON.parse(body).data;
    return alerts.map(({ labels, state }) => ({ alert: labels['alertname'] ?? '', pool: labels['pool'] ?? '', state }));
  }

  async #get(path: string): Promise<string | undefined> {
    try {
      const answer = await fetch(`http://127.0.0.1:${String(this.port)}${path}`);
      return answer.ok ? await answer.text() : undefined;
    } catch {
      return undefined;
    }
  }
}
