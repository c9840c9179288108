import type { LabelPair } from './label-pair.ts';
import type { Origin, Sourced } from './sourced.ts';
import type { Bytes, Seconds } from './units.ts';

export interface Hardware {
  readonly key: string;
  readonly at: Origin;
  /** As the vendor names it: `NVIDIA-A10G`. Not written where only workloads that other tools deploy have it. */
  readonly gpu: Sourced<string>;
  readonly count: Sourced<number>;
  readonly instanceTypes: readonly Sourced<string>[];
  /** From no node to the first request served: node, image, model. */
  readonly coldStart: Sourced<Seconds>;
  readonly sharing: Sourced<'none' | 'time-slicing' | 'mig'>;
  /** `1g.5gb` */
  readonly migProfile: Sourced<string> | undefined;
  readonly memory: Sourced<Bytes> | undefined;
  /** Extra node labels to select on, as written. */
  readonly nodeSelector: readonly LabelPair[];
}
