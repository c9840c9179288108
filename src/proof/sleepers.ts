import type { Proof, ReturnProof, WakeProof } from '../model/proof.ts';
import type { TargetName } from '../model/targets.ts';

/** A pool on a target where it may be at zero. */
export interface Sleeper {
  readonly target: TargetName;
  readonly rest: Proof['rest'];
  readonly wake: WakeProof;
  readonly back: ReturnProof;
}

/** The targets on which the pool may be at zero; where nothing scales it, it never returns there either. */
export function sleepersOf(proofs: readonly Proof[]): readonly Sleeper[] {
  return proofs.flatMap(({ target, rest, wake, back }) =>
    wake === undefined ? [] : [{ target, rest, wake, back: back ?? { after: undefined, blocked: [] } }],
  );
}
