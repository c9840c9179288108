import { scalerFacts } from '../../model/keda-scalers.ts';
import type { Trigger } from '../../model/kubernetes-plan.ts';
import type { TriggerState } from './activity.ts';
import { withFallback } from './fallback.ts';
import type { Fallback } from './fallback.ts';
import { readTrigger, targetOf } from './trigger.ts';
import type { Surroundings } from './trigger.ts';

/** The scalers of one ScaledObject, looked at by KEDA's loop and, for the HPA, by its metrics adapter. */
export interface Scalers {
  /** All triggers as they are read now, fallbacks in their place where `who` looks has them. */
  look(who: Looker, surroundings: Surroundings, replicas: { readonly current: number; readonly ready: number }): Look;
  /** Whether they were built once: only then does KEDA make the HPA. */
  readonly everBuilt: boolean;
}

export type Looker = 'loop' | 'hpa';

export interface Look {
  readonly states: readonly TriggerState[];
  /** False where a constructor failed: then no trigger is read, and nothing falls back (semantics 1a). */
  readonly built: boolean;
}

export interface ScalersOptions {
  readonly fallback: Fallback | undefined;
  /** The loop falls back as the HPA does: KEDA 2.19 and later. Before, it sees the error (semantics 20). */
  readonly loopFallsBack: boolean;
}

/** Scalers whose constructor connects to what they read: it fails where that is away. */
const CONNECTING: Readonly<Record<Trigger['scaler'], boolean>> = {
  kafka: true,
  sqs: false,
  // Over HTTP nothing is asked before the first poll (rabbitmq_scaler.go).
  rabbitmq: false,
  prometheus: false,
  cron: false,
  resource: false,
  custom: false,
};

/** A written trigger connects by its scaler, and RabbitMQ's where it speaks AMQP. */
export function connects(trigger: Trigger): boolean {
  if (trigger.scaler !== 'custom') return CONNECTING[trigger.scaler];
  const { plain: type } = trigger.type;
  const { host, protocol } = trigger.metadata;
  if (type === 'rabbitmq') return protocol?.plain !== 'http' && host?.plain.startsWith('http') !== true;
  return scalerFacts(type).connects;
}

/**
 * Scalers are built all or none, and built again after any of them failed.
 *
 * Source: pkg/scaling/scalers_builder.go, `buildScalers`; pkg/scaling/scale_handler.go, `ClearScalersCache`, and
 * `getScalerState` of 2.18.3 and 2.19.0.
 */
export function scalersOf(triggers: readonly Trigger[], { fallback, loopFallsBack }: ScalersOptions): Scalers {
  let cached = false;
  let everBuilt = false;
  let failures = triggers.map(() => 0);
  return {
    get everBuilt() {
      return everBuilt;
    },
    look(who, surroundings, replicas) {
      if (!cached && triggers.some(trigger => connects(trigger) && isAway(trigger, surroundings))) {
        const state: TriggerState = { kind: 'error', why: 'a scaler of the object cannot be built' };
        return { states: triggers.map(() => state), built: false };
      }
      cached = true;
      everBuilt = true;
      const fallsBack = who === 'hpa' || loopFallsBack;
      const looks = triggers.map((trigger, index) => {
        const state = readTrigger(trigger, surroundings);
        const before = failures[index] ?? 0;
        return fallsBack
          ? withFallback(state, before, fallback, targetOf(trigger), replicas)
          : { state, failures: before, inFallback: false };
      });
      failures = looks.map(look => look.failures);
      if (looks.some(({ state, inFallback }) => state.kind === 'error' && !inFallback)) cached = false;
      return { states: looks.map(({ state }) => state), built: true };
    },
  };
}

function isAway(trigger: Trigger, { observe }: Surroundings): boolean {
  return observe(trigger.for) === undefined;
}
