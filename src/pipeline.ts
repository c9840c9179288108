import { mergeEnvironments } from './config/environments.ts';
import { parse } from './config/parse.ts';
import { resolve } from './config/resolve/system.ts';
import { Config } from './config/schema/root.ts';
import { SYNONYMS } from './config/schema/synonyms.ts';
import { validate } from './config/validate.ts';
import { sourcedTree } from './config/zip.ts';
import { runPolicies } from './lint/engine/run-policies.ts';
import type { Timing } from './lint/engine/run-policies.ts';
import type { Diagnostic, Outcome } from './model/diagnostic.ts';
import type { Plan } from './model/plan.ts';
import type { SourceText, Span } from './model/span.ts';
import { plan } from './plan/plan.ts';
import { POLICIES } from '../policies/index.ts';

/** The plan of one environment; lint needs no more. */
export interface PlannedEnvironment {
  readonly name: string;
  readonly plan: Plan;
}

export interface PlannedSource extends Outcome<readonly PlannedEnvironment[]> {
  /** Where suppressions may stand. */
  readonly comments: readonly Span[];
}

/** parse → validate → resolve → plan, for every environment; what lint lets pass, build compiles. */
export function planSource(source: SourceText, timing?: Timing): PlannedSource {
  const parsed = timed('parse', timing, () => parse(source));
  if (parsed.value === undefined) return { value: [], diagnostics: parsed.diagnostics, comments: parsed.comments };
  if (parsed.value.kind !== 'map')
    return {
      value: [],
      diagnostics: [...parsed.diagnostics, ...validate(Config, parsed.value).diagnostics],
      comments: parsed.comments,
    };
  const merged = mergeEnvironments(parsed.value);
  const found = new Findings(merged.value.length);
  const environments = merged.value.flatMap(({ name, located }): PlannedEnvironment[] => {
    const valid = timed('validate', timing, () => validate(Config, located, SYNONYMS));
    found.add(name, valid.diagnostics);
    const { value } = valid;
    if (value === undefined) return [];
    const system = timed('resolve', timing, () => resolve(name, sourcedTree(located, value)));
    found.add(name, system.diagnostics);
    const planned = timed('plan', timing, () => plan(system.value));
    found.add(name, planned.diagnostics);
    return [{ name, plan: planned.value }];
  });
  return {
    value: environments,
    diagnostics: [...parsed.diagnostics, ...merged.diagnostics, ...found.all()],
    comments: parsed.comments,
  };
}

function timed<T>(what: string, timing: Timing | undefined, phase: () => T): T {
  if (timing === undefined) return phase();
  const start = performance.now();
  const value = phase();
  timing(what, performance.now() - start);
  return value;
}

export interface LintOptions {
  /** The same system at a base revision, for the policies about history. */
  readonly base?: readonly PlannedEnvironment[] | undefined;
  readonly timing?: Timing | undefined;
  /** Ids that `lint.rules` may name beside those of the catalogue: an organisation's own. */
  readonly others?: readonly string[] | undefined;
}

/** lint, wherever there is a plan: what the policies say of it, nothing suppressed yet. */
export function lintPlans(
  environments: readonly PlannedEnvironment[],
  { base, timing, others }: LintOptions = {},
): readonly Diagnostic[] {
  return runPolicies(
    environments.map(({ name, plan: planned }) => ({
      name,
      plan: planned,
      base: base?.find(other => other.name === name)?.plan,
    })),
    POLICIES,
    timing,
    others,
  );
}

/** A finding common to several environments is reported once, naming them unless it holds in all. */
export class Findings {
  readonly #environments: number;
  readonly #found = new Map<string, { readonly diagnostic: Diagnostic; readonly environments: string[] }>();

  constructor(environments: number) {
    this.#environments = environments;
  }

  add(environment: string, diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) {
      const key = [diagnostic.id, diagnostic.span?.start, diagnostic.span?.end, diagnostic.message].join('\0');
      const same = this.#found.get(key);
      if (same === undefined) this.#found.set(key, { diagnostic, environments: [environment] });
      else if (!same.environments.includes(environment)) same.environments.push(environment);
    }
  }

  all(): readonly Diagnostic[] {
    return [...this.#found.values()].map(({ diagnostic, environments }) =>
      environments.length === this.#environments ? diagnostic : { ...diagnostic, environments },
    );
  }
}
