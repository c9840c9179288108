import type { ScaledObjectDecision, TriggerPurpose } from '../../model/kubernetes-plan.ts';

/** A trigger that can start the first replica. */
export interface KedaWakePath {
  readonly of: TriggerPurpose;
  /** KEDA starts one strictly above this value; undefined for a window of a schedule. */
  readonly above: number | undefined;
  /** Seconds from the value, or the window's start, to a replica that takes work, at the longest. */
  readonly longest: number;
}

/**
 * No count of work reaches this; a trigger with such an activation wakes nothing. Source:
 * plan/kubernetes/activation.ts.
 */
const UNREACHABLE = 1_000_000_000;

/**
 * How a pool at zero gets its first replica: the next poll, and the cold start. `delay` is how late a trigger shows its
 * signal: a scrape, and what a query looks back at before it rises.
 */
export function kedaWakePaths(
  { triggers, pollingInterval, paused }: ScaledObjectDecision,
  coldStart: number,
  delay: (purpose: TriggerPurpose) => number,
): readonly KedaWakePath[] {
  if (paused !== undefined) return [];
  return triggers.flatMap((trigger): readonly KedaWakePath[] => {
    const reaction = pollingInterval.plain + coldStart;
    switch (trigger.scaler) {
      case 'resource':
        return [];
      case 'cron':
        return [{ of: trigger.for, above: undefined, longest: reaction }];
      case 'kafka':
        return above(trigger.for, trigger.metadata.activationLagThreshold?.plain, reaction, delay);
      case 'sqs':
        return above(trigger.for, trigger.metadata.activationQueueLength?.plain, reaction, delay);
      case 'rabbitmq':
        return above(trigger.for, trigger.metadata.activationValue?.plain, reaction, delay);
      case 'prometheus':
        return above(trigger.for, trigger.metadata.activationThreshold?.plain, reaction, delay);
    }
  });
}

function above(
  of: TriggerPurpose,
  activation: string | undefined,
  reaction: number,
  delay: (purpose: TriggerPurpose) => number,
): readonly KedaWakePath[] {
  const threshold = Number(activation ?? 0);
  return threshold >= UNREACHABLE ? [] : [{ of, above: threshold, longest: delay(of) + reaction }];
}
