import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names that anything of the cluster is called by; all of it is on this machine. */
const NAMES = ['DNS:localhost', 'IP:127.0.0.1', 'DNS:kubernetes.default.svc'];

/** Paths of one authority, and of the one certificate that every server and client of the cluster shows. */
export interface Certificates {
  readonly folder: string;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Makes them with openssl, under the names that KEDA reads: ca.crt, tls.crt and tls.key. */
export function certificates(folder: string): Certificates {
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  openssl(
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=cluster', '-keyout', 'ca.key', '-out', 'ca.crt'],
  );
  openssl(
    ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-subj', '/CN=cluster-member', '-keyout', 'tls.key', '-out', 'tls.csr'],
  );
  writeFileSync(
    join(folder, 'names'),
    `subjectAltName=${NAMES.join(',')}\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=digitalSignature\n`,
  );
  openssl(
    ...['x509', '-req', '-in', 'tls.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'],
    ...['-days', '2', '-extfile', 'names', '-out', 'tls.crt'],
  );
  return {
    folder,
    authority: join(folder, 'ca.crt'),
    certificate: join(folder, 'tls.crt'),
    key: join(folder, 'tls.key'),
  };
}
