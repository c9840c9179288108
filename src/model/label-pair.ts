import type { Sourced } from './sourced.ts';

export interface LabelPair {
  readonly key: Sourced<string>;
  readonly value: Sourced<string>;
}
