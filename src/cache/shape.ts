import { isRecord } from '../output/ledger.ts';

/** Whether a value that was read from a file is of a kind. */
export type Check = (value: unknown) => boolean;

export const text: Check = value => typeof value === 'string';
export const count: Check = value => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

export function oneOf(...values: readonly string[]): Check {
  return value => typeof value === 'string' && values.includes(value);
}

export function optional(check: Check): Check {
  return value => value === undefined || check(value);
}

export function list(check: Check): Check {
  return value => Array.isArray(value) && value.every(check);
}

/** No key is missing, and there is no other one. */
export function members(checks: Readonly<Record<string, Check>>): Check {
  const known = Object.entries(checks);
  return value =>
    isRecord(value) &&
    known.every(([key, check]) => check(value[key])) &&
    Object.keys(value).every(key => Object.hasOwn(checks, key));
}
