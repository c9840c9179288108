import { isCustomName } from '../../src/model/signals.ts';
import type { TriggerPurpose } from '../../src/model/kubernetes-plan.ts';
import type { Proof } from '../../src/model/proof.ts';
import { proofsOf } from '../../src/proof/prove.ts';
import type { PlannedPool } from './pools.ts';

/** A way in which work wakes a pool at zero. */
export interface ProvenPath {
  readonly from: TriggerPurpose;
  /** Units of work that surely wake it; undefined where nobody knows its unit. */
  readonly smallest: number | undefined;
  /** Seconds to a replica that takes work. */
  readonly longest: number;
}

/** What is proven of a pool on its platform. */
export function proofOf({ plan, pool, on }: PlannedPool): Proof {
  const proof = proofsOf(plan, pool).find(({ target }) => target === on.target);
  if (proof === undefined) throw new Error(`nothing is proven of ${pool.pool.key} on ${on.target}`);
  return proof;
}

export function pathsOf({ wake }: Proof): readonly ProvenPath[] {
  return (wake?.paths ?? []).flatMap(({ from, smallest, longest }) =>
    (isCustomName(from) ? [from] : WAKING.filter(purpose => purpose === from)).map(purpose => ({
      from: purpose,
      smallest: smallest?.plain,
      longest: longest.plain,
    })),
  );
}

const WAKING: readonly TriggerPurpose[] = ['kafkaLag', 'queueBacklog', 'requestQueue', 'requests', 'wake'];
