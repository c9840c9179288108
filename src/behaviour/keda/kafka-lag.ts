/**
 * Lag that the HPA is given: no more than one replica a partition, unless idle consumers are allowed. Activity looks at
 * the lag itself.
 *
 * Source: pkg/scalers/kafka_scaler.go, `getTotalLag`.
 */
export function cappedLag(lag: number, threshold: number, partitions: number, allowIdleConsumers: boolean): number {
  if (allowIdleConsumers) return lag;
  return Math.trunc(lag / threshold) > partitions ? partitions * threshold : lag;
}
