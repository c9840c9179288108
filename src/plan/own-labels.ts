import type { LabelPair } from '../model/label-pair.ts';
import { derive, mapped, text } from '../model/sourced.ts';
import type { Sourced } from '../model/sourced.ts';
import type { KubernetesTarget } from '../model/targets.ts';

/**
 * The matchers of what this environment's own pods and objects emit: their namespace, and the labels by which a store
 * that several environments share tells them apart. No series of anybody else gets them.
 */
export function ownLabels(target: KubernetesTarget): Sourced<string> {
  return text`namespace="${target.namespace}"${storeLabels(target)}`;
}

/** The same of targets, whose namespace only the operator adds; undefined where nothing tells them apart. */
export function ownTargetLabels(target: KubernetesTarget): Sourced<string> | undefined {
  if (target.monitoring.plain === 'prometheus-operator') return ownLabels(target);
  return (target.prometheus?.labels ?? []).length === 0
    ? undefined
    : mapped(storeLabels(target), labels => labels.slice(1));
}

/** `,cluster="eu-1"`; nothing where the store is this environment's alone. */
export function storeLabels({ prometheus }: KubernetesTarget): Sourced<string> {
  return labelMatchers(prometheus?.labels ?? []);
}

/** Each label with a comma before it, to follow another matcher. */
export function labelMatchers(labels: readonly LabelPair[]): Sourced<string> {
  const pairs = labels.map(({ key, value }) =>
    derive('a label of the environment', { key, value }, v => `,${v.key}="${v.value}"`),
  );
  return pairs.reduce((all, pair) => text`${all}${pair}`, text``);
}
