import { compilerProblem } from '../../model/catalogue/compiler.ts';
import type { CountOwner } from '../../model/count-owner.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { AdaptedMetric, Autoscaler, KubernetesPool, ResourceMetric, Scaler } from '../../model/kubernetes-plan.ts';
import { once } from '../../model/once.ts';
import { minorVersion } from '../../model/minor-version.ts';
import type { NeutralPool, PlannedSignal } from '../../model/plan.ts';
import { because, mapped, writtenAt } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Pool } from '../../model/pool.ts';
import type { System } from '../../model/system.ts';
import type { KubernetesTarget } from '../../model/targets.ts';
import { replicas } from '../../model/units.ts';
import type { Replicas } from '../../model/units.ts';
import { shortfallsOn } from '../capabilities.ts';
import type { TargetPlanned } from '../capabilities.ts';
import { alertsOf } from './alerts.ts';
import { behaviorOf } from './behavior.ts';
import type { TriggerContext } from './built-triggers.ts';
import { KUBERNETES_CAPABILITIES } from './capabilities.ts';
import { fallbackOf } from './fallback.ts';
import { panelsOf } from './panels.ts';
import { cooldownOf } from './cooldown.ts';
import { ownedFieldsPatched, patchesOfEmitted } from './patches.ts';
import { placementConflicts, placementOf } from './placement.ts';
import { pollingIntervalOf } from './polling-interval.ts';
import { readingsOf } from './readings.ts';
import { rolloutOf } from './rollout.ts';
import { waitsInQuery } from './sustained.ts';
import { triggersOf } from './triggers.ts';
import { unknownPorts } from './unknown-ports.ts';
import { watchOf } from './watch.ts';
import { wholePercent } from '../rounding.ts';

const shortfalls = shortfallsOn('kubernetes', KUBERNETES_CAPABILITIES);

/** Every decision about a pool on Kubernetes. */
export function planKubernetes(
  system: System,
  target: KubernetesTarget,
  neutral: NeutralPool,
): TargetPlanned<KubernetesPool> {
  const context = { system, target, neutral };
  const { autoscaler, diagnostics } = autoscalerOf(context);
  const owner = ownerOf(neutral, autoscaler);
  // Only an emitter asks for what people see.
  const seen = once(() => seenByPeople(context, autoscaler));
  const decided: KubernetesPool = {
    owner,
    autoscaler,
    behavior: behaviorOf(neutral, target),
    rollout: rolloutOf(neutral.pool),
    placement: placementOf(neutral.pool, target),
    nativeSleep: minorVersion(target.version.plain) >= SLEEPS,
    patches: patchesOfEmitted(neutral.pool, target, autoscaler),
    get alerts() {
      return seen().alerts;
    },
    get panels() {
      return seen().panels;
    },
    get watch() {
      return seen().watch;
    },
  };
  return {
    value: decided,
    shortfalls: shortfalls({ target, neutral, decided }),
    diagnostics: [
      ...tooOld(target, autoscaler),
      ...sidecarsTooSoon(target, neutral.pool),
      ...diagnostics,
      ...unknownContainers(neutral),
      ...unknownPorts(neutral),
      ...placementConflicts(neutral.pool, target),
      ...ownedFieldsPatched(neutral.pool),
    ],
  };
}

/** From Kubernetes 1.30 on hooks can sleep by default (feature gate PodLifecycleSleepAction). */
const SLEEPS = 30;

function ownerOf({ pool }: NeutralPool, autoscaler: Autoscaler): CountOwner {
  if (autoscaler.kind !== 'none') return 'autoscaler';
  return pool.existing === undefined ? 'git' : 'elsewhere';
}

/** From the stage observe on, where there is an operator that evaluates rules (semantics 66). */
function seenByPeople(
  context: TriggerContext,
  autoscaler: Autoscaler,
): Pick<KubernetesPool, 'alerts' | 'panels' | 'watch'> {
  const { target, neutral } = context;
  if (target.monitoring.plain !== 'prometheus-operator' || neutral.pool.stage.plain === 'fixed') {
    return { alerts: [], panels: [], watch: undefined };
  }
  const readings = readingsOf({ ...context, autoscaler });
  return {
    alerts: alertsOf(target, neutral, autoscaler, readings),
    panels: panelsOf(target, neutral, autoscaler, readings),
    watch: watchOf(target, neutral, autoscaler),
  };
}

/**
 * The minor version of KEDA 2 that first knows what is emitted for a scaler: 2.14 has the pod identity, the token
 * provider and the metric names, 2.16 user and password of RabbitMQ as parameters of their own (CHANGELOG.md).
 */
const OLDEST_KEDA: Readonly<Record<Scaler, number>> = {
  resource: 14,
  kafka: 14,
  sqs: 14,
  rabbitmq: 16,
  prometheus: 14,
  cron: 14,
  // Which of them a version has is in the schema of its scalers.
  custom: 14,
};

function tooOld({ keda: version }: KubernetesTarget, autoscaler: Autoscaler): readonly Diagnostic[] {
  if (autoscaler.kind !== 'scaled-object') return [];
  const oldest = Math.max(...autoscaler.triggers.map(({ scaler }) => OLDEST_KEDA[scaler]));
  if (minorVersion(version.plain) >= oldest) return [];
  return [
    compilerProblem('keda-too-old', 'version', {
      at: version.origin,
      path: ['targets', 'kubernetes', 'keda'],
      data: { version: version.plain, oldest: `2.${String(oldest)}` },
    }),
  ];
}

/** From Kubernetes 1.29 on by default (KEP-753); before, an init container that does not end is waited for for ever. */
const SIDECARS_SINCE = 29;

function sidecarsTooSoon({ version }: KubernetesTarget, pool: Pool): readonly Diagnostic[] {
  if (pool.existing !== undefined || minorVersion(version.plain) >= SIDECARS_SINCE) return [];
  return pool.initContainers.flatMap(({ name, restartPolicy }) =>
    restartPolicy === undefined
      ? []
      : [
          compilerProblem('sidecar-too-new', 'version', {
            at: restartPolicy.origin,
            path: ['pools', pool.key, 'initContainers', name.plain, 'restartPolicy'],
            data: { version: version.plain, container: name.plain, pool: pool.key },
          }),
        ],
  );
}

type Resource = PlannedSignal<'cpu' | 'memory'>;

/** A metric of an adapter, which an HPA reads as it reads CPU. */
function isAdapted(planned: PlannedSignal): boolean {
  return planned.kind === 'custom' && planned.signal.reads.kind === 'adapter';
}

function adaptedOf(planned: PlannedSignal): readonly AdaptedMetric[] {
  if (planned.kind !== 'custom' || planned.signal.reads.kind !== 'adapter') return [];
  return [{ ...planned.signal.reads, at: planned.signal.at, for: planned.name }];
}

const isResource = (planned: PlannedSignal): planned is Resource => planned.name === 'cpu' || planned.name === 'memory';

/**
 * Only resource signals, a declared minimum of 1 or more and no schedule: an HPA. Anything else that scales: a
 * ScaledObject. Never both.
 */
function autoscalerOf(context: TriggerContext): {
  readonly autoscaler: Autoscaler;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { neutral } = context;
  const { pool, hold, bounds, signals } = neutral;
  // A wake signal that the pool does not have scales nothing.
  if (signals.length === 0 && pool.schedule === undefined && neutral.wakeSources.length === 0) {
    return { autoscaler: { kind: 'none', replicas: hold ?? pool.replicas.fixed }, diagnostics: [] };
  }
  const read = signals.every(planned => isResource(planned) || isAdapted(planned));
  const resourceOnly = signals.length > 0 && read && !waitsInQuery(neutral, context.target);
  if (resourceOnly && pool.schedule === undefined && pool.replicas.min.plain >= 1) {
    const metrics = neutral.acting.filter(isResource).map(
      ({ name, signal }): ResourceMetric => ({
        at: signal.at,
        resource: name,
        utilization: mapped(signal.target, wholePercent),
        container: signal.container,
      }),
    );
    return {
      autoscaler: {
        kind: 'hpa',
        min: atLeast(bounds.min, bounds.min),
        max: atLeast(bounds.max, bounds.min),
        metrics,
        adapted: neutral.acting.flatMap(adaptedOf),
      },
      diagnostics: [],
    };
  }
  const { triggers, authentications, diagnostics } = triggersOf(context);
  const paused = pool.stage.plain === 'fixed' ? hold : undefined;
  // Paused replicas are held whatever the bounds, which stay as declared and so pass admission.
  const min = paused === undefined ? bounds.min : pool.replicas.min;
  return {
    autoscaler: {
      kind: 'scaled-object',
      min,
      max: paused === undefined ? atLeast(bounds.max, bounds.min) : atLeast(pool.replicas.max, pool.replicas.min),
      paused,
      pollingInterval: pollingIntervalOf(pool, neutral.mayBeAtZero),
      cooldownPeriod: cooldownOf(neutral),
      statesTimes: min.plain === 0 || minorVersion(context.target.keda.plain) < WARNS_OF_TIMES,
      // KEDA refuses one beside nothing but CPU and memory (semantics 13), which is what the stage cpu leaves.
      fallback: triggers.some(({ scaler }) => scaler !== 'resource') ? fallbackOf(context, triggers) : undefined,
      triggers,
      authentications,
    },
    diagnostics,
  };
}

/** From KEDA 2.20 on `scaledobject_webhook.go` calls both times not relevant where the minimum is 1 or more. */
const WARNS_OF_TIMES = 20;

function atLeast(max: Sourced<Replicas>, min: Sourced<Replicas>): Sourced<Replicas> {
  return max.plain >= Math.max(1, min.plain)
    ? max
    : because('at least the minimum, and at least 1', replicas(Math.max(1, min.plain)), max.origin);
}

/** A container that is not there cannot be measured; that the measured one has a request is a policy's business. */
function unknownContainers({ pool, signals }: NeutralPool): readonly Diagnostic[] {
  // What containers an existing workload has is not known without its manifest.
  if (pool.existing !== undefined && pool.existing.manifest?.pod === undefined) return [];
  return signals.filter(isResource).flatMap(({ name, signal }): Diagnostic[] => {
    const known = pool.containers.map(container => container.name.plain);
    const { at, container } = signal;
    if (known.includes(container.plain)) return [];
    return [
      compilerProblem('unknown-container', 'unknown', {
        at: writtenAt(container.origin) ?? at,
        path: ['pools', pool.key, 'signals', name],
        data: { signal: name, pool: pool.key, container: container.plain, known: known.join(', ') },
      }),
    ];
  });
}
