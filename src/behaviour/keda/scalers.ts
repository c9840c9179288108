import type { Trigger } from '../../model/kubernetes-plan.ts';
import type { TriggerState } from './activity.ts';
import { withFallback } from './fallback.ts';
import type { Fallback } from './fallback.ts';
import { readTrigger, targetOf } from './trigger.ts';
import type { Surroundings } from './trigger.ts';

/** The scalers of one ScaledObject, looked at by KEDA's loop and, for the HPA, by its metrics adapter. */
export interface Scalers {
  /** All triggers as they are read now, fallbacks in their place; undefined before they were ever built. */
  look(surroundings: Surroundings, replicas: { readonly current: number; readonly ready: number }): Look;
  /** Whether they were built once: only then does KEDA make the HPA. */
  readonly everBuilt: boolean;
}

export interface Look {
  readonly states: readonly TriggerState[];
  /** False where a constructor failed: then no trigger is read, and nothing falls back (semantics 1a). */
  readonly built: boolean;
}

export interface ScalersOptions {
  readonly fallback: Fallback | undefined;
  /** A fallback counts as activity: KEDA 2.19 and later (semantics 20). */
  readonly fallbackIsActive: boolean;
}

/** Scalers whose constructor connects to what they read: it fails where that is away. */
export const CONNECTING: Readonly<Record<Trigger['scaler'], boolean>> = {
  kafka: true,
  sqs: false,
  // Over HTTP nothing is asked before the first poll (rabbitmq_scaler.go).
  rabbitmq: false,
  prometheus: false,
  cron: false,
  resource: false,
};

/**
 * Scalers are built all or none, and built again after any of them failed.
 *
 * Source: pkg/scaling/scalers_builder.go, `buildScalers`; pkg/scaling/scale_handler.go, `ClearScalersCache`.
 */
export function scalersOf(triggers: readonly Trigger[], { fallback, fallbackIsActive }: ScalersOptions): Scalers {
  let cached = false;
  let everBuilt = false;
  let failures = triggers.map(() => 0);
  return {
    get everBuilt() {
      return everBuilt;
    },
    look(surroundings, replicas) {
      if (!cached && triggers.some(trigger => CONNECTING[trigger.scaler] && isAway(trigger, surroundings))) {
        const state: TriggerState = { kind: 'error', why: 'a scaler of the object cannot be built' };
        return { states: triggers.map(() => state), built: false };
      }
      cached = true;
      everBuilt = true;
      const looks = triggers.map((trigger, index) =>
        withFallback(
          readTrigger(trigger, surroundings),
          failures[index] ?? 0,
          fallback,
          targetOf(trigger),
          replicas,
          fallbackIsActive,
        ),
      );
      failures = looks.map(look => look.failures);
      if (looks.some(({ state, inFallback }) => state.kind === 'error' && !inFallback)) cached = false;
      return { states: looks.map(({ state }) => state), built: true };
    },
  };
}

function isAway(trigger: Trigger, { observe }: Surroundings): boolean {
  return observe(trigger.for) === undefined;
}
