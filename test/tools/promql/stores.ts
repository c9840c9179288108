import type { OracleCase } from '../../../scripts/promql-oracle.mjs';

/** What Prometheus may hold when it is asked, for the queries of `generated-queries.ts`. */
export type Store = Pick<OracleCase, 'interval' | 'series'>;

/** Seconds at which every store begins: a time of a running system, which a query may ask for. */
export const FROM = 1_700_000_000;
export const ASKED_AT = FROM + 1200;

/** Nothing of the pool `p` itself, which is at zero; of others anything. */
export const ASLEEP: Readonly<Record<string, Store>> = {
  nothing: { interval: 30, series: { 'up{job="gateway",instance="a"}': '1x60' } },
  busy: {
    interval: 30,
    series: {
      'up{job="gateway",instance="a"}': '1x60',
      'up{job="gateway",instance="b"}': '0x60',
      'gwq{job="gateway",instance="a",to="p"}': '50x60',
      'gwq{job="gateway",instance="b",to="p"}': '3+1x60',
      'gwq{job="proxy",instance="a",to="q"}': '1000-10x60',
      'gwq{job="exporter",instance="c"}': '-1x60',
      'calls_total{job="gateway",instance="a",to="p"}': '0+30x60',
      'calls_total{job="gateway",instance="b",to="p"}': '5x60',
      'lat_bucket{job="gateway",instance="a",to="p",le="0.5"}': '0+10x60',
      'lat_bucket{job="gateway",instance="a",to="p",le="1"}': '0+20x60',
      'lat_bucket{job="gateway",instance="a",to="p",le="+Inf"}': '0+30x60',
      'lat_count{job="gateway",instance="a",to="p"}': '0+30x60',
      'a_capacity{job="gateway",instance="a"}': '7x60',
    },
  },
  'changing, with gaps and resets': {
    interval: 30,
    series: {
      'up{job="gateway",instance="a"}': '1x20 _x5 1x40',
      'up{job="proxy",instance="a"}': '1x60',
      'gwq{job="gateway",instance="a",to="p"}': '_x36 0.25x30',
      'gwq{job="gateway",instance="b",to="p"}': '4x10 stale _x5 2x50',
      'gwq{job="proxy",instance="a",to="p"}': '-5-1x60',
      'calls_total{job="gateway",instance="a",to="p"}': '0+30x30 0+10x30',
      'calls_total{job="gateway",instance="b",to="q"}': '_x38 50x20',
      'lat_bucket{job="proxy",instance="a",to="p",le="0.5"}': '_x30 0+1x30',
      'lat_bucket{job="proxy",instance="a",to="p",le="+Inf"}': '_x30 0+1x30',
      'lat_count{job="proxy",instance="a",to="p"}': '_x30 0+1x30',
      'a_capacity{job="gateway",instance="a",to="q"}': '1x60',
      'a_capacity{job="gateway",instance="b",to="q"}': '2x60',
    },
  },
  'one series each': {
    interval: 15,
    series: {
      'up{job="gateway",instance="a"}': '1x120',
      'gwq{job="gateway",instance="a",to="p"}': '0x100',
      'calls_total{job="gateway",instance="a",to="p"}': '100x100',
      'lat_bucket{job="gateway",instance="a",to="p",le="1"}': '9x100',
      'lat_bucket{job="gateway",instance="a",to="p",le="+Inf"}': '9x100',
      'lat_count{job="gateway",instance="a",to="p"}': '9x100',
      'a_capacity{job="gateway",instance="a"}': '1x100',
    },
  },
};

/** All work has ended and every range has passed; what is scraped is there, and so is the pool. */
export const IDLE: Readonly<Record<string, Store>> = {
  'nothing waits': {
    interval: 30,
    series: idle('0x60', '40x60'),
  },
  'something is always there': {
    interval: 30,
    series: idle('2.5x60', '7x60'),
  },
};

function idle(gauge: string, counter: string): Store['series'] {
  return Object.fromEntries(
    ['gateway', 'p'].flatMap(job =>
      ['a', 'b'].flatMap((instance): [string, string][] => {
        const at = `job="${job}",instance="${instance}",to="p",pod="p-1"`;
        return [
          [`up{${at}}`, '1x60'],
          [`gwq{${at}}`, gauge],
          [`own_pending{${at}}`, gauge],
          [`calls_total{${at}}`, counter],
          [`lat_bucket{${at},le="1"}`, counter],
          [`lat_bucket{${at},le="+Inf"}`, counter],
          [`lat_count{${at}}`, counter],
          [`a_capacity{${at}}`, '3x60'],
        ];
      }),
    ),
  );
}
