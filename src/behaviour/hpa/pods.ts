/** A pod as the HPA sees it. Times are seconds on the clock of the simulation. */
export interface Pod {
  readonly name: string;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  /** Status of the condition Ready; null where the pod has none yet. */
  readonly ready: boolean | null;
  /** null before the kubelet has accepted it. */
  readonly started: number | null;
  /** When the condition Ready last changed. */
  readonly transition: number;
  readonly deleting: boolean;
}

/** What metrics-server says of a pod: the mean over the `window` seconds that end at `at`. */
export interface PodUsage {
  readonly pod: string;
  /** Thousandths: of a CPU, of a byte, or of the unit of the metric. */
  readonly value: number;
  readonly at: number;
  readonly window: number;
}

/** Pods whose startup must not be read as load; seconds. */
export interface Startup {
  /** `--horizontal-pod-autoscaler-cpu-initialization-period` */
  readonly cpuInitializationPeriod: number;
  /** `--horizontal-pod-autoscaler-initial-readiness-delay` */
  readonly initialReadinessDelay: number;
}

export const DEFAULT_STARTUP: Startup = { cpuInitializationPeriod: 300, initialReadinessDelay: 30 };

export type MeasuredResource = 'cpu' | 'memory' | 'other';

/** Names of pods by what the HPA does with them. */
export interface PodGroups {
  readonly ready: number;
  readonly unready: ReadonlySet<string>;
  readonly missing: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
}

/** Source: replica_calculator.go, `groupPods`. */
export function groupPods(
  pods: readonly Pod[],
  usage: ReadonlyMap<string, PodUsage>,
  resource: MeasuredResource,
  startup: Startup,
  now: number,
): PodGroups {
  const groups = { unready: new Set<string>(), missing: new Set<string>(), ignored: new Set<string>() };
  let ready = 0;
  for (const pod of pods) {
    const sample = usage.get(pod.name);
    if (pod.deleting || pod.phase === 'Failed') groups.ignored.add(pod.name);
    else if (pod.phase === 'Pending') groups.unready.add(pod.name);
    else if (sample === undefined) groups.missing.add(pod.name);
    else if (resource === 'cpu' && isStarting(pod, sample, startup, now)) groups.unready.add(pod.name);
    else ready += 1;
  }
  return { ready, ...groups };
}

/** CPU that a pod burns while it starts is no load. */
function isStarting(pod: Pod, sample: PodUsage, startup: Startup, now: number): boolean {
  if (pod.ready === null || pod.started === null) return true;
  if (pod.started + startup.cpuInitializationPeriod > now)
    return !pod.ready || sample.at < pod.transition + sample.window;
  return !pod.ready && pod.started + startup.initialReadinessDelay > pod.transition;
}

/** Ready pods that run; what an external Value is multiplied by. Source: replica_calculator.go, `getReadyPodsCount`. */
export function readyPods(pods: readonly Pod[]): number {
  return pods.filter(({ phase, ready }) => phase === 'Running' && ready === true).length;
}
