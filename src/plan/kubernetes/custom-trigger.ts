import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { CustomSignal, KedaTrigger } from '../../model/custom-signals.ts';
import { scalerFacts } from '../../model/keda-scalers.ts';
import type { Authentication, Trigger, WrittenMetadata } from '../../model/kubernetes-plan.ts';
import type { PlannedSignal } from '../../model/plan.ts';
import { because, mapped } from '../../model/sourced.ts';
import { activationOf } from './activation.ts';
import { signInOf } from './authentication.ts';
import { built, notBuilt } from './built-triggers.ts';
import type { BuiltTriggers, TriggerContext } from './built-triggers.ts';
import { metadataProblems } from './scaler-metadata.ts';

/** The trigger that a custom signal writes, with its metadata checked; none of a metric that an adapter serves. */
export function customTrigger(planned: PlannedSignal<'custom'>, context: TriggerContext): BuiltTriggers {
  const { signal } = planned;
  const { pool } = context.neutral;
  const { reads, counts, at, key } = signal;
  const path = ['pools', pool.key, 'signals', 'custom', key];
  if (reads.kind === 'adapter')
    return notBuilt(
      compilerProblem('adapter-metric-beside-keda', 'metric', { at, path, data: { pool: pool.key, signal: key } }),
    );
  const problems = [
    ...metadataProblems(pool, signal, reads, context.target),
    ...(counts === undefined
      ? [
          compilerProblem('custom-signal-unknown', 'counts', {
            at,
            path,
            data: { signal: key, type: reads.type.plain },
          }),
        ]
      : []),
  ];
  const { trigger, authentication } = triggerOf(planned, reads, context);
  const made = built(trigger, authentication);
  return { ...made, diagnostics: problems };
}

function triggerOf(
  { name, signal, facts }: PlannedSignal<'custom'>,
  reads: KedaTrigger,
  { neutral }: TriggerContext,
): { readonly trigger: Trigger; readonly authentication: Authentication | undefined } {
  const { type, metricType } = reads;
  const { at } = signal;
  const { emitted, ...signIn } = signInOf(neutral.pool.name, facts.slug, reads.authentication);
  const metadata = metadataOf(signal, reads, activationOf(neutral, name, signal.activation));
  const common = {
    for: name,
    name: because('called as the signal is', facts.slug, at),
    metricType,
    metadata,
    ...signIn,
  };
  const trigger = ofKind(type, common);
  return { trigger, authentication: emitted };
}

type Common = Omit<Trigger<'custom'>, 'scaler' | 'type'>;

/** As the scaler that the rest of the program knows, where it knows it: its queries and brokers are then proved too. */
function ofKind(type: KedaTrigger['type'], common: Common): Trigger {
  const { plain } = type;
  if (plain === 'prometheus') return { scaler: 'prometheus', type: mapped(type, () => plain), ...common };
  if (plain === 'kafka' || plain === 'apache-kafka')
    return { scaler: 'kafka', type: mapped(type, () => plain), ...common };
  return { scaler: 'custom', type, ...common };
}

/** As it is written, with the target where KEDA would choose it, and the activation that the pool needs. */
function metadataOf(
  { at, perReplica }: CustomSignal,
  { type, metadata }: KedaTrigger,
  activation: WrittenMetadata[string],
): WrittenMetadata {
  const { targets, oldTarget = '', activation: activationKey, otherwise } = scalerFacts(type.plain);
  const written = Object.fromEntries(metadata.map(({ key, value }) => [key.plain, value]));
  const [target, ...others] = targets;
  const chosen =
    target !== undefined &&
    others.length === 0 &&
    [target, oldTarget].every(name => written[name] === undefined) &&
    otherwise !== undefined;
  return {
    ...written,
    ...(chosen && perReplica !== undefined
      ? { [target]: because("KEDA's default, written out", String(perReplica.plain), at) }
      : {}),
    ...(activationKey === undefined ? {} : { [activationKey]: activation }),
    ...(type.plain === 'prometheus' && written['ignoreNullValues'] === undefined
      ? { ignoreNullValues: because('a lost target must not read as zero (semantics 26)', 'false', at) }
      : {}),
  };
}
