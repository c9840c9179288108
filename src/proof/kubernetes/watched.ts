import type { Alert } from '../../model/kubernetes-plan.ts';
import { oneLine } from '../../model/one-line.ts';
import type { PoolPlan } from '../../model/plan.ts';
import type { Proof } from '../../model/proof.ts';
import { derive, mapped, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import { formatDuration, seconds } from '../../model/units.ts';

/** Rules that tell people when a pool does not wake or return in the time that its proof says. */
export function watchedAlerts({ pool, on: { kubernetes } }: PoolPlan, { wake, back }: Proof): readonly Alert[] {
  const { asleepWithWork, awakeWithoutWork } = kubernetes?.watch ?? {};
  const slowest = wake?.paths.map(({ longest }) => longest).toSorted((a, b) => b.plain - a.plain)[0];
  const late = slowest && inMinutes(slowest);
  const still = back?.after && inMinutes(back.after);
  return [
    ...(asleepWithWork === undefined || late === undefined
      ? []
      : [
          {
            name: 'PoolDoesNotWake' as const,
            expression: asleepWithWork,
            for: late,
            summary: text`${pool.name} has had work for ${late}, and no replica takes it`,
            description: oneLine(
              'The pool was to wake within this time. Check that the trigger is active, that a replica was asked for,',
              'and what it waits for: a node, a GPU, an image, its probes.',
            ),
            panel: TIMES,
          },
        ]),
    ...(awakeWithoutWork === undefined || still === undefined
      ? []
      : [
          {
            name: 'PoolDoesNotReturn' as const,
            expression: awakeWithoutWork,
            for: still,
            summary: text`${pool.name} has had no work for ${still}, and still runs`,
            description: oneLine(
              'The pool was to be at zero within this time. A trigger that fails keeps it awake, and so does a count',
              'that somebody else sets.',
            ),
            panel: TIMES,
          },
        ]),
  ];
}

/** The panel of the replicas: its description has the times that are promised. */
const TIMES = 'replicas';

/** Whole minutes, since a rule is evaluated every so often, and one more for that. */
function inMinutes(time: Sourced<number>): Sourced<string> {
  const whole = derive('whole minutes, and one for the evaluation of the rule', { time }, v =>
    seconds(60 * (Math.ceil(v.time / 60) + 1)),
  );
  return mapped(whole, formatDuration);
}
