import type { Container } from './container.ts';
import type { Outcome } from './diagnostic.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { SourceText } from './span.ts';
import type { Seconds } from './units.ts';

/**
 * What was found at the path of each rendered manifest that a configuration names; a diagnostic without a span is about
 * the path, which the configuration has the place of. A path that is not here was not read.
 */
export type Manifests = ReadonlyMap<string, Outcome<SourceText | undefined>>;

/** What a rendered manifest says of a workload that another tool deploys; each origin is a line of the manifest. */
export interface WorkloadManifest {
  /** As the configuration names it. */
  readonly path: Sourced<string>;
  /** Name of the workload, where it is in the manifest. */
  readonly at: Origin;
  /** `spec.replicas` */
  readonly replicas: Sourced<number> | undefined;
  /** Autoscalers of the same workload, in the same file. */
  readonly autoscalers: readonly ManifestAutoscaler[];
  /** Its pods; undefined for a kind whose pod template is not at `spec.template`. */
  readonly pod: ManifestPod | undefined;
}

export interface ManifestAutoscaler {
  readonly kind: 'HorizontalPodAutoscaler' | 'ScaledObject';
  readonly name: string;
  readonly at: Origin;
}

export interface ManifestPod {
  readonly at: Origin;
  /** `terminationGracePeriodSeconds` */
  readonly gracePeriod: Sourced<Seconds> | undefined;
  /** In the order written, with the requests and ports that the manifest has. */
  readonly containers: readonly Container[];
  /** Names of those that have a readiness probe. */
  readonly ready: readonly string[];
}
