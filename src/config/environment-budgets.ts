import type { Budgets } from '../model/budgets.ts';
import { budgetProblem } from '../model/catalogue/budgets.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Span } from '../model/span.ts';
import type { Located, LocatedMap } from '../source/located.ts';
import { weightOfScalar } from '../source/located.ts';

/** What is known of a text before anything is merged. */
export interface Weighed {
  /** Values of the tree, those that aliases add included. */
  readonly weight: number;
  readonly budgets: Budgets;
}

/**
 * Whether the environments of a file, each a configuration of its own, are more than a run may spend: told before they
 * are merged, as far as the base alone shows it.
 */
export function tooManyEnvironments(root: LocatedMap, { budgets }: Weighed): Diagnostic | undefined {
  const declared = mapAt(root, 'environments');
  const count = declared?.entries.size ?? 0;
  if (declared !== undefined && count > budgets.environments) {
    const first = [...declared.entries.values()][budgets.environments];
    return budgetProblem('over-budget', 'environments', {
      data: { count, most: budgets.environments },
      span: first?.key.span,
      path: ['environments'],
    });
  }
  const pools = mapAt(root, 'pools');
  return pools === undefined ? undefined : tooManyPools(pools, pools.entries.size * Math.max(count, 1), budgets);
}

/** The same of what they are once each is merged. */
export function tooLarge(
  root: LocatedMap,
  environments: readonly { readonly located: LocatedMap }[],
  { weight, budgets }: Weighed,
): Diagnostic | undefined {
  const pools = environments.flatMap(({ located }) => mapAt(located, 'pools') ?? []);
  const workloads = pools.reduce((sum, { entries }) => sum + entries.size, 0);
  const [first] = pools;
  const over = first && tooManyPools(first, workloads, budgets);
  if (over !== undefined) return over;
  // No environment has more than all that is written.
  if (weight * environments.length <= budgets.values) return undefined;
  const known = new Map<Located, number>();
  const count = environments.reduce((sum, { located }) => sum + weightOf(located, known), 0);
  return count <= budgets.values
    ? undefined
    : budgetProblem('over-budget', 'values', { data: { count, most: budgets.values }, span: topOf(root) });
}

function tooManyPools(pools: LocatedMap, count: number, { workloads }: Budgets): Diagnostic | undefined {
  if (count <= workloads) return undefined;
  const entries = [...pools.entries.values()];
  // The pool at which an only environment would pass the budget; the last one where it takes several.
  const entry = entries[Math.min(workloads, entries.length - 1)];
  return budgetProblem('over-budget', 'workloads', {
    data: { count, most: workloads },
    span: entry?.key.span ?? pools.at.span,
    path: ['pools'],
  });
}

/** What environments share is counted in each, and walked once. */
function weightOf(node: Located, known: Map<Located, number>): number {
  if (node.kind === 'scalar') return weightOfScalar(node.plain);
  const before = known.get(node);
  if (before !== undefined) return before;
  let weight = 1;
  if (node.kind === 'list') for (const item of node.items) weight += weightOf(item, known);
  else for (const { value } of node.entries.values()) weight += weightOf(value, known);
  known.set(node, weight);
  return weight;
}

function mapAt(map: LocatedMap, key: string): LocatedMap | undefined {
  const value = map.entries.get(key)?.value;
  return value?.kind === 'map' ? value : undefined;
}

function topOf(root: LocatedMap): Span {
  const entry = root.entries.get('environments') ?? root.entries.get('pools');
  return entry?.key.span ?? { ...root.at.span, end: root.at.span.start };
}
