/** Replicas of a pool, oldest first: pods or tasks. Times are seconds. */
export interface Replica {
  readonly name: string;
  readonly added: number;
  /** When it takes work: `added` and the cold start. */
  readonly readyAt: number;
}

export interface ReplicaSet {
  readonly replicas: readonly Replica[];
  /** Replicas ever added, of which names are made. */
  readonly added: number;
}

/** A set that has been ready for long. */
export function readySet(count: number): ReplicaSet {
  const empty: ReplicaSet = { replicas: [], added: 0 };
  return scaledTo(empty, count, Number.NEGATIVE_INFINITY, 0);
}

/** What starts takes the cold start; what has not become ready goes first, then the youngest. */
export function scaledTo(set: ReplicaSet, count: number, now: number, coldStart: number): ReplicaSet {
  const missing = count - set.replicas.length;
  if (missing <= 0) {
    // The youngest are the last to become ready.
    return { ...set, replicas: set.replicas.slice(0, count) };
  }
  const fresh = Array.from({ length: missing }, (_, index) => ({
    name: `replica-${String(set.added + index)}`,
    added: now,
    readyAt: now + coldStart,
  }));
  return { replicas: [...set.replicas, ...fresh], added: set.added + missing };
}

export function readyAmong({ replicas }: ReplicaSet, now: number): number {
  return replicas.filter(({ readyAt }) => readyAt <= now).length;
}
