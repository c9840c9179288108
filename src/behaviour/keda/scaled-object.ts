import type { Behavior, ScaledObjectDecision, Trigger } from '../../model/kubernetes-plan.ts';
import { hpaController } from '../hpa/hpa-controller.ts';
import type { HpaMetric } from '../hpa/hpa-controller.ts';
import { scalingRules, toleranceOf } from '../hpa/scaling-rules.ts';
import { readyAmong } from '../replica-set.ts';
import type { Controller, ControlScene } from '../run.ts';
import { ticks } from '../ticks.ts';
import { activityOf } from './activity.ts';
import type { TriggerState } from './activity.ts';
import { minorVersion } from '../../model/minor-version.ts';
import type { Fallback } from './fallback.ts';
import { requestScale } from './scale-loop.ts';
import type { ScaleLoopSpec, ScaleLoopState } from './scale-loop.ts';
import { scalersOf } from './scalers.ts';
import type { Surroundings } from './trigger.ts';
import { targetOf } from './trigger.ts';

export interface KedaOptions {
  readonly partitions: number | undefined;
  /** `2.18`; the newest where nothing is said. */
  readonly version?: string;
}

/** KEDA's loop and the HPA that it makes, over one emitted ScaledObject: the loop first, as it polls first. */
export function scaledObjectControllers(
  decision: ScaledObjectDecision,
  behavior: Behavior,
  { partitions, version = '2.20' }: KedaOptions,
): readonly Controller[] {
  const fallback = fallbackOf(decision);
  const scalers = scalersOf(decision.triggers, { fallback, loopFallsBack: minorVersion(version) >= 19 });
  const surroundings = ({ observe, clock, world }: ControlScene): Surroundings => ({
    observe,
    clock,
    now: world.at,
    partitions,
  });
  const replicas = ({ set, world }: ControlScene) => ({
    current: set.replicas.length,
    ready: readyAmong(set, world.at),
  });

  const spec = loopSpec(decision, fallback);
  const polled = ticks(decision.pollingInterval.plain);
  let state: ScaleLoopState = { created: 0, lastActive: undefined };
  const loop: Controller = scene => {
    const now = scene.world.at;
    if (!polled(now)) return undefined;
    const { states } = scalers.look('loop', surroundings(scene), replicas(scene));
    const request = requestScale(spec, state, scene.set.replicas.length, activityOf(states), now);
    ({ state } = request);
    return request.replicas === undefined ? undefined : { to: request.replicas, by: 'keda', reason: request.reason };
  };

  const hpa = hpaController(
    {
      // KEDA's own HPA never holds fewer than one: scaledobject_types.go, `GetHPAMinReplicas`.
      min: Math.max(decision.min.plain, 1),
      max: decision.max.plain,
      behavior: { scaleUp: scalingRules(behavior.scaleUp), scaleDown: scalingRules(behavior.scaleDown) },
      tolerance: toleranceOf(behavior),
    },
    scene => {
      // A pause deletes the HPA, and there is none before the scalers were built once (semantics 26a and 1a).
      if (decision.paused !== undefined || !scalers.everBuilt) return undefined;
      const { states } = scalers.look('hpa', surroundings(scene), replicas(scene));
      return decision.triggers.flatMap((trigger, index) => metricOf(trigger, states[index]));
    },
  );
  return [loop, hpa];
}

function metricOf(trigger: Trigger, state: TriggerState | undefined): readonly HpaMetric[] {
  if (trigger.scaler === 'resource')
    return [{ kind: 'resource', resource: trigger.type.plain, target: Number(trigger.metadata.value?.plain) }];
  const target = targetOf(trigger);
  if (target === undefined || state === undefined) return [];
  const value = state.kind === 'read' ? (state.metric ?? 0) : { error: state.why };
  return [{ kind: 'external', name: trigger.name.plain, ...target, value }];
}

function loopSpec(
  { min, paused, cooldownPeriod }: ScaledObjectDecision,
  fallback: Fallback | undefined,
): ScaleLoopSpec {
  return {
    min: min.plain,
    // Neither is emitted: only 0 works for the one, and the other is 0 by default.
    idle: undefined,
    initialCooldownPeriod: 0,
    cooldownPeriod: cooldownPeriod.plain,
    pausedReplicas: paused?.plain,
    fallbackReplicas: fallback?.replicas,
  };
}

/** Source: targets/kubernetes/scaled-object.ts, which emits the threshold; static is KEDA's default behavior. */
function fallbackOf({ fallback }: ScaledObjectDecision): Fallback | undefined {
  return (
    fallback && {
      replicas: fallback.replicas.plain,
      failureThreshold: fallback.failureThreshold.plain,
      behavior: fallback.behavior?.plain ?? 'static',
    }
  );
}
