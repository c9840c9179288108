import type { Scalar } from './located.ts';

/** What a plain scalar means in the core schema of YAML 1.2; undefined where that takes the `yaml` package to say. */
export function certainPlain(text: string): Scalar | undefined {
  const known = WORDS.get(text);
  if (known !== undefined) return known;
  if (NULLS.has(text)) return null;
  const first = text.charCodeAt(0);
  // Nothing else begins a number: a digit, a sign or a point.
  if (first > NINE || first < PLUS) return text;
  if (EVERYDAY_NUMBER.test(text)) return Number(text);
  return ANY_NUMBER.test(text) ? undefined : text;
}

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);
const NULLS: ReadonlySet<string> = new Set(['~', 'null', 'Null', 'NULL']);

const PLUS = 0x2b;
const NINE = 0x39;

/** Read alike by everyone: no plus, no leading zero, no -0, and no more digits than a number holds. */
const EVERYDAY_NUMBER = /^(?:0|-?[1-9]\d{0,14}|-?(?:0|[1-9]\d{0,6})\.\d{1,7})$/;

/** The numbers of the core schema, and with them whatever looks like one of YAML 1.1. */
const ANY_NUMBER = /^[-+]?(?:(?:\.[\d_]+|\d[\d_]*(?:\.[\d_]*)?)(?:e[-+]?\d+)?|0[box][\da-f_]+|\.inf|\.nan)$/i;
