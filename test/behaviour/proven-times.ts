import { ecsScaleIn } from '../../src/behaviour/closed-form/ecs-pace.ts';
import { hpaPace } from '../../src/behaviour/closed-form/hpa-pace.ts';
import { kedaReturn } from '../../src/behaviour/closed-form/keda-return.ts';
import { scalingRules } from '../../src/behaviour/hpa/scaling-rules.ts';
import { proofsOf } from '../../src/lint/knowledge/proof/proof.ts';
import type { EcsPool } from '../../src/model/ecs-plan.ts';
import type { KubernetesPool, TriggerPurpose } from '../../src/model/kubernetes-plan.ts';
import type { PlannedPool } from './pools.ts';
import { delayOf } from './signals-of.ts';

/** What is proven of a pool on a platform, in seconds. */
export interface ProvenTimes {
  /** How a pool that may be at zero wakes; undefined for one that is never there. */
  readonly wake: { readonly paths: readonly ProvenPath[]; readonly byClock: boolean } | undefined;
  /** From the last work to the minimum, at the longest; undefined where it never gets there. */
  readonly back: number | undefined;
}

export interface ProvenPath {
  readonly from: TriggerPurpose;
  /** Units of work that surely wake it; undefined where nobody knows its unit. */
  readonly smallest: number | undefined;
  readonly longest: number;
}

export function provenTimes(planned: PlannedPool): ProvenTimes {
  const { plan, pool, on } = planned;
  const proof = proofsOf(plan, pool).find(({ target }) => target === on.target);
  const asleep = proof?.back.after?.plain;
  return {
    wake: proof && {
      paths: proof.wake.paths.flatMap(({ from, smallest, longest }) =>
        isPurpose(from) ? [{ from, smallest: smallest?.plain, longest: longest.plain }] : [],
      ),
      byClock: proof.wake.scheduled !== undefined,
    },
    back:
      on.target === 'kubernetes'
        ? proof === undefined
          ? kubernetesBack(planned, on.planned)
          : asleep
        : ecsBack(planned, on.planned, asleep),
  };
}

const PURPOSES: readonly string[] = ['kafkaLag', 'queueBacklog', 'requestQueue', 'requests', 'wake'];

function isPurpose(from: string): from is TriggerPurpose {
  return PURPOSES.includes(from);
}

function kubernetesBack(planned: PlannedPool, { autoscaler, behavior }: KubernetesPool): number | undefined {
  if (autoscaler.kind === 'none') return undefined;
  const purposes: readonly TriggerPurpose[] =
    autoscaler.kind === 'hpa'
      ? autoscaler.metrics.map(({ resource }) => resource)
      : autoscaler.triggers.map(one => one.for);
  const late = Math.max(0, ...purposes.map(purpose => delayOf(planned, purpose)));
  if (autoscaler.kind === 'scaled-object') return kedaReturn(autoscaler, behavior, late);
  const rules = { scaleUp: scalingRules(behavior.scaleUp), scaleDown: scalingRules(behavior.scaleDown) };
  const down = hpaPace(rules, autoscaler.max.plain, autoscaler.min.plain);
  return down === undefined ? undefined : late + down;
}

function ecsBack({ pool }: PlannedPool, { scaling }: EcsPool, asleep: number | undefined): number | undefined {
  const down = scaling === undefined ? 0 : ecsScaleIn(scaling, scaling.max.plain, scaling.min.plain);
  if (!pool.mayBeAtZero) return down;
  return down === undefined || asleep === undefined ? undefined : down + asleep;
}
