import type { Api } from './api.ts';
import { until } from './waiting.ts';

/** Lets the API server pass a group on to a server on this machine, `external.metrics.k8s.io` for one. */
export async function aggregated(api: Api, group: string, port: number): Promise<void> {
  const name = group.replaceAll('.', '-');
  const objects = [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'default' },
      spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
    },
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `v1beta1.${group}` },
      spec: {
        group,
        version: 'v1beta1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name, namespace: 'default', port },
      },
    },
  ];
  const { status, stderr } = await api.kubectl(
    ['apply', '-f', '-'],
    objects.map(o => JSON.stringify(o)).join('\n---\n'),
  );
  if (status !== 0) throw new Error(`${group} cannot be registered: ${stderr}`);
  await until(`${group} answers`, async () => (await api.get(`/apis/${group}/v1beta1`)).status === 200);
}
