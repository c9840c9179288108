export function sleep(seconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, seconds * 1000));
}

/**
 * Seconds until something holds, asked every half second; undefined where it does not within the limit.
 */
export async function secondsUntil(
  holds: () => Promise<boolean> | boolean,
  limit: number,
): Promise<number | undefined> {
  const started = Date.now();
  for (;;) {
    if (await holds()) return (Date.now() - started) / 1000;
    if (Date.now() - started > limit * 1000) return undefined;
    await sleep(0.5);
  }
}

/** The same where it must. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, limit = 60): Promise<void> {
  if ((await secondsUntil(holds, limit)) === undefined) throw new Error(`${what}: not within ${String(limit)}s`);
}
