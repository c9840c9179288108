import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Plan, PoolPlan } from '../../model/plan.ts';
import { inEnvironments, MergedFindings } from '../../model/merged-findings.ts';
import type { MergedFinding } from '../../model/merged-findings.ts';
import { makeDiagnostic } from '../../model/make-diagnostic.ts';
import { policyPageUrl } from '../../model/pages.ts';
import { writtenPlaces } from '../../model/sourced.ts';
import type { Finding, Policy } from './define-policy.ts';
import { proofsOf } from '../../proof/prove.ts';
import type { Proof } from '../../model/proof.ts';
import { activePolicies } from './active-policies.ts';
import type { ActivePolicy } from './active-policies.ts';
import { NOTHING_REQUIRED, severityOf } from '../../model/required-policies.ts';
import type { Required } from '../../model/required-policies.ts';

export interface LintedEnvironment {
  readonly name: string;
  readonly plan: Plan;
  /** The same environment at the base revision, where there is one. */
  readonly base?: Plan | undefined;
}

export interface RunOptions {
  readonly timing?: ((policy: string, milliseconds: number) => void) | undefined;
  /** Ids that `lint.rules` may name beside those of the catalogue: an organisation's own. */
  readonly others?: readonly string[] | undefined;
  readonly required?: Required | undefined;
}

/**
 * Runs every policy that is on over every environment.
 *
 * A finding common to several environments is reported once, naming them; a consequence of another finding on the same
 * pool becomes a note of it. Nothing is suppressed yet.
 */
export function runPolicies(
  environments: readonly LintedEnvironment[],
  policies: readonly Policy[],
  { timing, others = [], required = NOTHING_REQUIRED }: RunOptions = {},
): readonly Diagnostic[] {
  const merged = new MergedFindings();
  const plans = environments.map(({ plan }) => plan);
  for (const { name, plan, base } of environments) {
    const { active, diagnostics } = activePolicies(plan.system, policies, others, required);
    merged.add(name, diagnostics);
    const proofs = rememberedProofs(plan);
    for (const one of active) {
      const start = timing === undefined ? 0 : performance.now();
      runOne(one, { plan, base, plans, proofs }, diagnostic => {
        merged.add(name, [diagnostic]);
      });
      timing?.(one.policy.id, performance.now() - start);
    }
  }
  const byId = new Map(policies.map(policy => [policy.id, policy]));
  const entries = merged
    .entries()
    .map((entry): Entry => ({ ...entry, policy: byId.get(entry.diagnostic.id) }))
    .filter(entry => entry.policy?.everywhere !== true || isEverywhere(entry, environments));
  return withoutConsequences(entries, required).map(entry => inEnvironments(entry, environments.length));
}

interface RunOn {
  readonly plan: Plan;
  readonly base: Plan | undefined;
  /** Every environment, this one too, as they stand in the file. */
  readonly plans: readonly Plan[];
  readonly proofs: (pool: PoolPlan) => readonly Proof[];
}

function runOne(
  active: ActivePolicy,
  { plan, base, plans, proofs }: RunOn,
  found: (diagnostic: Diagnostic) => void,
): void {
  const { policy, options } = active;
  const run = {
    plan,
    options,
    proofs,
    found: (finding: Finding) => {
      found(diagnosticOf(active, finding));
    },
  };
  policy.onEnvironment?.(run);
  const onPool = policy.onPool?.(run);
  if (onPool !== undefined) for (const pool of plan.pools) onPool(pool);
  if (plans.length > 1) policy.onBeside?.(run, plans);
  if (base !== undefined) policy.onHistory?.(run, base);
}

function rememberedProofs(plan: Plan): (pool: PoolPlan) => readonly Proof[] {
  const known = new Map<PoolPlan, readonly Proof[]>();
  return pool => {
    const proofs = known.get(pool) ?? proofsOf(plan, pool);
    known.set(pool, proofs);
    return proofs;
  };
}

function diagnosticOf(
  { policy: { id, severity, why }, asked, isRequired }: ActivePolicy,
  { messageId, message, data, at, path, related = [], fixes = [], steps = [] }: Finding,
): Diagnostic {
  const made = fixes.filter(fix => fix !== undefined);
  const found = makeDiagnostic({ id, severity, why, link: policyPageUrl(id) }, messageId, message, data, {
    at,
    path,
    related: related.flatMap(other =>
      writtenPlaces(other.at).map(place => ({ message: other.message, span: place.span })),
    ),
    steps: steps.length === 0 ? undefined : steps,
    fixes: made.length === 0 ? undefined : made,
  });
  if (asked === undefined) return found;
  const given = severityOf(found.severity, asked, isRequired);
  return given === 'off' || given === found.severity ? found : { ...found, severity: given };
}

/** With its policy; what is said of `lint.rules` is of none. */
interface Entry extends MergedFinding {
  readonly policy: Policy | undefined;
}

/** Found in every environment that has the pool. */
function isEverywhere({ diagnostic, environments: seen }: Entry, environments: readonly LintedEnvironment[]): boolean {
  return seen.size === environments.filter(({ plan }) => hasPool(plan, diagnostic)).length;
}

/** A finding about something other than a pool concerns every environment. */
function hasPool({ system }: Plan, { path = [] }: Diagnostic): boolean {
  return path[0] !== 'pools' || system.pools.some(({ key }) => key === path[1]);
}

/**
 * Only the first cause is reported; what follows from it, and what follows from that, is a note of it. A required
 * policy is no note: with its cause it could be suppressed.
 */
function withoutConsequences(entries: readonly Entry[], required: Required): readonly Entry[] {
  const causes = causesByPool(entries);
  if (causes.size === 0) return entries;
  const notes = new Map<Entry, Diagnostic[]>();
  const left = entries.filter(entry => {
    const cause = required.has(entry.diagnostic.id) ? entry : firstCause(entry, causes);
    if (cause !== entry) notes.set(cause, [...(notes.get(cause) ?? []), entry.diagnostic]);
    return cause === entry;
  });
  return left.map(entry => {
    const added = notes.get(entry);
    if (added === undefined) return entry;
    const related = added.flatMap(({ id, message, span }) =>
      span === undefined ? [] : [{ message: `therefore ${message} [${id}]`, span }],
    );
    return {
      ...entry,
      diagnostic: { ...entry.diagnostic, related: [...(entry.diagnostic.related ?? []), ...related] },
    };
  });
}

type Causes = ReadonlyMap<string | number | undefined, readonly Entry[]>;

/** By the second step of their paths: the pool, where a finding is about one. */
function causesByPool(entries: readonly Entry[]): Causes {
  const causes = new Map<string | number | undefined, Entry[]>();
  for (const entry of entries) {
    if ((entry.policy?.explains?.length ?? 0) === 0) continue;
    const pool = entry.diagnostic.path?.[1];
    const group = causes.get(pool);
    if (group === undefined) causes.set(pool, [entry]);
    else group.push(entry);
  }
  return causes;
}

/**
 * The cause of the cause, as far as there is one; the finding itself where nothing explains it. No policy explains
 * itself, by whatever way.
 */
function firstCause(entry: Entry, causes: Causes): Entry {
  const cause = causes.get(entry.diagnostic.path?.[1])?.find(other => explains(other, entry));
  return cause === undefined ? entry : firstCause(cause, causes);
}

function explains({ policy, environments }: Entry, other: Entry): boolean {
  return (
    policy?.explains?.includes(other.diagnostic.id) === true &&
    [...other.environments].every(environment => environments.has(environment))
  );
}
