/** `2026-11-24`: suppressions have dates in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
