import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { ClusterTools } from '../../scripts/cluster-tools.mjs';
import type { Api } from './api.ts';
import type { Certificates } from './certificates.ts';
import { freePort } from './processes.ts';
import type { Processes } from './processes.ts';
import { aggregated } from './aggregated.ts';
import { until } from './waiting.ts';

/** Where the operator serves its metrics. */
export interface Keda {
  readonly metricsPort: number;
}

/** Defines the kinds that are applied. */
export async function defineKinds(api: Api, tools: ClusterTools): Promise<void> {
  const files = tools.definitions.flatMap(file => ['-f', file]);
  const { status, stderr } = await api.kubectl(['apply', '--server-side', ...files]);
  if (status !== 0) throw new Error(`kinds cannot be defined: ${stderr}`);
  const ready = await api.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  if (ready.status !== 0) throw new Error(ready.stderr);
}

/** Starts KEDA's webhooks, and registers them as its release does, but so that none of them may be passed by. */
export async function admission(
  { api, tls }: { readonly api: Api; readonly tls: Certificates },
  tools: ClusterTools,
  processes: Processes,
): Promise<void> {
  const [port, metrics, health] = [await freePort(), await freePort(), await freePort()];
  processes.start(
    'keda-webhooks',
    tools['keda-webhooks'],
    [
      ...address('metrics', metrics),
      ...address('health-probe', health),
      `--port=${String(port)}`,
      `--cert-dir=${tls.folder}`,
      // Otherwise a Deployment that was applied a moment before may not be known yet, and its ScaledObject is refused;
      // Argo CD and Flux try again.
      '--cache-miss-to-direct-client=true',
    ],
    environmentOf(api),
  );
  await ready('keda-webhooks', health, processes);
  const configuration: unknown = load(
    readFileSync(join(tools.keda, 'config/webhooks/validation_webhooks.yaml'), 'utf8'),
  );
  const caBundle = readFileSync(tls.authority).toString('base64');
  const text = JSON.stringify(configuration, (key, value: unknown) => {
    if (key === 'failurePolicy') return 'Fail';
    if (key !== 'clientConfig') return value;
    const { path } = JSON.parse(JSON.stringify(value)).service;
    return { url: `https://127.0.0.1:${String(port)}${String(path)}`, caBundle };
  });
  const { status, stderr } = await api.kubectl(['apply', '-f', '-'], text);
  if (status !== 0) throw new Error(`the webhooks cannot be registered: ${stderr}`);
}

/** Starts KEDA's operator and its metrics adapter. */
export async function keda(
  { api, tls }: { readonly api: Api; readonly tls: Certificates },
  tools: ClusterTools,
  processes: Processes,
): Promise<Keda> {
  await api.namespace('keda');
  const [metrics, health, service] = [await freePort(), await freePort(), await freePort()];
  processes.start(
    'keda-operator',
    tools['keda-operator'],
    [
      ...address('metrics', metrics),
      ...address('health-probe', health),
      ...address('metrics-service', service),
      `--cert-dir=${tls.folder}`,
      '--zap-log-level=info',
    ],
    environmentOf(api),
  );
  await ready('keda-operator', health, processes);

  const [secure, ownMetrics] = [await freePort(), await freePort()];
  processes.start(
    'keda-adapter',
    tools['keda-adapter'],
    [
      `--secure-port=${String(secure)}`,
      `--port=${String(ownMetrics)}`,
      `--metrics-service-address=localhost:${String(service)}`,
      `--cert-dir=${tls.folder}`,
      `--client-ca-file=${tls.authority}`,
      `--tls-cert-file=${tls.certificate}`,
      `--tls-private-key-file=${tls.key}`,
      `--lister-kubeconfig=${api.kubeconfig}`,
      `--authentication-kubeconfig=${api.kubeconfig}`,
      `--authorization-kubeconfig=${api.kubeconfig}`,
    ],
    environmentOf(api),
  );
  await aggregated(api, 'external.metrics.k8s.io', secure);
  return { metricsPort: metrics };
}

function environmentOf({ kubeconfig }: Api): Readonly<Record<string, string>> {
  return { KUBECONFIG: kubeconfig, POD_NAMESPACE: 'keda', KEDA_CLUSTER_OBJECT_NAMESPACE: 'keda', WATCH_NAMESPACE: '' };
}

function address(of: string, port: number): readonly string[] {
  return [`--${of}-bind-address=127.0.0.1:${String(port)}`];
}

async function ready(name: string, port: number, processes: Processes): Promise<void> {
  try {
    await until(`${name} is ready`, async () => {
      try {
        return (await fetch(`http://127.0.0.1:${String(port)}/readyz`)).ok;
      } catch {
        return false;
      }
    });
  } catch (error) {
    throw new Error(processes.endOfLog(name), { cause: error });
  }
}
