import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { aggregated } from './aggregated.ts';
import type { Api } from './api.ts';
import type { Certificates } from './certificates.ts';
import { millicores } from './load.ts';
import type { Load } from './load.ts';
import { freePort } from './processes.ts';

const GROUP = 'metrics.k8s.io';

/**
 * Stands for the metrics server: each running container uses so much of what it requests. As the real one it knows
 * only what runs, and measures over 30 seconds.
 */
export async function podMetrics(api: Api, tls: Certificates, load: Load): Promise<Server> {
  const port = await freePort();
  const server = createServer({ key: readFileSync(tls.key), cert: readFileSync(tls.certificate) }, (asked, answer) => {
    const url = new URL(asked.url ?? '/', 'https://localhost');
    void answerTo(api, load, url).then(body => {
      answer.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
      answer.end(JSON.stringify(body ?? {}));
    });
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  await aggregated(api, GROUP, port);
  return server;
}

async function answerTo(api: Api, load: Load, url: URL): Promise<unknown> {
  if (url.pathname === `/apis/${GROUP}/v1beta1`)
    return {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: `${GROUP}/v1beta1`,
      resources: [{ name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] }],
    };
  const [, namespace] = /\/namespaces\/([^/]+)\/pods$/.exec(url.pathname) ?? [];
  if (namespace === undefined) return undefined;
  const selector = url.searchParams.get('labelSelector');
  const pods = await api.list(
    `/api/v1/namespaces/${namespace}/pods${selector === null ? '' : `?labelSelector=${encodeURIComponent(selector)}`}`,
  );
  const timestamp = new Date().toISOString().replace(/\.\d+/, '');
  const items = pods
    .filter(({ status }) => status.phase === 'Running')
    .map(({ metadata, spec }) => ({
      metadata: { name: metadata.name, namespace, labels: metadata.labels },
      timestamp,
      window: '30s',
      containers: spec.containers.map(
        ({
          name,
          resources,
        }: {
          readonly name: string;
          readonly resources: { readonly requests: { readonly cpu: string } };
        }) => ({
          name,
          usage: {
            cpu: `${String(Math.round((millicores(resources.requests.cpu) * (load.cpu[poolOf(metadata.name)] ?? 5)) / 100))}m`,
            memory: '100Mi',
          },
        }),
      ),
    }));
  return { kind: 'PodMetricsList', apiVersion: `${GROUP}/v1beta1`, metadata: {}, items };
}

/** `api-6d4cf56db6-x2x7q` is a pod of api. */
function poolOf(pod: string): string {
  return pod.split('-').slice(0, -2).join('-');
}
