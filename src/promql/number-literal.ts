/** A number, `Inf`, `NaN`, `0x1f`, `1_000` or a duration, which counts as its seconds. */
export function numberOf(literal: string): number {
  const negative = literal.startsWith('-');
  const text = literal.replace(/^[+-]\s*/, '').toLowerCase();
  const durations = [...text.matchAll(/(\d+)(ms|[ywdhms])/g)];
  const value =
    text === 'inf'
      ? Infinity
      : durations.length > 0 && !text.startsWith('0x')
        ? durations.reduce((sum, [, count, unit]) => sum + Number(count) * (DURATION_UNITS[unit ?? 's'] ?? 1), 0)
        : Number(text.replaceAll('_', ''));
  return negative ? -value : value;
}

const DURATION_UNITS: Readonly<Record<string, number>> = {
  y: 31_536_000,
  w: 604_800,
  d: 86_400,
  h: 3600,
  m: 60,
  s: 1,
  ms: 0.001,
};
