import { Sourced } from '../../model/sourced.ts';
import { formatDuration } from '../../model/units.ts';
import { cel, durationValue } from './cel.ts';
import type { CelInput, CelValue } from './cel.ts';
import type { Shape } from './shape.ts';

/** The input as CEL takes it: maps without a prototype, ints as bigint, durations as such. */
export function celInput(shape: Shape, node: unknown): CelInput {
  const plain: unknown = node instanceof Sourced ? node.plain : node;
  switch (shape.kind) {
    case 'text':
      return String(plain);
    case 'bool':
      return plain === true;
    case 'int':
      return BigInt(Math.round(Number(plain)));
    case 'double':
      return Number(plain);
    case 'duration':
      return durationValue(Number(plain));
    case 'list':
      return Array.isArray(plain)
        ? plain.filter((item: unknown) => item !== undefined).map((item: unknown) => celInput(shape.items, item))
        : [];
    case 'record':
      return new Map(entriesOf(plain).map(([key, value]) => [key, celInput(shape.values, value)]));
    case 'members':
      return new Map(
        entriesOf(plain).flatMap(([key, value]) => {
          const of = shape.members[key];
          return of === undefined ? [] : [[key, celInput(of, value)]];
        }),
      );
  }
}

function entriesOf(plain: unknown): readonly (readonly [string, unknown])[] {
  return typeof plain === 'object' && plain !== null
    ? Object.entries(plain).filter(([, value]) => value !== undefined)
    : [];
}

/** As a message shows it; undefined for what no sentence can hold. */
export function shown(value: CelValue): string | undefined {
  if (typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  const seconds = secondsOf(value);
  if (seconds !== undefined) return seconds < 0 ? `-${formatDuration(-seconds)}` : formatDuration(seconds);
  if (!cel().isCelList(value) || value.size > 20) return undefined;
  const items = [...value].map(shown);
  return items.every(item => item !== undefined) ? items.join(', ') : undefined;
}

/** `a string`, as CEL calls what an expression gave. */
export function kindOf(value: CelValue): string {
  if (typeof value === 'bigint') return 'an int';
  if (typeof value === 'number') return 'a double';
  if (typeof value === 'string') return 'a string';
  if (value === null) return 'null';
  if (cel().isCelList(value)) return 'a list';
  if (cel().isCelMap(value)) return 'a map';
  return secondsOf(value) === undefined ? 'no truth value' : 'a duration';
}

/** Of a duration. */
function secondsOf(value: CelValue): number | undefined {
  if (typeof value !== 'object' || value === null || !('message' in value)) return undefined;
  const { message } = value;
  return 'seconds' in message && 'nanos' in message && message.$typeName === 'google.protobuf.Duration'
    ? Number(message.seconds) + Number(message.nanos) / 1e9
    : undefined;
}
