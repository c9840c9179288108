import type { LabelPair } from './label-pair.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { TriggerSignIn } from './trigger-authentication.ts';

export interface Kafka {
  readonly at: Origin;
  readonly bootstrapServers: Sourced<string>;
  readonly lagMetrics: Sourced<'kafka-exporter' | 'kminion' | 'burrow' | 'msk'>;
  /** What tells this system's lag apart from another's in one store of metrics: `namespace` and its value. */
  readonly lagLabels: readonly LabelPair[];
  /** Name of the MSK cluster, for lag in CloudWatch. */
  readonly mskCluster: Sourced<string> | undefined;
  /** The group's total lag where something publishes it to CloudWatch. */
  readonly cloudwatch: LagMetric | undefined;
  readonly auth: KafkaAuth | undefined;
}

export interface LagMetric {
  readonly namespace: Sourced<string>;
  readonly metric: Sourced<string>;
  /** Name of the dimension that holds the consumer group. */
  readonly groupDimension: Sourced<string>;
  readonly statistic: Sourced<string>;
}

export interface KafkaAuth {
  readonly at: Origin;
  readonly sasl: Sourced<'none' | 'plaintext' | 'scram_sha256' | 'scram_sha512' | 'aws_msk_iam'>;
  readonly tls: Sourced<boolean>;
  /** Kubernetes Secret with the keys `username` and `password` (and `ca`, `cert`, `key` for mutual TLS). */
  readonly secret: Sourced<string> | undefined;
  /** Instead of the Secret. */
  readonly authentication: TriggerSignIn | undefined;
  readonly awsRegion: Sourced<string> | undefined;
}
