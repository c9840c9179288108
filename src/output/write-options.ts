export interface WriteOptions {
  /** Overwrite files that were edited by hand or that were never generated. */
  readonly force: boolean;
  /** Every environment of the configuration, where only some are built; the folders of others are pruned. */
  readonly configured?: readonly string[];
  /** How long to wait for another build, in milliseconds. */
  readonly patience?: number;
}

/** Paths start with the output folder. */
export interface WriteSummary {
  readonly written: readonly string[];
  readonly unchanged: number;
  readonly pruned: readonly string[];
  /** Generated no more, but edited by hand, and so left. */
  readonly kept: readonly string[];
}
