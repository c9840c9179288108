import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterTools } from '../../scripts/cluster-tools.mjs';
import { controlPlane, controllers } from './control-plane.ts';
import { admission as webhooks, defineKinds, keda } from './keda.ts';
import type { Part } from './part.ts';
import { admission } from './parts/admission.ts';
import { fields } from './parts/fields.ts';
import { loop } from './parts/loop.ts';
import { outage } from './parts/outage.ts';
import { walk } from './parts/walk.ts';
import { Processes } from './processes.ts';
import { Report, time } from './report.ts';

/** In the order in which they run. */
export const PARTS: Readonly<Record<string, Part>> = { admission, fields, walk, loop, outage };

/**
 * Runs parts, each in its own cluster, whose processes end with it.
 *
 * @returns how many things failed
 */
export async function runParts(names: readonly string[], tools: ClusterTools, root: string): Promise<number> {
  const report = new Report();
  report.line(`Kubernetes ${tools.versions.kubernetes}, KEDA ${tools.versions.keda}`);
  for (const [name, part] of Object.entries(PARTS)) {
    if (!names.includes(name)) continue;
    const began = Date.now();
    report.part(name);
    await inCluster(part, { tools, report, root });
    report.line(`\n${name}: ${time((Date.now() - began) / 1000)}`);
  }
  const { length } = report.failures;
  report.line(length === 0 ? '\ntest:cluster: passed' : `\ntest:cluster: FAILED: ${String(length)}`);
  return length;
}

interface Given {
  readonly tools: ClusterTools;
  readonly report: Report;
  readonly root: string;
}

async function inCluster(part: Part, { tools, report, root }: Given): Promise<void> {
  const processes = new Processes(mkdtempSync(join(tmpdir(), 'cluster-')));
  const interrupted = (): void => {
    void processes.stopAll().then(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  const before = report.failures.length;
  try {
    const plane = await controlPlane(tools, processes);
    await defineKinds(plane.api, tools);
    await webhooks(plane, tools, processes);
    if (part.needs === 'keda') controllers(plane.api, tools, processes);
    const running = part.needs === 'keda' ? await keda(plane, tools, processes) : undefined;
    await part.run({ ...plane, tools, processes, report, root, kedaMetrics: running?.metricsPort });
  } catch (error) {
    report.fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupted);
    await processes.stopAll();
  }
  if (report.failures.length === before) rmSync(processes.folder, { recursive: true, force: true });
  else report.line(`logs: ${processes.folder}`);
}
