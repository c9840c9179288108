import type { LabelPair } from './label-pair.ts';
import type { CloudWatchSource } from './metric-source.ts';
import type { Counts, ScalerType } from './keda-scalers.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { TriggerSignIn } from './trigger-authentication.ts';

/** A number that the language has no word for, with the facts that proofs need of it. */
export interface CustomSignal {
  /** As the configuration calls it. */
  readonly key: string;
  readonly at: Origin;
  readonly reads: KedaTrigger | AdapterMetric;
  /** Undefined where neither the file nor the table of scalers says it. */
  readonly counts: Sourced<Counts> | undefined;
  /** A total that the replicas share; otherwise it is compared as it is. */
  readonly total: Sourced<boolean>;
  /** The pool itself reports it, so it is silent while the pool is at zero. */
  readonly own: Sourced<boolean>;
  /** Work still counts while a replica works on it. */
  readonly inFlight: Sourced<boolean>;
  /** What one replica is for, or the level that is kept; undefined where the metadata does not say it. */
  readonly perReplica: Sourced<number> | undefined;
  readonly activation: Sourced<number>;
  readonly cloudwatch: CloudWatchSource | undefined;
}

/** A trigger of KEDA as it is written, checked by the schema of its scaler. */
export interface KedaTrigger {
  readonly kind: 'trigger';
  readonly type: Sourced<ScalerType>;
  readonly metadata: readonly LabelPair[];
  readonly metricType: Sourced<'AverageValue' | 'Value'>;
  readonly authentication: TriggerSignIn | undefined;
}

/** A metric of an HPA that an adapter serves: `custom.metrics.k8s.io` or `external.metrics.k8s.io`. */
export interface AdapterMetric {
  readonly kind: 'adapter';
  readonly of: 'pods' | 'object' | 'external';
  readonly metric: Sourced<string>;
  /** Labels by which the adapter chooses series. */
  readonly selector: readonly LabelPair[];
  /** Of a metric of an object. */
  readonly object:
    | {
        readonly apiVersion: Sourced<string> | undefined;
        readonly kind: Sourced<string>;
        readonly name: Sourced<string>;
      }
    | undefined;
  /** `averageValue` is divided by the replicas, `value` is not. */
  readonly target: { readonly kind: 'averageValue' | 'value'; readonly quantity: Sourced<string> };
}
