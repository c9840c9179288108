import type { PlannedEnvironment } from './analysis/plan-environments.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { MergedFindings } from './model/merged-findings.ts';
import type { OutputFile } from './model/output-file.ts';
import type { Plan } from './model/plan.ts';
import type { TargetName } from './model/targets.ts';
import { watchedAlarms } from './proof/ecs/watched.ts';
import { watchedAlerts } from './proof/kubernetes/watched.ts';
import { forgetProofs, proofsOf } from './proof/prove.ts';
import { shortly } from './proof/words.ts';
import { reportFile } from './report/report-file.ts';
import { ecs } from './targets/ecs/ecs.ts';
import { kubernetes } from './targets/kubernetes/kubernetes.ts';
import type { PromisedOf, Target } from './targets/target.ts';
import { GroupCheck } from './verify/check-groups.ts';

/** The files of one environment, a pool's after another's, and what the checks say of them. */
export interface EnvironmentEmission extends PlannedEnvironment {
  /** Made anew each time; a group is checked before it is given, and nothing of it is held. */
  readonly groups: () => Iterable<readonly OutputFile[]>;
  /** Known once all groups were taken; they are taken for it where nobody has. */
  readonly outcome: () => EmissionOutcome;
}

export interface EmissionOutcome {
  readonly count: number;
  readonly diagnostics: readonly Diagnostic[];
}

export function emissionOf(environments: readonly PlannedEnvironment[]): readonly EnvironmentEmission[] {
  const plans = environments.map(({ plan }) => plan);
  return environments.map(({ name, plan }): EnvironmentEmission => {
    let known: EmissionOutcome | undefined;
    const groups = function* (): Generator<readonly OutputFile[]> {
      const check = new GroupCheck();
      let count = 0;
      for (const files of emitted(plan, plans)) {
        check.add(files);
        count += files.length;
        yield files;
      }
      yield [reportFile(plan)];
      forgetProofs(plan);
      known = { count: count + 1, diagnostics: check.findings(() => [...emitted(plan, plans)].flat()) };
    };
    return {
      name,
      plan,
      groups,
      outcome: () => {
        const untaken = groups();
        while (known === undefined) untaken.next();
        return known;
      },
    };
  });
}

/** What was found in all environments, each finding once. */
export function foundIn(emission: readonly EnvironmentEmission[]): readonly Diagnostic[] {
  const found = new MergedFindings();
  for (const { name, outcome } of emission) found.add(name, outcome().diagnostics);
  return found.all(emission.length);
}

const TARGETS: Readonly<Record<TargetName, Target>> = { kubernetes, ecs };

function* emitted(plan: Plan, plans: readonly Plan[]): Generator<readonly OutputFile[]> {
  for (const target of Object.values(TARGETS))
    if (plan.system.targets[target.name] !== undefined) yield* target.emit(plan, promisedOn(target.name, plan), plans);
}

function promisedOn(target: TargetName, plan: Plan): PromisedOf {
  return pool => {
    const proof = proofsOf(plan, pool).find(one => one.target === target);
    if (proof === undefined) return { line: undefined, alerts: [], alarms: [] };
    return {
      line: shortly(proof),
      get alerts() {
        return watchedAlerts(pool, proof);
      },
      get alarms() {
        return watchedAlarms(pool, proof);
      },
    };
  };
}
