import { definePolicy } from '#policy';
import { fix, wrapPlace } from '#edits';
import { oneLine } from '#model/one-line.ts';
import { placeWithin, writtenQueriesOf } from '#proof/queries.ts';
import { isScaled } from '#promql/written-numbers.ts';

/** Units that names of metrics end in, and how many of each a second has. */
const UNITS: readonly (readonly [ending: RegExp, name: string, inSecond: number])[] = [
  [/_(?:milliseconds|millis|ms)(?:_bucket|_sum|_max)?$/, 'milliseconds', 1000],
  [/_(?:microseconds|micros|us)(?:_bucket|_sum|_max)?$/, 'microseconds', 1_000_000],
  [/_(?:nanoseconds|nanos|ns)(?:_bucket|_sum|_max)?$/, 'nanoseconds', 1_000_000_000],
];

export default definePolicy({
  id: 'latency-not-in-seconds',
  group: 'signals',
  severity: 'error',
  level: 'recommended',
  summary: 'The query of a latency must return seconds.',
  why: oneLine(
    'The target of a latency is compared in seconds. A query that returns milliseconds is a thousand times above it,',
    'so the pool stays at its maximum',
  ),
  source: 'Semantics 2; OpenTelemetry, "Semantic conventions": older durations are in milliseconds',
  messages: {
    unit: {
      text: '{what} of pool "{pool}" is compared in seconds, but its query returns {metric}, which is in {unit}',
      help: 'Divide the query by {inSecond}, or declare the series as `histogram`',
    },
  },
  pool(planned, { report }) {
    for (const { at, path, from, what, reading } of writtenQueriesOf(planned)) {
      if (from !== 'latency' || reading.expression === undefined || isScaled(reading.expression)) continue;
      for (const { name = '' } of reading.selectors) {
        const found = UNITS.find(([ending]) => ending.test(name));
        if (found === undefined) continue;
        const [, unit, inSecond] = found;
        const divided = wrapPlace(placeWithin(at, reading.text), reading.text, '(', `) / ${String(inSecond)}`);
        report('unit', {
          at,
          path,
          data: { pool: planned.pool.key, what, metric: name, unit, inSecond },
          fixes: [fix(`Divide by ${String(inSecond)}`, 'unsafe', divided)],
        });
        break;
      }
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a histogram in milliseconds',
        path: 'pools.api.signals.latency.source.prometheus',
        message: 'unit',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      cpu: 70%
      latency: { p99: 500ms, source: { prometheus: '(histogram_quantile(0.99, sum by (le) (rate(gateway_duration_milliseconds_bucket{upstream="api"}[5m]))) >= 0) or 0 * sum(rate(gateway_duration_milliseconds_count{upstream="api"}[5m]))' } }
`,
      },
    ],
    good: [
      {
        title: 'milliseconds by a thousand',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals:
      cpu: 70%
      latency: { p99: 500ms, source: { prometheus: '(histogram_quantile(0.99, sum by (le) (rate(gateway_duration_milliseconds_bucket{upstream="api"}[5m]))) / 1000 >= 0) or 0 * sum(rate(gateway_duration_milliseconds_count{upstream="api"}[5m]))' } }
`,
      },
      {
        title: 'a declared histogram, which the compiler divides',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: always-on
    replicas: 2..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { cpu: 70%, latency: { p99: 500ms, source: { prometheus: { histogram: 'gateway_duration_milliseconds{upstream="api"}' } } } }
`,
      },
    ],
  }),
});
