import type { Origin, Path, Sourced } from '#model/sourced.ts';
import type { Pool } from '#model/pool.ts';
import type { PoolPlan } from '#model/plan.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { fix, replaceLower, replaceUpper } from '#edits';
import { writtenAt } from '#model/sourced.ts';

export default definePolicy({
  id: 'bounds-inverted',
  group: 'bounds',
  severity: 'error',
  level: 'recommended',
  summary: 'The minimum, the maximum, the fixed count and the schedule of a pool must not contradict each other.',
  why: oneLine(
    'Kubernetes, KEDA and AWS reject a minimum above the maximum. A schedule that asks for more than the maximum is',
    'capped, or fails at the hour that it was written for',
  ),
  source: oneLine(
    'Semantics 13: KEDA `scaledobject_webhook.go`; Application Auto Scaling, "How scheduled scaling works": a new',
    'minimum must not be above the maximum',
  ),
  messages: {
    inverted: {
      text: 'pool "{pool}" has a minimum of {min}, which is above its maximum of {max}',
      help: 'Raise `replicas.max` to {min}, or lower `replicas.min` to {max}',
    },
    priority: {
      text: 'pool "{pool}" has a maximum of {max}, but priority {priority} sets its minimum to {min}',
      help: 'Raise `replicas.max` to {min}, or set `replicas.min` or a lower `priority` for this pool',
    },
    none: {
      text: 'pool "{pool}" has a maximum of 0, so it can never run',
      help: 'Raise `replicas.max`; to stop the pool for a while, set `stage: fixed` and `replicas.fixed: 0`',
    },
    held: {
      text: oneLine(
        'pool "{pool}" is fixed at {fixed} replicas in stage {stage}, outside its bounds {min}–{max}: the next stage',
        'would resize it immediately',
      ),
      help: 'Set `replicas.fixed` to a count from {min} to {max}, or widen the bounds',
    },
    window: {
      text: oneLine(
        'the schedule of pool "{pool}" asks for at least {min} replicas from {from} to {to}, but its maximum is {max}',
      ),
      help: 'Raise `replicas.max` to {min}, or lower `min` of this window to {max}',
    },
  },
  pool(plan, { report }) {
    const { pool } = plan;
    const { min, max, fixed } = pool.replicas;
    const data = { pool: pool.key, min: min.plain, max: max.plain };
    const upTo = (wanted: number) =>
      fix(`Raise \`replicas.max\` to ${String(wanted)}`, 'unsafe', replaceUpper(max, String(wanted)));
    if (max.plain === 0) {
      report('none', { at: max.origin, path: boundPath(pool, 'max'), data });
    } else if (min.plain > max.plain && min.origin.kind !== 'written') {
      report('priority', {
        at: max.origin,
        path: boundPath(pool, 'max'),
        data: { ...data, priority: pool.priority.plain },
        related: [{ message: 'the priority', at: pool.priority.origin }],
        fixes: [upTo(min.plain)],
      });
    } else if (min.plain > max.plain) {
      report('inverted', {
        ...contradiction(pool),
        data,
        fixes: [
          isOverlaid(min) !== isOverlaid(max)
            ? undefined
            : fix(
                'Swap `replicas.min` and `replicas.max`',
                'unsafe',
                replaceLower(min, String(max.plain)),
                replaceUpper(max, String(min.plain)),
              ),
        ],
      });
    } else if (isOutside(plan)) {
      report('held', {
        at: fixed.origin,
        path: boundPath(pool, 'fixed'),
        data: { ...data, fixed: fixed.plain, stage: pool.stage.plain },
        related: [
          { message: 'the minimum', at: min.origin },
          { message: 'the maximum', at: max.origin },
        ],
      });
    }
    for (const [index, window] of (pool.schedule?.windows ?? []).entries()) {
      if (window.min.plain <= max.plain || max.plain === 0) continue;
      report('window', {
        at: window.min.origin,
        path: ['pools', pool.key, 'schedule', 'windows', index, 'min'],
        data: { pool: pool.key, from: window.from.plain, to: window.to.plain, min: window.min.plain, max: max.plain },
        related: [{ message: 'the maximum', at: max.origin }],
        fixes: [upTo(window.min.plain)],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a range with its ends swapped',
        path: 'pools.worker.replicas.max',
        message: 'inverted',
        yaml: `pools:
  worker:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: 10..2
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'an environment that raises only the minimum',
        path: 'pools.worker.replicas.min',
        message: 'inverted',
        yaml: `pools:
  worker:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: { min: 2, max: 10 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
environments:
  staging: { targets: { ecs: { cluster: staging } } }
  production: { pools: { worker: { replicas: { min: 12 } } } }
`,
      },
      {
        title: 'a maximum below the minimum of the priority',
        path: 'pools.worker.replicas.max',
        message: 'priority',
        yaml: `priority: low-latency
pools:
  worker:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { max: 2 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a maximum of 0',
        path: 'pools.worker.replicas.max',
        message: 'none',
        yaml: `pools:
  worker:
    kind: scale-to-zero
    targets: [kubernetes, ecs]
    replicas: { max: 0 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
`,
      },
      {
        title: 'a fixed count above the maximum',
        path: 'pools.worker.replicas.fixed',
        message: 'held',
        yaml: `stage: fixed
pools:
  worker:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: { min: 2, max: 10, fixed: 12 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a window that asks for more than the maximum',
        path: 'pools.worker.schedule.windows[1].min',
        message: 'window',
        yaml: `pools:
  worker:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    schedule:
      timezone: Europe/Berlin
      windows:
        - { from: "06:00", to: "20:00", min: 10 }
        - { from: "08:00", to: "10:00", days: [mon], min: 15 }
`,
      },
    ],
    good: [
      {
        title: 'equal bounds, and a window that reaches the maximum',
        yaml: `pools:
  worker:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
    schedule: { timezone: Europe/Berlin, windows: [{ from: "06:00", to: "20:00", min: 10 }] }
  pair:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: 2..2
    containers: { pair: { image: "registry.example.com/pair:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70% }
`,
      },
      {
        title: 'a pool that is held at 0, and a pool with only a fixed count',
        yaml: `stage: fixed
pools:
  worker:
    kind: demand-driven
    targets: [kubernetes, ecs]
    replicas: { min: 1, max: 10, fixed: 0 }
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { kafkaLag: { perReplica: 100, consumerGroup: worker, topics: [work], partitions: 12 } }
  front:
    kind: always-on
    targets: [kubernetes, ecs]
    replicas: { fixed: 4 }
    containers: { front: { image: "registry.example.com/front:1.0.0", cpu: 1, memory: 1Gi } }
`,
      },
    ],
  }),
});

function boundPath({ key }: Pool, bound: keyof Pool['replicas']): Path {
  return ['pools', key, 'replicas', bound];
}

/** The bound that the environment wrote, if it wrote only one: the other one is right in other environments. */
function contradiction(pool: Pool): {
  readonly at: Origin;
  readonly path: Path;
  readonly related: readonly { readonly message: string; readonly at: Origin }[];
} {
  const { min, max } = pool.replicas;
  const [bound, other] = isOverlaid(min) && !isOverlaid(max) ? (['min', 'max'] as const) : (['max', 'min'] as const);
  const { origin: at } = pool.replicas[bound];
  const { origin: beside } = pool.replicas[other];
  // The two ends of a range have one place.
  const apart = writtenAt(at)?.span.start !== writtenAt(beside)?.span.start;
  return {
    at,
    path: boundPath(pool, bound),
    related: apart ? [{ message: other === 'min' ? 'the minimum' : 'the maximum', at: beside }] : [],
  };
}

function isOverlaid({ origin }: Sourced<number>): boolean {
  return origin.kind === 'written' && origin.overlay !== undefined;
}

/** Only written numbers contradict each other; a fixed count of 0 is a pool that is stopped on purpose. */
function isOutside({ pool, hold }: PoolPlan): boolean {
  const { min, max, fixed } = pool.replicas;
  if (hold === undefined || fixed.origin.kind !== 'written' || fixed.plain === 0) return false;
  return (
    (min.origin.kind === 'written' && fixed.plain < min.plain) ||
    (max.origin.kind === 'written' && fixed.plain > max.plain)
  );
}
