import type { Priority, PoolKind } from '../../model/system.ts';

/** Minimum of each kind of pool: the scaling document's table "Cost vs Latency tradeoff". */
export const PRIORITY_MINIMUM: Readonly<Record<Priority, Readonly<Record<PoolKind, number>>>> = {
  'low-cost': { 'always-on': 1, 'demand-driven': 1, 'scale-to-zero': 0 },
  balanced: { 'always-on': 2, 'demand-driven': 1, 'scale-to-zero': 0 },
  'low-latency': { 'always-on': 3, 'demand-driven': 2, 'scale-to-zero': 1 },
};

/** Reasons, said once; each is printed by `explain` and in the report. */
export const WHY = {
  balanced: 'balanced is the middle row of the priority table',
  full: 'every declared signal acts unless a lower rung is asked for',
  idle: 'the scaling document scales in after 5 minutes without work',
  grace: 'Kubernetes waits 30 s by default, and so does ECS',
  leaseGrace: 'leases are handed over before the pod ends, which takes longer than the default of 30 s',
  coldStart: 'a container that is on the node already is ready within a minute',
  gpuColdStart: 'a GPU node, its image and its model take minutes',
  upNow: 'scale up at once',
  downSlowly: 'scale down slowly: 5 minutes of the most cautious proposal',
  upPercent: 'at most double in a period, as the HPA does by default',
  upReplicas: 'or 4 replicas, whichever is more, so that a small pool grows too',
  downPercent: 'at most a tenth in a period, so that a dip costs little',
  downReplicas: 'and at least one replica, so that a small pool shrinks too',
  upEvery: 'the HPA decides every 15 s',
  downEvery: 'one step down a minute',
  larger: 'the larger of the two, so that neither end of the range is stuck',
  cooldownOut: 'a further task is judged only when the last one works, and never within a minute',
  cooldownIn: 'the scaling document waits 300 s before it scales in again',
  disruption: 'a drain takes one replica at a time and is never blocked',
  noActivation: 'any work at all wakes a pool at zero',
} as const;
