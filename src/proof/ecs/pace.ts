import { ecsScaleIn, ecsScaleOut } from '../../behaviour/closed-form/ecs-pace.ts';
import type { EcsPace } from '../../behaviour/closed-form/ecs-pace.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { Pace } from '../../model/proof.ts';
import { wholeMinutes } from '../whole-minutes.ts';

/** By its steps, or by the pauses between activities of target tracking; undefined where neither decides. */
export function paceOnEcs({ pool, on: { ecs } }: PoolPlan, from: number, to: number): Pace | undefined {
  const scaling = ecs?.scaling;
  if (scaling === undefined || [pool.scaleUp, pool.scaleDown].some(({ select }) => select.plain === 'disabled'))
    return undefined;
  const tracked = scaling.policies.filter(policy => policy.kind === 'tracking').length;
  const written = [pool.scaleUp.cooldown, pool.scaleDown.cooldown].some(({ origin }) => origin.kind === 'written');
  // How far AWS goes at once by tracking is not said, so only a pause that somebody chose is judged by it.
  if (tracked > 0 && !(written && tracked === scaling.policies.length)) return undefined;
  const out = ecsScaleOut(scaling, from, to);
  const back = ecsScaleIn(scaling, to, from);
  if (out === undefined || back === undefined) return undefined;
  return { up: out.seconds, down: back.seconds, slower: longerCooldown(out, back) };
}

/** A single activity has no pause after it that would count. */
function longerCooldown(out: EcsPace, { seconds, activities, between }: EcsPace): Pace['slower'] {
  if (activities < 2) return undefined;
  const rest = seconds - (activities - 1) * between;
  return { key: 'cooldown', seconds: wholeMinutes((out.seconds - rest) / (activities - 1) + 1) };
}
