/** What the pools are told to be under; the stand-ins show it to Prometheus and to metrics.k8s.io. */
export interface Load {
  /** Calls a second that the engine counts for a module. */
  calls: number;
  /** Requests that wait for the embedder. */
  waiting: number;
  /** CPU that each replica of a pool uses, in percent of its request; 5 for a pool without an entry. */
  cpu: Record<string, number>;
}

export function idle(): Load {
  return { calls: 0, waiting: 0, cpu: {} };
}

/** Millicores of `500m`, `1`, `1.5`. */
export function millicores(quantity: string): number {
  return quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000;
}
