import { withoutCommands } from './log-text.ts';

/**
 * JSON that any reader takes. `JSON.stringify` writes half of a surrogate pair as an escape, which readers that hold
 * text as UTF-8 refuse (RFC 8259, section 8.2); it becomes U+FFFD.
 */
export function wellFormedJson(value: unknown): string {
  const text = JSON.stringify(
    value,
    (_key, inner: unknown) => (typeof inner === 'string' ? wellFormed(inner) : inner),
    2,
  );
  // A sign that only a string can hold may be an escape; so a log that shows it gives the runner no command, and no
  // sign turns the direction of what stands beside it.
  return `${withoutCommands(text, ':', '\\u0023').replace(TURNING, escaped)}\n`;
}

const TURNING = /[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
