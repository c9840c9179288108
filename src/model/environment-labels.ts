import type { KubernetesTarget } from './targets.ts';

/**
 * What tells the series of an environment from those of another, by name and the namespace first: its namespace, and
 * the labels by which a store that several share does it.
 */
export function environmentLabels({ namespace, prometheus }: KubernetesTarget): ReadonlyMap<string, string> {
  const labels = (prometheus?.labels ?? []).map(({ key, value }) => [key.plain, value.plain] as const);
  return new Map([['namespace', namespace.plain], ...labels]);
}
