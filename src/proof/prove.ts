import { once } from '../model/once.ts';
import type { Plan, PoolPlan } from '../model/plan.ts';
import type { Proof } from '../model/proof.ts';
import { TARGET_NAMES } from '../model/targets.ts';
import type { TargetName } from '../model/targets.ts';
import { ecsReturn } from './ecs/back.ts';
import { ecsLosses } from './ecs/lost.ts';
import { paceOnEcs } from './ecs/pace.ts';
import { ecsLimit } from './ecs/reach.ts';
import { ecsRollout } from './ecs/rollout.ts';
import { ecsScheduleEnd } from './ecs/schedule.ts';
import { ecsThresholds } from './ecs/thresholds.ts';
import { ecsWake } from './ecs/wake.ts';
import { kubernetesReturn } from './kubernetes/back.ts';
import { kubernetesLosses } from './kubernetes/lost.ts';
import { paceOnKubernetes } from './kubernetes/pace.ts';
import { kubernetesLimit } from './kubernetes/reach.ts';
import { kubernetesRollout } from './kubernetes/rollout.ts';
import { kubernetesScheduleEnd } from './kubernetes/schedule.ts';
import { kubernetesThresholds } from './kubernetes/thresholds.ts';
import { kubernetesWake } from './kubernetes/wake.ts';
import { paceOf } from './pace.ts';
import type { PaceBetween } from './pace.ts';
import type { Premises } from './premises.ts';
import { reachOf } from './reach.ts';
import type { LimitOf } from './reach.ts';

/** One proof for each target that the pool runs on. */
export function proofsOf(plan: Plan, pool: PoolPlan): readonly Proof[] {
  const known = proved.get(pool);
  if (known !== undefined) return known;
  const proofs = TARGET_NAMES.flatMap(target => prove(target, { plan, pool }) ?? []);
  proved.set(pool, proofs);
  return proofs;
}

const proved = new WeakMap<PoolPlan, readonly Proof[]>();

/** For who has asked all he wants: those of thousands of pools are a tenth of what a build holds. */
export function forgetProofs({ pools }: Plan): void {
  for (const pool of pools) proved.delete(pool);
}

/** How each part is worked out on a target. */
type Prover = {
  readonly [P in 'wake' | 'back' | 'lost' | 'schedule' | 'rollout' | 'thresholds']: (premises: Premises) => Proof[P];
} & { readonly limit: LimitOf; readonly pace: PaceBetween };

const PROVERS: { readonly [T in TargetName]: Prover } = {
  kubernetes: {
    wake: kubernetesWake,
    back: kubernetesReturn,
    lost: kubernetesLosses,
    schedule: kubernetesScheduleEnd,
    rollout: kubernetesRollout,
    thresholds: kubernetesThresholds,
    limit: kubernetesLimit,
    pace: paceOnKubernetes,
  },
  ecs: {
    wake: ecsWake,
    back: ecsReturn,
    lost: ecsLosses,
    schedule: ecsScheduleEnd,
    rollout: ecsRollout,
    thresholds: ecsThresholds,
    limit: ecsLimit,
    pace: paceOnEcs,
  },
};

/** The parts that are worked out when somebody asks for them. */
type Parts = { readonly [P in Exclude<keyof Proof, 'target' | 'owner' | 'rest'>]: () => Proof[P] };

/** Each part is worked out when somebody asks: lint asks for few of them, and a report for all. */
function prove(target: TargetName, premises: Premises): Proof | undefined {
  const { pool } = premises;
  const on = pool.on[target];
  if (on === undefined) return undefined;
  const prover = PROVERS[target];
  return new PoolProof(target, on.owner, pool.hold ?? pool.bounds.min, {
    wake: once(() => (pool.mayBeAtZero ? prover.wake(premises) : undefined)),
    back: once(() => (pool.hold === undefined ? prover.back(premises) : undefined)),
    lost: once(() => prover.lost(premises)),
    schedule: once(() => (pool.hold === undefined ? prover.schedule(premises) : undefined)),
    rollout: once(() => prover.rollout(premises)),
    thresholds: once(() => (pool.hold === undefined ? prover.thresholds(premises) : [])),
    pace: once(() => paceOf(pool, prover.pace)),
    reach: once(() => reachOf(pool, prover.limit, target)),
  });
}

/** A class, since V8 makes an object with getters of its own a hash table, slow to make and to read. */
class PoolProof implements Proof {
  readonly target: TargetName;
  readonly owner: Proof['owner'];
  readonly rest: Proof['rest'];
  readonly #parts: Parts;

  constructor(target: TargetName, owner: Proof['owner'], rest: Proof['rest'], parts: Parts) {
    this.target = target;
    this.owner = owner;
    this.rest = rest;
    this.#parts = parts;
  }

  get wake() {
    return this.#parts.wake();
  }

  get back() {
    return this.#parts.back();
  }

  get lost() {
    return this.#parts.lost();
  }

  get schedule() {
    return this.#parts.schedule();
  }

  get rollout() {
    return this.#parts.rollout();
  }

  get thresholds() {
    return this.#parts.thresholds();
  }

  get pace() {
    return this.#parts.pace();
  }

  get reach() {
    return this.#parts.reach();
  }
}
