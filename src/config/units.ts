import { bytes, milliCpu, percent, perSecond, seconds } from '../model/units.ts';
import type { Bytes, MilliCpu, PerSecond, Percent, Seconds } from '../model/units.ts';

/** How each unit is written, and the reading of it. A text that matches the pattern always reads. */

export const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
const SECONDS_IN: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `5m`, `1h30m`, `500ms` → seconds. */
export function readDuration(written: string): Seconds {
  let total = 0;
  for (const [, amount = '0', unit = 's'] of written.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (SECONDS_IN[unit] ?? 1);
  }
  return seconds(Math.round(total * 1000) / 1000);
}

export const PERCENT = /^\d+(?:\.\d+)?%$/;

/** `70%` → 70. */
export function readPercent(written: string): Percent {
  return percent(Number(written.slice(0, -1)));
}

export const CPU = /^(?:\d+m|\d+(?:\.\d{1,3})?)$/;

/** `500m`, `1`, `0.25` → thousandths of a CPU. */
export function readCpu(written: string): MilliCpu {
  return milliCpu(written.endsWith('m') ? Number(written.slice(0, -1)) : Math.round(Number(written) * 1000));
}

export const MEMORY = /^\d+(?:\.\d+)?(?:[KMGT]i|[kMGT])?$/;
const BYTES_IN: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** `2Gi`, `512Mi`, `1G` → bytes. */
export function readMemory(written: string): Bytes {
  const [, amount = '0', unit = ''] = /^(\d+(?:\.\d+)?)(.*)$/.exec(written) ?? [];
  return bytes(Math.ceil(Number(amount) * (BYTES_IN[unit] ?? 1)));
}

export const RATE = /^\d+(?:\.\d+)?\/[smh]$/;

/** `120/s`, `30/m` → events a second. */
export function readRate(written: string): PerSecond {
  const [amount = '0', unit = 's'] = written.split('/');
  return perSecond(Number(amount) / (SECONDS_IN[unit] ?? 1));
}

/** `1..2` → the text of each end; a text without dots is both ends. */
export function readEnds(written: string): readonly [string, string] {
  const [from = '', to = from] = written.split('..');
  return [from, to];
}

/** `a` or `a..b`, where both ends match the pattern. */
export function rangeOf(pattern: RegExp): RegExp {
  const end = pattern.source.replace(/^\^/, '').replace(/\$$/, '');
  return new RegExp(`^(?:${end})(?:\\.\\.(?:${end}))?$`);
}
