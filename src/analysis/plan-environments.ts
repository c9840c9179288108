import { tooLarge, tooManyEnvironments } from '../config/environment-budgets.ts';
import { mergeEnvironments } from '../config/environments.ts';
import { workloadsIn } from '../config/manifest/find-workload.ts';
import type { Parsed } from '../config/parse.ts';
import { otherVersionRequired } from '../config/requires.ts';
import { deprecations } from '../config/deprecated.ts';
import { resolve } from '../config/resolve/system.ts';
import { Config } from '../config/schema/root.ts';
import { ValidEnvironments } from '../config/valid-environments.ts';
import { validate } from '../config/validate.ts';
import type { Diagnostic, Outcome } from '../model/diagnostic.ts';
import { MergedFindings } from '../model/merged-findings.ts';
import type { Manifests } from '../model/manifest.ts';
import type { Plan } from '../model/plan.ts';
import { plan } from '../plan/plan.ts';
import { version } from '../../package.json';
import { checkWrittenParts } from '../verify/written-parts.ts';
import { timed } from './timing.ts';
import type { Timing } from './timing.ts';

/** The plan of one environment; lint needs no more. */
export interface PlannedEnvironment {
  readonly name: string;
  readonly plan: Plan;
}

/** Problems of its shape that are told of an environment, however many the others have. */
const FEWEST = 10;

/** validate → resolve → plan, for every environment; one that is refused has no plan. */
export function planEnvironments(
  source: Parsed,
  timing?: Timing,
  manifests: Manifests = new Map(),
): Outcome<readonly PlannedEnvironment[]> {
  const { value: tree, diagnostics } = source;
  if (tree === undefined) return { value: [], diagnostics };
  if (tree.kind !== 'map') return { value: [], diagnostics: [...diagnostics, ...validate(Config, tree).diagnostics] };
  const otherAtAll = otherVersionRequired(tree, version);
  if (otherAtAll !== undefined) return { value: [], diagnostics: [...diagnostics, otherAtAll] };
  const tooMany = tooManyEnvironments(tree, source);
  if (tooMany !== undefined) return { value: [], diagnostics: [...diagnostics, tooMany] };
  const merged = mergeEnvironments(tree);
  const over = tooLarge(tree, merged.value, source);
  if (over !== undefined) return { value: [], diagnostics: [...diagnostics, over] };
  let room = source.budgets.problems;
  const findWorkload = workloadsIn(manifests);
  const found = new MergedFindings();
  const environments = new ValidEnvironments();
  const value = merged.value.flatMap(({ name, located }): readonly PlannedEnvironment[] => {
    // An overlay may require more than the base.
    const other = otherVersionRequired(located, version);
    if (other !== undefined) {
      found.add(name, [other]);
      return [];
    }
    const valid = timed('validate', timing, () => environments.validate(located, room));
    found.add(name, valid.diagnostics);
    room = Math.max(FEWEST, room - valid.diagnostics.length);
    const config = valid.value;
    if (config === undefined) return [];
    const system = timed('resolve', timing, () => resolve(name, config, findWorkload));
    found.add(name, system.diagnostics);
    const planned = timed('plan', timing, () => plan(system.value));
    found.add(name, [...planned.diagnostics, ...checkWrittenParts(planned.value)]);
    return [{ name, plan: planned.value }];
  });
  const all: readonly Diagnostic[] = [
    ...diagnostics,
    ...deprecations(tree),
    ...merged.diagnostics,
    ...found.all(merged.value.length),
  ];
  return { value, diagnostics: all };
}
