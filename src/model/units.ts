/** Numbers that know their unit, so that seconds and millicores cannot be mixed up. */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A number that is written in a template. It takes the unit of its field. */
export type InAnyUnit<N extends number> = N & Unit<never>;

export type Seconds = Unit<'s'>;
/** 70 means 70 %. */
export type Percent = Unit<'%'>;
/** Thousandths of a CPU. */
export type MilliCpu = Unit<'mCPU'>;
export type Bytes = Unit<'B'>;
/** Events a second. */
export type PerSecond = Unit<'/s'>;
/** A count of replicas: pods on Kubernetes, tasks on ECS. */
export type Replicas = Unit<'replicas'>;

/** The one place where a plain number is given a unit. */
export const seconds = (n: number): Seconds => n as Seconds;
export const percent = (n: number): Percent => n as Percent;
export const milliCpu = (n: number): MilliCpu => n as MilliCpu;
export const bytes = (n: number): Bytes => n as Bytes;
export const perSecond = (n: number): PerSecond => n as PerSecond;
export const replicas = (n: number): Replicas => n as Replicas;

/** Longest duration that the language takes, in days. */
export const MOST_DAYS = 365;

const DURATION_UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** `300` → `5m`, `5400` → `1h30m`, `0.5` → `500ms`; what the configuration language reads back. */
export function formatDuration(duration: Seconds | number): string {
  if (duration === 0) return '0s';
  let rest = Math.round(duration * 1000);
  if (rest < 1000) return `${String(rest)}ms`;
  let out = '';
  for (const [name, size] of DURATION_UNITS) {
    const count = Math.floor(rest / (size * 1000));
    if (count > 0) out += `${String(count)}${name}`;
    rest -= count * size * 1000;
  }
  return rest === 0 ? out : `${out}${String(rest)}ms`;
}

/**
 * Canonical Kubernetes CPU quantity: `1`, `500m`; never `1000m`, which the API server rewrites and Argo CD reports for
 * ever.
 */
export function formatCpu(cpu: MilliCpu): string {
  return cpu % 1000 === 0 ? String(cpu / 1000) : `${String(cpu)}m`;
}

const BINARY = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'] as const;
const DECIMAL = ['E', 'P', 'T', 'G', 'M', 'k'] as const;

/**
 * Canonical Kubernetes memory quantity: the largest unit that divides it, `3Gi` and never `3072Mi`, `2G` and never
 * `2000M`; of both kinds the shorter.
 */
export function formatMemory(memory: Bytes): string {
  const binary = inLargestUnit(memory, BINARY, 1024);
  const decimal = inLargestUnit(memory, DECIMAL, 1000);
  if (binary === undefined || decimal === undefined) return binary ?? decimal ?? String(memory);
  return decimal.length < binary.length ? decimal : binary;
}

function inLargestUnit(amount: number, units: readonly string[], step: number): string | undefined {
  const index = units.findIndex((_, position) => amount > 0 && amount % step ** (units.length - position) === 0);
  return index < 0 ? undefined : `${String(amount / step ** (units.length - index))}${units[index] ?? ''}`;
}

/** Canonical Kubernetes quantity of a share: 5 % is `50m`, 100 % is `1`; `0.05` is rewritten by the API server. */
export function formatShare(share: Percent): string {
  const millionths = Math.round(share * 10_000);
  if (millionths % 1_000_000 === 0) return String(millionths / 1_000_000);
  return millionths % 1000 === 0 ? `${String(millionths / 1000)}m` : `${String(millionths)}u`;
}

export function formatPercent(value: Percent): string {
  return `${String(value)}%`;
}

export function formatRate(rate: PerSecond): string {
  return `${String(rate)}/s`;
}

/** Whole MiB, rounded up: what ECS takes. */
export function mebibytes(memory: Bytes): number {
  return Math.ceil(memory / 1024 ** 2);
}
