import type { Plan, PlannedSignal, PoolPlan } from '../../model/plan.ts';
import type { TargetName } from '../../model/targets.ts';
import { paceOnEcs } from './ecs/pace.ts';
import { ecsReturn, ecsWake } from './ecs/proof.ts';
import { ecsLimit } from './ecs/reach.ts';
import { paceOnKubernetes } from './kubernetes/pace.ts';
import { kubernetesReturn, kubernetesWake } from './kubernetes/proof.ts';
import { kubernetesLimit } from './kubernetes/reach.ts';
import type { Pace } from './pace-steps.ts';
import type { Premises, ReturnProof, WakeProof } from './proof/types.ts';
import type { ReachLimit } from './reach-limit.ts';

/** What is known of how a target behaves, for the policies and the proofs. */
export interface TargetKnowledge {
  /** What wakes a pool that is at zero. */
  readonly wake: (premises: Premises) => WakeProof;
  /** How the pool gets back there. */
  readonly back: (premises: Premises) => ReturnProof;
  /** What a signal asks for at most; undefined where that has no bound. */
  readonly limit: (pool: PoolPlan, signal: PlannedSignal) => ReachLimit | undefined;
  /** Seconds between two counts; undefined where what is declared does not decide it. */
  readonly pace: (pool: PoolPlan, from: number, to: number) => Pace | undefined;
  /** Whether the same objects are changed in place, rather than new ones made elsewhere. */
  readonly inPlace: (now: Plan, before: Plan) => boolean;
}

export const KNOWLEDGE: { readonly [T in TargetName]: TargetKnowledge } = {
  kubernetes: {
    wake: kubernetesWake,
    back: kubernetesReturn,
    limit: kubernetesLimit,
    pace: paceOnKubernetes,
    inPlace: (now, before) =>
      now.system.targets.kubernetes?.namespace.plain === before.system.targets.kubernetes?.namespace.plain,
  },
  ecs: {
    wake: ecsWake,
    back: ecsReturn,
    limit: ecsLimit,
    pace: paceOnEcs,
    inPlace: (now, before) =>
      now.system.targets.ecs?.region.plain === before.system.targets.ecs?.region.plain &&
      now.system.targets.ecs?.accountId.plain === before.system.targets.ecs?.accountId.plain,
  },
};
