import type { NeutralPool } from '../../model/plan.ts';
import { derive, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import { formatDuration, percent, seconds } from '../../model/units.ts';
import type { Percent, Seconds } from '../../model/units.ts';
import { wholePercent } from '../rounding.ts';

/**
 * Whether a `for` is a part of the query. An HPA has one window for all of its metrics, so a wait that belongs to one
 * of them would delay the others too; where all wait alike, or one signal is alone, that window says exactly what was
 * meant (semantics 51).
 */
export function waitsInQuery(neutral: NeutralPool, { prometheus }: KubernetesTarget): boolean {
  return prometheus !== undefined && !waitsAlike(neutral);
}

/** Whether one window for all metrics says what each of them says. */
export function waitsAlike({ pool, signals }: NeutralPool): boolean {
  const waits = signals.map(({ name, signal }) => {
    if (name === 'cpu' || name === 'memory') return signal.for?.plain ?? 0;
    return 0;
  });
  return new Set([...waits, ...(pool.schedule === undefined ? [] : [0])]).size <= 1;
}

/**
 * Above the target only with what held for the whole duration, below it with what is there now, and nothing when the
 * metric is gone. A bare `min_over_time` is silenced by one dip, and scales in below the mean (semantics 51).
 */
export function sustained(
  utilisation: Sourced<string>,
  target: Sourced<Percent>,
  wait: Sourced<Seconds>,
): Sourced<string> {
  const step = wait.plain >= 150 ? 30 : Math.max(1, Math.floor(wait.plain / 5));
  const enough = Math.max(1, Math.floor(0.9 * Math.floor(wait.plain / step)));
  const threshold = mapped(target, plain => String(wholePercent(plain)));
  const range = mapped(wait, plain => `${formatDuration(plain)}:${formatDuration(seconds(step))}`);
  return text`((quantile_over_time(0.2, (${utilisation})[${range}]) > ${threshold}) and on () (count_over_time((${utilisation})[${range}]) >= ${String(enough)})) or clamp_max(${utilisation}, ${threshold})`;
}

/** Where CPU or memory acts at once, so that an outage of Prometheus leaves a brake: a quarter above, at most 95 %. */
export function ceilingOf(target: Sourced<Percent>): Sourced<Percent> {
  return derive('ceiling = 1.25 × target, at most 95 %: what is read without Prometheus', { target }, v =>
    percent(Math.max(v.target, Math.min(95, Math.floor(1.25 * v.target)))),
  );
}
