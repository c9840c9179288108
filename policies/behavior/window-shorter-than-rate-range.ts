import type { Path, Sourced } from '#model/sourced.ts';
import type { PlannedSignal, PoolPlan } from '#model/plan.ts';
import type { PrometheusSource } from '#model/metric-source.ts';
import { definePolicy } from '#policy';
import { oneLine } from '#model/one-line.ts';
import { directionEdit } from '#knowledge/directions.ts';
import { fix, replaceValue } from '#edits';
import { formatDuration, seconds } from '#model/units.ts';
import { writtenQueriesOf } from '#proof/queries.ts';
import { comparesSamples } from '#promql/read-query.ts';

const SCRAPES = 4;

export default definePolicy({
  id: 'window-shorter-than-rate-range',
  group: 'behavior',
  severity: 'warning',
  level: 'recommended',
  summary: oneLine(
    'The scale-in window must be at least as long as the range of the rates that it watches, and the range must hold',
    'four scrapes.',
  ),
  why: oneLine(
    'Two values within one range are computed from mostly the same samples, so a shorter window smooths nothing. With',
    'fewer than four scrapes, one missed scrape leaves a rate without a value, and KEDA treats that as an error',
  ),
  source: oneLine(
    'Semantics 51, 52; Prometheus, `rate` and `deriv` need two samples in the range; Kubernetes, "Stabilization',
    'window"',
  ),
  messages: {
    window: {
      text: 'pool "{pool}" scales in after a window of {window}, but signals.{signal} is computed over {range}',
      help: 'Set `scaleDown.stabilizationWindow` to {range}, or compute the signal over a shorter range',
    },
    scrapes: {
      text: oneLine(
        'signals.{signal} of pool "{pool}" is computed over {range}, which holds fewer than four scrapes (one every',
        '{scrape})',
      ),
      help: 'Set the range to {needed} or more, or scrape more often and set `metrics.scrapeInterval`',
    },
  },
  pool(planned, { plan, report }) {
    const {
      pool,
      on: { kubernetes },
    } = planned;
    if (kubernetes?.autoscaler.kind !== 'scaled-object') return;
    const scrape = plan.system.metrics.scrapeInterval;
    const ranges = planned.signals.flatMap(signal => rangeOf(signal, SCRAPES * scrape.plain));
    for (const { signal, key, over } of ranges) {
      if (over.origin.kind !== 'written' || over.plain >= SCRAPES * scrape.plain) continue;
      const needed = formatDuration(seconds(SCRAPES * scrape.plain));
      report('scrapes', {
        at: over.origin,
        path: ['pools', pool.key, 'signals', ...key],
        data: {
          pool: pool.key,
          signal,
          range: formatDuration(over.plain),
          scrape: formatDuration(scrape.plain),
          needed,
        },
        related: [{ message: 'the scrape interval', at: scrape.origin }],
        fixes: [fix(`Set the range to ${needed}`, 'unsafe', replaceValue(over, needed))],
      });
    }
    for (const { from, at, path, reading } of writtenQueriesOf(planned)) {
      const short = reading.selectors.find(use => comparesSamples(use) && holdsFew(use.range, scrape.plain));
      if (short?.range === undefined) continue;
      report('scrapes', {
        at,
        path,
        data: {
          pool: pool.key,
          signal: from,
          range: formatDuration(seconds(short.range)),
          scrape: formatDuration(scrape.plain),
          needed: formatDuration(seconds(SCRAPES * scrape.plain)),
        },
        related: [{ message: 'the scrape interval', at: scrape.origin }],
      });
    }
    const window = kubernetes.behavior.scaleDown.stabilizationWindowSeconds;
    const [longest] = ranges.sort((a, b) => b.lasts - a.lasts);
    if (
      longest === undefined ||
      pool.scaleDown.select.plain === 'disabled' ||
      longest.lasts <= window.plain ||
      pool.replicas.max.plain <= Math.max(1, pool.replicas.min.plain)
    )
      return;
    const range = formatDuration(longest.lasts);
    const { at, path } = placeOf(planned, longest);
    report('window', {
      at,
      path,
      data: { pool: pool.key, window: formatDuration(window.plain), signal: longest.signal, range },
      related: [{ message: `the range of ${range}`, at: longest.over.origin }],
      fixes: [
        longest.lasts > 3600
          ? undefined
          : fix(
              `Set \`scaleDown.stabilizationWindow\` to ${range}`,
              'unsafe',
              directionEdit(pool, 'scaleDown', 'stabilizationWindow', range),
            ),
      ],
    });
  },
  examples: () => ({
    bad: [
      {
        title: 'a window of one minute, for a quantile over five minutes',
        path: 'pools.web.scaleDown.stabilizationWindow',
        message: 'window',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { cpu: 70%, latency: { p99: 1s } }
    scaleDown: { stabilizationWindow: 1m }
`,
      },
      {
        title: 'the default window, for lag growth over ten minutes',
        path: 'pools.worker.signals.kafkaLag.growth.over',
        message: 'window',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      kafkaLag: { perReplica: 1000, growth: 10m, consumerGroup: worker, topics: [work], partitions: 12 }
`,
      },
      {
        title: 'a rate over one and a half scrapes',
        path: 'pools.web.signals.requests.over',
        message: 'scrapes',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { requests: { perReplica: 100/s, over: 45s } }
`,
      },
      {
        title: 'a written query over three scrapes',
        path: 'pools.web.signals.requests.source.prometheus',
        message: 'scrapes',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 100/s, source: { prometheus: 'sum(rate(gateway_requests_total{upstream="web"}[90s]))' } } }
`,
      },
    ],
    good: [
      {
        title: 'a window as long as the range, which holds four scrapes',
        targets: 'kubernetes',
        yaml: `pools:
  web:
    kind: always-on
    replicas: 2..10
    containers: { web: { image: "registry.example.com/web:1.0.0", cpu: 1, memory: 1Gi, ports: { grpc: 9000 } } }
    signals: { requests: { perReplica: 100/s, over: 2m } }
    scaleDown: { stabilizationWindow: 2m }
`,
      },
      {
        title: 'a gauge, which has no range',
        targets: 'kubernetes',
        yaml: `pools:
  worker:
    kind: always-on
    replicas: 2..10
    containers: { worker: { image: "registry.example.com/worker:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requestQueue: { perReplica: 10, source: { prometheus: { gauge: 'gateway_pending_requests{upstream="worker"}' } } } }
    scaleDown: { stabilizationWindow: 1m }
`,
      },
    ],
  }),
});

/** With fewer than two it is an error: `rate-without-samples`. */
function holdsFew(range: number | undefined, scrape: number): boolean {
  return range !== undefined && range >= 2 * scrape && range < SCRAPES * scrape;
}

interface Range {
  /** As in the configuration: `kafkaLag.growth`. */
  readonly signal: string;
  /** Where the range is written. */
  readonly key: readonly string[];
  readonly over: Sourced<number>;
  /** Seconds; a range that is not written is at least as long as `shortest`. */
  readonly lasts: number;
}

/** A written query has its own range; a gauge has none. */
function rangeOf(planned: PlannedSignal, shortest: number): readonly Range[] {
  switch (planned.kind) {
    case 'kafkaLag': {
      const { growth } = planned.signal;
      return growth === undefined
        ? []
        : [
            {
              signal: 'kafkaLag.growth',
              key: ['kafkaLag', 'growth', 'over'],
              over: growth.over,
              lasts: growth.over.plain,
            },
          ];
    }
    case 'requests':
    case 'latency': {
      const { over } = planned.signal;
      const lasts = over.origin.kind === 'written' ? over.plain : Math.max(over.plain, shortest);
      return isRate(planned.prometheus) ? [{ signal: planned.name, key: [planned.name, 'over'], over, lasts }] : [];
    }
    case 'cpu':
    case 'memory':
    case 'queueBacklog':
    case 'requestQueue':
    case 'custom':
      return [];
  }
}

function isRate(source: PrometheusSource | undefined): boolean {
  return source?.kind === 'counter' || source?.kind === 'histogram';
}

/** The window; if it is not written, the range. */
function placeOf(
  { pool }: PoolPlan,
  { key, over }: Range,
): { readonly at: Sourced<unknown>['origin']; readonly path: Path } {
  const window = pool.scaleDown.stabilizationWindow.origin;
  if (window.kind === 'written') return { at: window, path: ['pools', pool.key, 'scaleDown', 'stabilizationWindow'] };
  return { at: over.origin, path: ['pools', pool.key, 'signals', ...key] };
}
