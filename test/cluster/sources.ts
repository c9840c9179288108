import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Api } from './api.ts';
import type { Load } from './load.ts';
import { freePort } from './processes.ts';

/** A server that Prometheus scrapes. */
export interface Source {
  readonly port: number;
  readonly server: Server;
}

/** The engine, which counts its calls to the embedder and knows what waits for it. */
export async function engineMetrics(load: Load): Promise<Source> {
  let calls = 0;
  let last = Date.now();
  return source(() => {
    const now = Date.now();
    calls += (load.calls * (now - last)) / 1000;
    last = now;
    return [
      `engine_calls_total{module="embedder"} ${calls.toFixed(3)}`,
      `engine_pending_requests{module="embedder"} ${String(load.waiting)}`,
    ];
  });
}

/** Stands for kube-state-metrics: what the emitted alerts read of it, counted from the API server. */
export async function kubeStateMetrics(api: Api): Promise<Source> {
  return source(async () => {
    const deployments = await api.list('/apis/apps/v1/deployments');
    const autoscalers = await api.list('/apis/autoscaling/v2/horizontalpodautoscalers');
    return [
      ...deployments.flatMap(({ metadata, status }) => {
        const labels = `{namespace="${String(metadata.namespace)}",deployment="${String(metadata.name)}"}`;
        return [
          `kube_deployment_status_replicas${labels} ${String(status?.replicas ?? 0)}`,
          `kube_deployment_status_replicas_available${labels} ${String(status?.availableReplicas ?? 0)}`,
        ];
      }),
      ...autoscalers.flatMap(({ metadata, spec, status }) => {
        const of = `namespace="${String(metadata.namespace)}",horizontalpodautoscaler="${String(metadata.name)}"`;
        return [
          `kube_horizontalpodautoscaler_spec_max_replicas{${of}} ${String(spec.maxReplicas)}`,
          `kube_horizontalpodautoscaler_status_current_replicas{${of}} ${String(status?.currentReplicas ?? 0)}`,
          ...(status?.conditions ?? []).flatMap((condition: { readonly type: string; readonly status: string }) =>
            ['true', 'false', 'unknown'].map(
              is =>
                `kube_horizontalpodautoscaler_status_condition{${of},condition="${condition.type}",status="${is}"} ${condition.status.toLowerCase() === is ? '1' : '0'}`,
            ),
          ),
        ];
      }),
    ];
  });
}

/** A server that Prometheus can scrape; it answers with lines that are made anew each time. */
export async function source(lines: () => readonly string[] | Promise<readonly string[]>): Promise<Source> {
  const port = await freePort();
  const server = createServer((_asked, answer) => {
    void Promise.resolve(lines()).then(
      found => {
        answer.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' });
        answer.end(`${found.join('\n')}\n`);
      },
      () => {
        answer.writeHead(503);
        answer.end();
      },
    );
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return { port, server };
}
