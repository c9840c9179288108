/** What a run prints: tables, lines, and what failed. */
export class Report {
  readonly failures: string[] = [];

  part(name: string): void {
    process.stdout.write(`\n## ${name}\n\n`);
  }

  table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
    process.stdout.write(`${line(head)}|${'---|'.repeat(head.length)}\n${rows.map(line).join('')}\n`);
  }

  line(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  fail(what: string): void {
    this.failures.push(what);
    process.stdout.write(`FAILED: ${what}\n`);
  }

  /** Fails unless something holds. */
  expect(holds: boolean, what: string): void {
    if (!holds) this.fail(what);
  }
}

/** `1m25s`. */
export function time(seconds: number | undefined): string {
  if (seconds === undefined) return 'never';
  const whole = Math.round(seconds);
  return whole < 60
    ? `${String(whole)}s`
    : `${String(Math.floor(whole / 60))}m${whole % 60 === 0 ? '' : `${String(whole % 60)}s`}`;
}
