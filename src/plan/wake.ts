import type { PlannedSignal, WakeSource } from '../model/plan.ts';
import type { Pool } from '../model/pool.ts';

/** What may wake the pool: the one it names, or else every signal that can. */
export function wakeSourcesOf(pool: Pool, signals: readonly PlannedSignal[]): readonly WakeSource[] {
  const { wake } = pool;
  const proxied = wake?.holdsRequests.plain ?? false;
  if (wake?.source !== undefined) {
    return [{ at: wake.at, from: 'wake', source: wake.source, activation: wake.activation, holdsWork: proxied }];
  }
  return signals.flatMap(({ name, signal, facts }): WakeSource[] => {
    const { wakes, holdsWork, selfMeasured } = facts;
    if (!wakes || !('activation' in signal)) return [];
    if (wake?.signal !== undefined && wake.signal.plain !== name) return [];
    // What a pool counts about itself says nothing while it is at zero; only a source that is written may wake it.
    if (selfMeasured && !('source' in signal && signal.source !== undefined)) return [];
    return [
      {
        at: signal.at,
        from: name,
        source: undefined,
        activation: signal.activation,
        holdsWork: proxied || holdsWork,
      },
    ];
  });
}

/** A total that is zero when there is nothing to do, and no rate: what it counts has come and is not done. */
export function countsWaitingWork({ name, facts, prometheus }: PlannedSignal): boolean {
  return facts.holdsWork || (name === 'requestQueue' && prometheus?.kind === 'gauge');
}
