import { derive } from '../model/sourced.ts';
import type { Sourced } from '../model/sourced.ts';

/** AWS takes whole numbers of seconds and percents where the language takes fractions: rounded up. */
export function whole(value: Sourced<number>): Sourced<number> {
  return Number.isInteger(value.plain)
    ? value
    : derive('rounded up, since AWS takes whole numbers', { value }, plain => Math.ceil(plain.value));
}

/** An HPA takes whole percents, from 1. */
export function wholePercent(share: number): number {
  return Math.max(1, Math.round(share));
}
