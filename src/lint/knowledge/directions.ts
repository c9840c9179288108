import type { TextEdit } from '../../model/diagnostic.ts';
import type { Path, Sourced } from '../../model/sourced.ts';
import type { Pool } from '../../model/pool.ts';
import type { ScalingDirection } from '../../model/scaling.ts';
import { insertBeside, replaceValue } from '../engine/edits.ts';

type Direction = 'scaleUp' | 'scaleDown';
type DirectionKey = keyof ScalingDirection;

/** Those of these values that the user wrote, with their paths. */
export function writtenOf(
  pool: Pool,
  direction: Direction,
  keys: readonly DirectionKey[],
): readonly { readonly path: Path; readonly value: Sourced<unknown> }[] {
  return keys.flatMap(key => {
    const value = pool[direction][key];
    return value?.origin.kind === 'written' ? [{ path: ['pools', pool.key, direction, key], value }] : [];
  });
}

const KEYS = [
  'stabilizationWindow',
  'percent',
  'replicas',
  'every',
  'limits',
  'select',
  'tolerance',
  'cooldown',
] as const satisfies readonly DirectionKey[];

/** `scaleDown.cooldown: 5m` where it stands, beside what is there, or as the only thing said of that direction. */
export function directionEdit(
  pool: Pool,
  direction: Direction,
  key: 'stabilizationWindow' | 'cooldown',
  text: string,
): TextEdit | undefined {
  const present = pool[direction][key];
  if (present.origin.kind === 'written') return replaceValue(present, text);
  const [sibling] = writtenOf(pool, direction, KEYS);
  return sibling === undefined
    ? insertBeside(pool.kind, direction, `{ ${key}: ${text} }`)
    : insertBeside(sibling.value, key, text);
}
