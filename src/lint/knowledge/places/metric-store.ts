import type { KubernetesTarget } from '../../../model/targets.ts';
import { namedCluster } from './workloads.ts';

/**
 * Whether two environments ask one Prometheus: one address with one secret, and for an address inside a cluster one
 * cluster. Where clusters are not named, a namespace of each environment's own says that they share one: two clusters
 * could have used the same name.
 */
export function sameStore(one: KubernetesTarget, other: KubernetesTarget): boolean {
  const [a, b] = [one.prometheus, other.prometheus];
  if (a === undefined || b === undefined || addressOf(a.url.plain) !== addressOf(b.url.plain)) return false;
  // One address may hold the series of several tenants, each with its own secret.
  if (a.auth?.secret.plain !== b.auth?.secret.plain) return false;
  if (!isInsideCluster(a.url.plain)) return true;
  const [cluster, beside] = [namedCluster(one)?.plain, namedCluster(other)?.plain];
  if (cluster === undefined && beside === undefined) return one.namespace.plain !== other.namespace.plain;
  return cluster === beside;
}

function addressOf(url: string): string {
  return url.replace(/\/+$/, '').toLowerCase();
}

/**
 * Whether each cluster has its own host of this name: `prometheus`, `prometheus.monitoring`, `….svc`,
 * `….svc.cluster.local`, `localhost`. Of two labels the second is a namespace unless it is a domain that people buy.
 */
export function isInsideCluster(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  if (/^[\d.]+$/.test(host) || host.startsWith('[')) return host.startsWith('127.') || host === '[::1]';
  const labels = host.split('.').filter(label => label !== '');
  const last = labels.at(-1) ?? '';
  if (labels.length === 1 || last === 'svc' || labels[2] === 'svc' || host.endsWith('.cluster.local')) return true;
  return labels.length === 2 && last.length > 2 && !PUBLIC.has(last);
}

/** Beside those of two letters; `dev`, `app` and `cloud` are namespaces more often than hosts of two labels. */
const PUBLIC: ReadonlySet<string> = new Set('com net org info biz internal local corp lan intranet'.split(' '));
