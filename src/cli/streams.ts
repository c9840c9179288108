/** What a command may touch of the process. Results go to `out`, everything else to `err`. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  readonly colour: boolean;
  readonly width: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Exit codes, the same in every format. */
export const EXIT = { clean: 0, findings: 1, usage: 2, bug: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
