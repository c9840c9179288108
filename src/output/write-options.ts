import type { RecordedEnvironment } from './as-recorded.ts';

export interface WriteOptions {
  /** Overwrite files that were edited by hand or that were never generated. */
  readonly force: boolean;
  /** Every environment of the configuration, where only some are built; the folders of others are pruned. */
  readonly configured?: readonly string[];
  /** Asked once all files were taken: whether something speaks against them that was found while they were made. */
  readonly isRefused?: () => boolean;
  /** How long to wait for another build, in milliseconds. */
  readonly patience?: number;
  /** Called where all is as wanted in the end, with what shows it: a later build need not compile to know. */
  readonly recorded?: (environments: readonly RecordedEnvironment[]) => void;
}

/** Paths start with the output folder. */
export interface WriteSummary {
  readonly written: readonly string[];
  readonly unchanged: number;
  readonly pruned: readonly string[];
  /** Generated no more, but edited by hand, and so left. */
  readonly kept: readonly string[];
}
