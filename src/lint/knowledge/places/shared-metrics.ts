import type { Plan } from '../../../model/plan.ts';
import { readFromCloudWatch, readFromPrometheus, readsAllOf } from './metrics-read.ts';
import type { MetricRead } from './metrics-read.ts';

/** Series that one environment and others read. */
export interface SharedMetrics {
  /** The one that reads everything that the other reads: its query is too wide. */
  readonly read: MetricRead;
  readonly sharing: ReadonlySet<Plan>;
}

/** Series that this environment and others read, each place once. */
export function sharedWith(
  plan: Plan,
  others: readonly Plan[],
  readsOf: (plan: Plan) => readonly MetricRead[],
): readonly SharedMetrics[] {
  if (others.length === 0) return [];
  const found = new Map<string, { readonly read: MetricRead; readonly sharing: Set<Plan> }>();
  const own = [...byMetrics(plan, readsOf).values()].flat();
  for (const other of others) {
    const theirs = byMetrics(other, readsOf);
    for (const read of own) {
      for (const one of theirs.get(read.metrics) ?? []) {
        const wide = readsAllOf(read, one) ? read : readsAllOf(one, read) ? one : undefined;
        if (wide === undefined) continue;
        const place = wide.path.join('.');
        const shared = found.get(place) ?? { read: wide, sharing: new Set() };
        shared.sharing.add(other);
        found.set(place, shared);
      }
    }
  }
  return [...found.values()];
}

type Grouped = ReadonlyMap<string, readonly MetricRead[]>;

/** Each environment is compared with each other, so what it reads is worked out once. */
const KNOWN = new Map([readFromPrometheus, readFromCloudWatch].map(of => [of, new WeakMap<Plan, Grouped>()] as const));

function byMetrics(plan: Plan, readsOf: (plan: Plan) => readonly MetricRead[]): Grouped {
  const known = KNOWN.get(readsOf)?.get(plan);
  if (known !== undefined) return known;
  const grouped = new Map<string, MetricRead[]>();
  for (const read of readsOf(plan)) {
    const group = grouped.get(read.metrics);
    if (group === undefined) grouped.set(read.metrics, [read]);
    else group.push(read);
  }
  KNOWN.get(readsOf)?.set(plan, grouped);
  return grouped;
}
