import { derive } from '../model/sourced.ts';
import type { Sourced } from '../model/sourced.ts';

/** AWS takes whole numbers of seconds and percents where the language takes fractions: rounded up, in the same unit. */
export function whole<U extends number>(value: Sourced<U>, unit: (n: number) => U): Sourced<U> {
  return Number.isInteger(value.plain)
    ? value
    : derive('rounded up, since AWS takes whole numbers', { value }, plain => unit(Math.ceil(plain.value)));
}

/** An HPA takes whole percents, from 1. */
export function wholePercent(share: number): number {
  return Math.max(1, Math.round(share));
}
