import type { Span } from './span.ts';

/**
 * A text as a scalar of YAML that is read as that text: in quotes where YAML, 1.1 included, would read a number, a
 * truth value, a date or a part of its syntax. It keeps the quotes of what it is written instead of.
 */
export function yamlText(text: string, instead?: Span): string {
  const quote = instead?.source.text[instead.start];
  if (quote === "'") return `'${text.replaceAll("'", "''")}'`;
  return quote === '"' || !isPlain(text) ? JSON.stringify(text) : text;
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !READ_AS_ANOTHER.some(pattern => pattern.test(text));
}

/** Neither an indicator of YAML at the beginning nor a comma, colon or bracket anywhere. */
const PLAIN = /^[\w./][\w./@%+-]*$/;

const READ_AS_ANOTHER: readonly RegExp[] = [
  /^(?:true|false|yes|no|on|off|y|n|null)$/i,
  // 1.30 is 1.3, 010 is 8 to YAML 1.1, 1_000 is 1000, 1e3 is 1000.
  /^[\d_]*\.?[\d_]+(?:e[-+]?\d+)?$/i,
  /^[\d_]+\.$/,
  /^0[box][\da-f_]+$/i,
  /^\.(?:inf|nan)$/i,
  /^\d{4}-\d{1,2}-\d{1,2}$/,
  /^\.+$/,
];
