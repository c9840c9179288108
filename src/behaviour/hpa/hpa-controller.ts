import type { Controller, ControlScene } from '../run.ts';
import { ticks } from '../ticks.ts';
import { HPA_SYNC_SECONDS, NO_HISTORY, reconcile } from './horizontal-pod-autoscaler.ts';
import type { HpaSpec } from './horizontal-pod-autoscaler.ts';
import { DEFAULT_STARTUP } from './pods.ts';
import type { Pod } from './pods.ts';
import type { NamedProposal } from './proposals.ts';
import { replicasByAverageValue, replicasByUtilization, replicasByValue } from './replica-calculator.ts';
import type { Calculated, Scene } from './replica-calculator.ts';
import type { Tolerance } from './tolerance.ts';

/** A metric of an HPA, with how it is read now. Targets of external metrics are thousandths. */
export type HpaMetric = ResourceHpaMetric | ExternalHpaMetric;

export interface ResourceHpaMetric {
  readonly kind: 'resource';
  readonly resource: 'cpu' | 'memory';
  /** Whole percent of the request. */
  readonly target: number;
}

export interface ExternalHpaMetric {
  readonly kind: 'external';
  readonly name: string;
  readonly metricType: 'AverageValue' | 'Value';
  readonly target: number;
  /** Thousandths, or the reason why there is no value. */
  readonly value: number | { readonly error: string };
}

export interface HpaSettings extends HpaSpec {
  readonly tolerance: Tolerance;
}

/** The request of every replica; usage is given as percent of it, so its size does not matter. */
const REQUEST = 1000;

/** Seconds that metrics-server averages over (`--metric-resolution`). */
const SAMPLE_WINDOW = 15;

/** An HPA at its own ticks; `metricsOf` reads its metrics, and gives undefined while there is no HPA. */
export function hpaController(
  settings: HpaSettings,
  metricsOf: (scene: ControlScene) => readonly HpaMetric[] | undefined,
): Controller {
  const due = ticks(HPA_SYNC_SECONDS);
  let history = NO_HISTORY;
  return scene => {
    const now = scene.world.at;
    if (!due(now)) return undefined;
    const current = scene.set.replicas.length;
    const metrics = current === 0 ? [] : metricsOf(scene);
    if (metrics === undefined) return undefined;
    const decision = reconcile(settings, history, current, now, () =>
      metrics.map(metric => proposalOf(metric, scene, settings.tolerance)),
    );
    ({ history } = decision);
    return { to: decision.replicas, by: 'hpa', reason: decision.reason };
  };
}

function proposalOf(metric: HpaMetric, scene: ControlScene, tolerance: Tolerance): NamedProposal {
  const pods = podsOf(scene);
  const calculator: Scene = { current: pods.length, pods, tolerance, startup: DEFAULT_STARTUP, now: scene.world.at };
  return metric.kind === 'resource'
    ? { metric: metric.resource, calculated: resourceProposal(metric, scene, calculator) }
    : { metric: metric.name, calculated: externalProposal(metric, calculator) };
}

function resourceProposal(
  { resource, target }: ResourceHpaMetric,
  { observe }: ControlScene,
  scene: Scene,
): Calculated {
  const percent = observe(resource);
  if (percent === undefined) return { error: 'no metrics returned from resource metrics API' };
  // What has not started has no usage yet.
  const started = scene.pods.filter(({ phase }) => phase === 'Running');
  const value = Math.trunc((percent * REQUEST) / 100);
  return replicasByUtilization(
    scene,
    started.map(({ name }) => ({ pod: name, value, at: scene.now, window: SAMPLE_WINDOW })),
    new Map(scene.pods.map(({ name }) => [name, REQUEST])),
    resource,
    target,
  );
}

function externalProposal({ metricType, target, value }: ExternalHpaMetric, scene: Scene): Calculated {
  if (typeof value !== 'number') return value;
  return metricType === 'AverageValue'
    ? replicasByAverageValue(scene, scene.current, [value], target)
    : replicasByValue(scene, [value], target);
}

/** Until its cold start is over a replica is a pod that is pending: a node, an image, a start. */
function podsOf({ set, world }: ControlScene): readonly Pod[] {
  return set.replicas.map(({ name, added, readyAt }) => {
    const ready = readyAt <= world.at;
    return {
      name,
      phase: ready ? 'Running' : 'Pending',
      ready,
      started: added,
      transition: readyAt,
      deleting: false,
    };
  });
}
