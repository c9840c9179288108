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
  // A sign that only a string can hold may be an escape; so a log that shows it gives the runner no command.
  return `${withoutCommands(text, ':', '\\u0023')}\n`;
}

export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
