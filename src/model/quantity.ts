/** A quantity of Kubernetes as a number: `500m` is 0.5, `2k` is 2000; NaN for what is none. */
export function amountOf(quantity: string): number {
  const [, number = '', suffix = ''] = /^(\d+(?:\.\d+)?)(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/.exec(quantity) ?? [];
  return number === '' ? NaN : Number(number) * (SUFFIXES[suffix] ?? 1);
}

const SUFFIXES: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
};
