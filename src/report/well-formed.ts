/**
 * JSON that any reader takes. `JSON.stringify` writes half of a surrogate pair as an escape, which readers that hold
 * text as UTF-8 refuse (RFC 8259, section 8.2); it becomes U+FFFD.
 */
export function wellFormedJson(value: unknown): string {
  return `${JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? wellFormed(inner) : inner), 2)}\n`;
}

export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
