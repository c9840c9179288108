/** A container that counts for the pod: every one of `containers`, and init containers that keep running. */
export interface RequestingContainer {
  readonly name: string;
  /** Thousandths; null where the container has no request of the resource. */
  readonly request: number | null;
}

export interface RequestingPod {
  readonly containers: readonly RequestingContainer[];
  /** `spec.resources` of the pod, which comes before the containers' own unless one is named. */
  readonly podLevel?: number | undefined;
}

export type RequestError = 'missing request' | 'not found';

/** Request of a pod, or of one named container, in thousandths. Source: replica_calculator.go, `calculateRequests`. */
export function requestOf({ containers, podLevel }: RequestingPod, container?: string): number | RequestError {
  if (container !== undefined) {
    const named = containers.find(({ name }) => name === container);
    return named === undefined ? 'not found' : (named.request ?? 'missing request');
  }
  if (podLevel !== undefined) return podLevel;
  let sum = 0;
  for (const { request } of containers) {
    // One container without a request makes the utilization of the whole pod undefined (semantics 3).
    if (request === null) return 'missing request';
    sum += request;
  }
  return sum;
}
