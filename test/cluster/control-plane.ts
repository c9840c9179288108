import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterTools } from '../../scripts/cluster-tools.mjs';
import { Api, TOKEN } from './api.ts';
import { certificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import { freePort } from './processes.ts';
import type { Processes } from './processes.ts';
import { until } from './waiting.ts';

/** What of the controller manager a workload needs: pods follow its Deployment, and its HPA is evaluated. */
const CONTROLLERS = [
  'deployment-controller',
  'replicaset-controller',
  'horizontal-pod-autoscaler-controller',
  'namespace-controller',
  'garbage-collector-controller',
  'disruption-controller',
];

/** What a later minor has without being asked: HPAs for 1.35 and later are emitted with their own tolerance. */
const FEATURES = 'HPAConfigurableTolerance=true';

/** Starts etcd and kube-apiserver; everyone may do everything, and nothing acts on the objects. */
export async function controlPlane(
  tools: ClusterTools,
  processes: Processes,
): Promise<{ readonly api: Api; readonly tls: Certificates }> {
  const folder = join(processes.folder, 'tls');
  mkdirSync(folder);
  const tls = certificates(folder);
  const [etcd, peer, secure] = [await freePort(), await freePort(), await freePort()];
  const url = (port: number): string => `http://127.0.0.1:${String(port)}`;
  processes.start('etcd', tools.etcd, [
    ...['--data-dir', join(processes.folder, 'etcd'), '--unsafe-no-fsync'],
    ...['--listen-client-urls', url(etcd), '--advertise-client-urls', url(etcd)],
    ...['--listen-peer-urls', url(peer), '--initial-advertise-peer-urls', url(peer)],
    ...['--initial-cluster', `default=${url(peer)}`],
  ]);

  const accounts = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const file = (name: string, text: string): string => {
    writeFileSync(join(processes.folder, name), text);
    return join(processes.folder, name);
  };
  const server = `https://127.0.0.1:${String(secure)}`;
  processes.start('kube-apiserver', tools['kube-apiserver'], [
    `--etcd-servers=${url(etcd)}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${String(secure)}`,
    '--endpoint-reconciler-type=none',
    '--service-cluster-ip-range=10.96.0.0/16',
    `--tls-cert-file=${tls.certificate}`,
    `--tls-private-key-file=${tls.key}`,
    `--client-ca-file=${tls.authority}`,
    `--token-auth-file=${file('tokens.csv', `${TOKEN},administrator,administrator,system:masters\n`)}`,
    '--authorization-mode=AlwaysAllow',
    `--feature-gates=${FEATURES}`,
    // Pods need no token, and nothing makes service accounts.
    '--disable-admission-plugins=ServiceAccount',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('accounts.pub', accounts.publicKey)}`,
    `--service-account-signing-key-file=${file('accounts.key', accounts.privateKey)}`,
    `--requestheader-client-ca-file=${tls.authority}`,
    '--requestheader-allowed-names=',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${tls.certificate}`,
    `--proxy-client-key-file=${tls.key}`,
  ]);
  const kubeconfig = file(
    'kubeconfig',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster: { server, 'certificate-authority': tls.authority } }],
      users: [{ name: 'test', user: { token: TOKEN } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    }),
  );
  const api = new Api(secure, tools.kubectl, kubeconfig, tls.authority);
  await until('kube-apiserver is ready', async () => {
    try {
      return (await api.get('/readyz')).status === 200;
    } catch {
      return false;
    }
  });
  return { api, tls };
}

/** Starts what acts on workloads and their autoscalers. */
export function controllers(api: Api, tools: ClusterTools, processes: Processes): void {
  processes.start('kube-controller-manager', tools['kube-controller-manager'], [
    `--kubeconfig=${api.kubeconfig}`,
    `--controllers=${CONTROLLERS.join(',')}`,
    `--feature-gates=${FEATURES}`,
    '--leader-elect=false',
    '--secure-port=0',
  ]);
}
