import type { Autoscaler, ScaledObjectDecision, Scaler, Trigger, Watch } from '../../model/kubernetes-plan.ts';
import { scalerFacts } from '../../model/keda-scalers.ts';
import type { NeutralPool } from '../../model/plan.ts';
import { because, text } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import { UNREACHABLE } from './activation.ts';
import { available, replicas, scalerValue } from './series.ts';

/** Whether a pool that may be at zero wakes and returns, as Prometheus sees it; undefined for any other. */
export function watchOf(target: KubernetesTarget, neutral: NeutralPool, autoscaler: Autoscaler): Watch | undefined {
  if (autoscaler.kind !== 'scaled-object' || !neutral.mayBeAtZero) return undefined;
  const active = activeTriggers(autoscaler);
  const waking = active.filter(
    ({ for: purpose }) => purpose === 'wake' || neutral.wakeSources.some(({ from }) => from === purpose),
  );
  const [first, ...others] = waking.map(
    trigger => text`(${valueOf(target, neutral, trigger)} > ${activationOf(trigger)})`,
  );
  const work = first && others.reduce((all, one) => text`${all} or ${one}`, first);
  return {
    // Something waits, and nothing takes work.
    asleepWithWork: work && text`max(${work}) and on () (${available(target, neutral)} == 0)`,
    awakeWithoutWork: awakeWithoutWork(target, neutral, autoscaler, active),
  };
}

/** Each source answers, none shows work, and something runs; a window of a schedule needs no work. */
function awakeWithoutWork(
  target: KubernetesTarget,
  neutral: NeutralPool,
  { triggers }: ScaledObjectDecision,
  active: readonly Trigger[],
): Sourced<string> | undefined {
  if (active.length === 0 || triggers.some(({ scaler }) => scaler === 'cron')) return undefined;
  return active.reduce(
    (all, trigger) => text`${all} and on () (${valueOf(target, neutral, trigger)} <= ${activationOf(trigger)})`,
    text`max(${replicas(target, neutral)}) > 0`,
  );
}

/** Those that may start the pool or keep it awake. */
function activeTriggers({ triggers }: ScaledObjectDecision): readonly Trigger[] {
  return triggers.filter(
    trigger =>
      trigger.scaler !== 'cron' && trigger.scaler !== 'resource' && activationOf(trigger).plain !== UNREACHABLE,
  );
}

/** The query of the trigger, or what KEDA says that the scaler reads. */
function valueOf(target: KubernetesTarget, neutral: NeutralPool, trigger: Trigger): Sourced<string> {
  return trigger.scaler === 'prometheus' && trigger.metadata.query !== undefined
    ? text`(${trigger.metadata.query})`
    : scalerValue(target, neutral, trigger.name.plain);
}

/** A trigger is active strictly above it. */
function activationOf(trigger: Trigger): Sourced<string> {
  return byScaler(ACTIVATIONS, trigger) ?? because('active above 0 where nothing is written', '0');
}

type ByScaler = { readonly [S in Scaler]: (trigger: Trigger<S>) => Sourced<string> | undefined };

function byScaler<S extends Scaler>(table: ByScaler, trigger: Trigger<S>): Sourced<string> | undefined {
  const scaler: S = trigger.scaler;
  return table[scaler](trigger);
}

const ACTIVATIONS: ByScaler = {
  resource: () => undefined,
  kafka: ({ metadata }) => metadata.activationLagThreshold,
  sqs: ({ metadata }) => metadata.activationQueueLength,
  rabbitmq: ({ metadata }) => metadata.activationValue,
  prometheus: ({ metadata }) => metadata.activationThreshold,
  cron: () => undefined,
  custom: ({ type, metadata }) => {
    const { activation } = scalerFacts(type.plain);
    return activation === undefined ? undefined : metadata[activation];
  },
};
