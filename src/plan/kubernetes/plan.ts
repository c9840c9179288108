import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Autoscaler, KubernetesPool, ResourceMetric } from '../../model/kubernetes-plan.ts';
import type { Loss, NeutralPool, PlannedSignal } from '../../model/plan.ts';
import { because, mapped, writtenAt } from '../../model/sourced.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { System } from '../../model/system.ts';
import { behaviorOf } from './behavior.ts';
import { triggersOf } from './triggers.ts';

/** Every decision about a pool on Kubernetes. */
export function planKubernetes(system: System, pool: NeutralPool): { readonly value: KubernetesPool; readonly losses: readonly Loss[]; readonly diagnostics: readonly Diagnostic[] } {
  const losses: Loss[] = [];
  const { autoscaler, diagnostics } = autoscalerOf(system, pool);
  const behavior = behaviorOf(pool, autoscaler.kind === 'none' ? [] : losses);
  return { value: { autoscaler, behavior }, losses, diagnostics: [...diagnostics, ...missingRequests(pool)] };
}

type Resource = PlannedSignal & { readonly name: 'cpu' | 'memory' };
const isResource = (planned: PlannedSignal): planned is Resource => planned.name === 'cpu' || planned.name === 'memory';

/** Only resource signals, a declared minimum of 1 or more and no schedule: an HPA. Anything else that scales: a ScaledObject. Never both. */
function autoscalerOf(system: System, neutral: NeutralPool): { readonly autoscaler: Autoscaler; readonly diagnostics: readonly Diagnostic[] } {
  const { pool, hold, bounds, signals } = neutral;
  if (signals.length === 0 && pool.schedule === undefined && pool.wake === undefined) {
    return { autoscaler: { kind: 'none', replicas: hold ?? pool.replicas.fixed }, diagnostics: [] };
  }
  if (signals.length > 0 && signals.every(isResource) && pool.schedule === undefined && pool.replicas.min.plain >= 1) {
    const several = pool.containers.length > 1;
    const metrics = neutral.acting.filter(isResource).map(({ name, signal }): ResourceMetric => ({
      at: signal.at, resource: name, utilization: mapped(signal.target, target => Math.round(target)), container: several || pool.existing !== undefined ? signal.container : undefined,
    }));
    return { autoscaler: { kind: 'hpa', min: bounds.min, max: atLeast(bounds.max, bounds.min), metrics }, diagnostics: [] };
  }
  const { triggers, authentications, diagnostics } = triggersOf(system, neutral);
  const paused = pool.stage.plain === 'fixed' ? hold : undefined;
  return {
    autoscaler: {
      kind: 'scaled-object',
      // Paused replicas are held whatever the bounds, which stay as declared and so pass admission.
      min: paused === undefined ? bounds.min : pool.replicas.min,
      max: paused === undefined ? atLeast(bounds.max, bounds.min) : atLeast(pool.replicas.max, pool.replicas.min),
      paused,
      pollingInterval: because(neutral.mayBeAtZero ? 'work that waits for a pool at zero is noticed within 15 s' : 'KEDA asks every 30 s', neutral.mayBeAtZero ? 15 : 30),
      cooldownPeriod: mapped(pool.idle, idle => Math.ceil(idle)),
      fallback: pool.fallbackReplicas,
      triggers,
      authentications,
    },
    diagnostics,
  };
}

function atLeast(max: Sourced<number>, min: Sourced<number>): Sourced<number> {
  return max.plain >= Math.max(1, min.plain) ? max : because('at least the minimum, and at least 1', Math.max(1, min.plain), max.origin);
}

/** Without a request utilisation is undefined and nothing happens (semantics 3). */
function missingRequests({ pool, signals }: NeutralPool): readonly Diagnostic[] {
  return signals.filter(isResource).flatMap(({ name, signal }): Diagnostic[] => {
    const measured = pool.containers.find(container => container.name.plain === signal.container.plain);
    const span = writtenAt(measured === undefined ? signal.container.origin : measured.at)?.span ?? writtenAt(signal.at)?.span;
    const place = { path: ['pools', pool.key, 'signals', name], ...(span === undefined ? {} : { span }) };
    if (measured === undefined) return [{ id: 'unknown-container', severity: 'error', message: `signals.${name} of pool "${pool.key}" measures the container "${signal.container.plain}", which it does not have`, help: `Name one of ${pool.containers.map(container => container.name.plain).join(', ')}`, ...place }];
    const without = pool.containers.filter(container => container[name] === undefined);
    if (without.length === 0) return [];
    return [{ id: `missing-${name}-request`, severity: 'error', message: `container "${without[0]?.name.plain ?? ''}" of pool "${pool.key}" has no ${name} request, so its utilisation is undefined and nothing scales`, help: `Write ${name} for every container of the pool`, ...place }];
  });
}
