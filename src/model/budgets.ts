/**
 * What one run may spend on a file, whoever wrote it. Figures: docs/decisions/0014-budgets.md.
 *
 * A text of 8 MB keeps a process below 1 GB and 20 s of processor time while nothing here is exceeded; what is, is a
 * diagnostic of the catalogue "Budgets" (src/model/catalogue/budgets.ts) or one that is older than it.
 */
export interface Budgets {
  /** Of a file, or of standard input. */
  readonly bytes: number;
  /** What the lexer of YAML takes apart: scalars, indicators, comments, runs of blanks, line breaks. */
  readonly tokens: number;
  /** Maps, lists and scalars that are written, keys included. */
  readonly nodes: number;
  /** Maps and lists in one another. */
  readonly depth: number;
  /** Values that aliases and merge keys add to what is written. */
  readonly aliases: number;
  /** Errors that one phase makes of one text; what is beyond is counted. */
  readonly problems: number;
  readonly environments: number;
  /** Comments that suppress a finding. */
  readonly suppressions: number;
  /** Pools, counted once for each environment that has them. */
  readonly workloads: number;
  /** Values of all environments, after their overlays. */
  readonly values: number;
}

export const BUDGETS: Budgets = {
  bytes: 8 * 1024 * 1024,
  tokens: 2_500_000,
  nodes: 800_000,
  depth: 64,
  aliases: 500_000,
  problems: 1000,
  environments: 200,
  suppressions: 10_000,
  workloads: 2500,
  values: 250_000,
};

/** With `--large`, for who knows the file: 10 000 pools in two environments take more time and memory than that. */
const LARGE_BUDGETS: Budgets = { ...BUDGETS, workloads: 50_000, values: 5_000_000 };

export function budgetsOf(large: boolean): Budgets {
  return large ? LARGE_BUDGETS : BUDGETS;
}

/** What one run shows. */
export const SHOWN = {
  /** Findings. Code scanning of GitHub takes 25 000 in a run. */
  findings: 10_000,
  /** Findings where a person reads them. */
  findingsOnTerminal: 1000,
  /** Characters of a message, a help or any other text of a finding. */
  text: 2000,
  /** Related places, steps, fixes or environments of a finding, each. */
  beside: 100,
  /** UTF-16 code units of a report, roughly: it is what the findings carry. */
  printed: 16 * 1024 * 1024,
} as const;
