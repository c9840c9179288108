import type { PlannedSignal, WakeSource } from '../model/plan.ts';
import type { Pool } from '../model/pool.ts';
import type { SignalName } from '../model/signals.ts';

/** Signals that see work while nothing runs. A latency or a CPU is measured on replicas, of which there are none. */
const WAKING: readonly SignalName[] = ['kafkaLag', 'queueBacklog', 'requestQueue', 'requests'];
/** Signals whose work waits where it is safe until somebody takes it. */
const HOLDING: readonly SignalName[] = ['kafkaLag', 'queueBacklog'];

/** What may wake the pool: the one it names, or else every signal that can. */
export function wakeSourcesOf(pool: Pool, signals: readonly PlannedSignal[]): readonly WakeSource[] {
  const { wake } = pool;
  const proxied = wake?.holdsRequests.plain ?? false;
  if (wake?.source !== undefined)
    return [{ at: wake.at, from: 'wake', source: wake.source, activation: wake.activation, holdsWork: proxied }];
  return signals.flatMap((planned): WakeSource[] => {
    if (!WAKING.includes(planned.name) || !('activation' in planned.signal)) return [];
    if (wake?.signal !== undefined && wake.signal.plain !== planned.name) return [];
    // What a pool counts about itself says nothing while it is at zero; only a source that is written may wake it.
    const own = (planned.name === 'requests' || planned.name === 'requestQueue') && planned.signal.source === undefined;
    if (own) return [];
    return [
      {
        at: planned.signal.at,
        from: planned.name,
        source: undefined,
        activation: planned.signal.activation,
        holdsWork: proxied || HOLDING.includes(planned.name),
      },
    ];
  });
}
