/** Adds up what each phase and each policy took. */
export function stopwatch(): {
  readonly add: (what: string, milliseconds: number) => void;
  readonly text: () => string;
} {
  const taken = new Map<string, { milliseconds: number; times: number }>();
  return {
    add: (what, milliseconds) => {
      const so = taken.get(what) ?? { milliseconds: 0, times: 0 };
      taken.set(what, { milliseconds: so.milliseconds + milliseconds, times: so.times + 1 });
    },
    text: () => {
      const rows = [...taken.entries()].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
      const width = Math.max(...rows.map(([what]) => what.length), 0);
      return rows
        .map(
          ([what, { milliseconds, times }]) =>
            `${what.padEnd(width)}  ${milliseconds.toFixed(2).padStart(9)} ms  ${String(times).padStart(5)} ${times === 1 ? 'run' : 'runs'}\n`,
        )
        .join('');
    },
  };
}
