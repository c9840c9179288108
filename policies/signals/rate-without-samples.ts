import { definePolicy } from '#policy';
import { fix, replacePlace, replaceValue } from '#edits';
import type { PoolPlan } from '#model/plan.ts';
import type { Sourced } from '#model/sourced.ts';
import { formatDuration, seconds } from '#model/units.ts';
import { oneLine } from '#model/one-line.ts';
import { placeWithin, queriesWithUserText } from '#proof/queries.ts';
import { comparesSamples } from '#promql/read-query.ts';

/** Four, so that one scrape that fails leaves a rate. */
const STEADY = 4;

export default definePolicy({
  id: 'rate-without-samples',
  group: 'signals',
  severity: 'error',
  level: 'recommended',
  summary: 'The range of a rate must hold at least two scrapes.',
  why: oneLine(
    'A rate compares two samples. With fewer in its range Prometheus returns nothing, and KEDA treats that as an error:',
    'the pool does not wake, does not scale in and does not return to zero',
  ),
  source:
    'Semantics 26, 52; Prometheus, `rate`: at least two samples in the range, which is open on the left since 3.0',
  messages: {
    never: {
      text: oneLine(
        '{function} in the query of {what} of pool "{pool}" looks back {range}, which never holds two scrapes (one every',
        '{scrape})',
      ),
      help: 'Set the range to {steady} or more, or scrape more often and set `metrics.scrapeInterval`',
    },
    sometimes: {
      text: oneLine(
        '{function} in the query of {what} of pool "{pool}" looks back {range}, which holds two scrapes only part of the',
        'time (one every {scrape})',
      ),
      help: 'Set the range to {steady} or more, or scrape more often and set `metrics.scrapeInterval`',
    },
  },
  explains: ['never-wakes'],
  pool(planned, { plan, report }) {
    const scrape = plan.system.metrics.scrapeInterval;
    for (const asked of queriesWithUserText(planned)) {
      const { at, path, from, what, own } = asked;
      const over = own ? undefined : writtenRange(planned, from);
      // The compiler's own range is long enough where nobody wrote it.
      if (!own && over === undefined) continue;
      const { reading } = asked;
      const short = reading.selectors.find(
        use => comparesSamples(use) && use.range !== undefined && use.range < 2 * scrape.plain,
      );
      if (short?.range === undefined || (!own && short.range > scrape.plain)) continue;
      const steady = formatDuration(seconds(STEADY * scrape.plain));
      const written = /^\s*\[[^\]]*\]/.exec(reading.text.slice(short.to))?.[0] ?? '';
      const ranged = reading.text.slice(short.from, short.to) + written;
      report(short.range <= scrape.plain ? 'never' : 'sometimes', {
        at,
        path,
        data: {
          pool: planned.pool.key,
          what,
          function: short.within[0] ?? 'rate',
          range: formatDuration(seconds(short.range)),
          scrape: formatDuration(scrape.plain),
          steady,
        },
        related: [
          ...(over === undefined ? [] : [{ message: 'the range', at: over.origin }]),
          { message: 'the scrape interval', at: scrape.origin },
        ],
        fixes: [
          fix(
            `Set the range to ${steady}`,
            'unsafe',
            over !== undefined
              ? replaceValue(over, steady)
              : replacePlace(placeWithin(at, ranged), ranged, `${reading.text.slice(short.from, short.to)}[${steady}]`),
          ),
        ],
      });
    }
  },
  examples: () => ({
    bad: [
      {
        title: 'a rate over one scrape',
        path: 'pools.api.signals.requests.source.prometheus',
        message: 'never',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: demand-driven
    replicas: 1..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 10/s, source: { prometheus: 'sum(rate(gateway_requests_total{upstream="api"}[30s]))' } } }
`,
      },
      {
        title: 'a rate over one and a half scrapes',
        path: 'pools.api.signals.requests.source.prometheus',
        message: 'sometimes',
        targets: 'kubernetes',
        yaml: `metrics: { runtime: micrometer, scrapeInterval: 1m }
pools:
  api:
    kind: demand-driven
    replicas: 1..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 10/s, source: { prometheus: 'sum(rate(gateway_requests_total{upstream="api"}[90s]))' } } }
`,
      },
    ],
    good: [
      {
        title: 'a rate over four scrapes',
        targets: 'kubernetes',
        yaml: `pools:
  api:
    kind: demand-driven
    replicas: 1..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 10/s, source: { prometheus: 'sum(rate(gateway_requests_total{upstream="api"}[2m]))' } } }
`,
      },
      {
        title: 'a range of 30s where the scrapes are every 5s',
        targets: 'kubernetes',
        yaml: `metrics: { runtime: micrometer, scrapeInterval: 5s }
pools:
  api:
    kind: demand-driven
    replicas: 1..10
    containers: { api: { image: "registry.example.com/api:1.0.0", cpu: 1, memory: 1Gi } }
    signals: { requests: { perReplica: 10/s, source: { prometheus: 'sum(rate(gateway_requests_total{upstream="api"}[30s]))' } } }
`,
      },
    ],
  }),
});

/** `over` of the signal, from which the compiler makes the range. */
function writtenRange({ signals }: PoolPlan, from: string): Sourced<number> | undefined {
  const signal = signals.find(({ name }) => name === from)?.signal;
  return signal !== undefined && 'over' in signal && signal.over.origin.kind === 'written' ? signal.over : undefined;
}
