/**
 * A quantity of Kubernetes as a number: `500m` is 0.5, `2Gi` is 2147483648. Undefined for a text that is none
 * (apimachinery, `pkg/api/resource/quantity.go`).
 */
export function readQuantity(written: string): number | undefined {
  const [, amount, suffix = '', exponent] = QUANTITY.exec(written) ?? [];
  if (amount === undefined) return undefined;
  const factor = exponent === undefined ? FACTORS[suffix] : 10 ** Number(exponent);
  return factor === undefined ? undefined : Number(amount) * factor;
}

const QUANTITY = /^\+?(\d+(?:\.\d*)?|\.\d+)(?:([numkMGTPE]|[KMGTPE]i)?|[eE]([+-]?\d{1,2}))$/;

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
