import type { Plan, PlannedSignal, PoolPlan } from '../model/plan.ts';
import { derive } from '../model/sourced.ts';
import type { Path, Sourced } from '../model/sourced.ts';
import type { Leaf } from './resolved.ts';

/** What follows from a pool's signals and bounds together: how much work it takes to reach the most replicas. */
export function reachedAt(plan: Plan, path: Path): readonly Leaf[] {
  const [pools, key, signals, name, ...below] = path;
  const planned = pools === 'pools' ? plan.pools.find(({ pool }) => pool.key === key) : undefined;
  if (planned === undefined || (signals !== undefined && signals !== 'signals')) return [];
  return planned.signals
    .filter(signal => name === undefined || signal.name === [name, ...below].join('.') || signal.kind === name)
    .flatMap(signal => reached(planned, signal));
}

function reached({ bounds: { max } }: PoolPlan, planned: PlannedSignal): readonly Leaf[] {
  const [what, perReplica] = loadOf(planned) ?? [];
  if (what === undefined || perReplica === undefined) return [];
  const label = `${what} at which max is reached`;
  return [
    {
      path: [planned.name, 'perReplica'],
      label,
      value: derive(`${label} = perReplica × max`, { perReplica, max }, v => v.perReplica * v.max),
    },
  ];
}

/** What a signal counts for each replica; a utilisation and a latency count nothing. */
function loadOf(planned: PlannedSignal): readonly [what: string, perReplica: Sourced<number>] | undefined {
  switch (planned.kind) {
    case 'kafkaLag':
      return planned.signal.absolute ? ['lag', planned.signal.perReplica] : undefined;
    case 'queueBacklog':
      return ['backlog', planned.signal.perReplica];
    case 'requestQueue':
      return ['queue', planned.signal.perReplica];
    case 'requests':
      return ['rate', planned.signal.perReplica];
    case 'cpu':
    case 'memory':
    case 'latency':
      return undefined;
    case 'custom': {
      const { perReplica, total } = planned.signal;
      return perReplica !== undefined && total.plain ? ['number', perReplica] : undefined;
    }
  }
}
