import type { OutputFile } from '../model/output-file.ts';
import type { Plan } from '../model/plan.ts';
import type { TargetName } from '../model/targets.ts';

/** A target lays out what the plan decided; it decides nothing and reads nothing else. */
export interface Target {
  readonly name: TargetName;
  /** Files of one environment, paths relative to its folder, in a fixed order. */
  emit(plan: Plan): readonly OutputFile[];
}
