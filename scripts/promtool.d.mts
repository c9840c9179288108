/** The path of promtool; undefined, with a message on stderr, where it is not available. */
export function promtool(): string | undefined;

/** Runs promtool; undefined where it is not available. */
export function runPromtool(
  args: readonly string[],
  cwd: string,
): { readonly status: number | null; readonly output: string } | undefined;
